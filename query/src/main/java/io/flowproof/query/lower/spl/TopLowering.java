package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code top} and {@code rare}: the most or least common combinations of values, each with its
 * count and its share of all of them; ten by default, for each BY group.
 */
final class TopLowering {
  private static final int DEFAULT = 10;
  private static final EngineFunction PERCENT =
      new EngineFunction("PERCENT", Types.DOUBLE, "round({0} * 100.0 / {1}, 6)");

  private static final EngineFunction LESSER =
      new EngineFunction("LESSER", Types.LONG, "least({0}, {1})");

  private TopLowering() {}

  static Relation<SplType> lower(Command.Top top, Relation<SplType> input, SplContext context) {
    Algebra algebra = context.algebra();
    List<FieldName> names = new ArrayList<>(top.by());
    names.addAll(top.fields());
    Groups groups = Groups.of(names, input, context);
    RelNode counted =
        algebra.aggregate(
            groups.input().plan(),
            groups.keys(),
            List.of(new Measure(Aggregates.COUNT, List.of())));
    List<Field<SplType>> fields = new ArrayList<>(groups.fields());
    int width = fields.size();
    Relation<SplType> relation = new Relation<>(counted, fields, List.of(), order(top, width));
    List<RexNode> by = new ArrayList<>();
    for (int i = 0; i < top.by().size(); i++) {
      by.add(algebra.ref(counted, i));
    }
    Row row = new Row(algebra, relation);
    RexNode count = algebra.ref(counted, width);
    RexNode total = row.once(Windows.sum(algebra, count, by));
    RexNode place = row.once(Windows.rowNumber(algebra, relation, by));
    int limit = top.limit() == null ? DEFAULT : top.limit();
    String other = other(top, context);
    if (other != null && limit > 0) {
      return withOther(top, row, new Counted(count, total, place), limit, other, context);
    }
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    shown(top, count, context.sql().call(PERCENT, count, total), outputs, context);
    Relation<SplType> kept =
        limit == 0
            ? row.relation()
            : algebra.filter(
                row.relation(),
                context
                    .sql()
                    .call(
                        SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                        place,
                        context.sql().number(limit)));
    return algebra.project(kept, outputs);
  }

  /** The name of the row of all other values, or null for none. */
  private static @Nullable String other(Command.Top top, SplContext context) {
    String name = "OTHER";
    boolean shown = false;
    for (Option option : top.options()) {
      switch (option.name()) {
        case "useother" -> shown = Options.isTrue(option, context);
        case "otherstr" -> name = option.value();
        default -> {} // Read where columns are shown.
      }
    }
    return shown ? name : null;
  }

  /** Columns of the counted values: how many, of how many, in which place of their group. */
  private record Counted(RexNode count, RexNode total, RexNode place) {}

  /** The first values, and in each group one row for the rest of them. */
  private static Relation<SplType> withOther(
      Command.Top top, Row row, Counted counted, int limit, String other, SplContext context) {
    Algebra algebra = context.algebra();
    RexNode last = context.sql().number(limit + 1L);
    RexNode place = row.once(context.sql().call(LESSER, counted.place, last));
    RexNode isRest = context.sql().equal(place, last);
    List<RexNode> keys = new ArrayList<>();
    List<Field<SplType>> fields = new ArrayList<>();
    int by = top.by().size();
    for (Field<SplType> field : row.relation().fields()) {
      boolean isValue = keys.size() >= by;
      Value value = row.value(field);
      fields.add(new Field<>(field.name(), isValue ? SplType.TEXT : field.type(), keys.size()));
      keys.add(
          isValue
              ? context
                  .sql()
                  .choose(
                      Types.TEXT,
                      isRest,
                      context.sql().text(other),
                      context.scalars().toText(value))
              : value.rex());
    }
    int width = keys.size();
    keys.add(place);
    RelNode plan =
        algebra.aggregate(
            row.relation().plan(),
            keys,
            List.of(
                new Measure(Aggregates.SUM_LONG, List.of(counted.count)),
                new Measure(Aggregates.max(Types.LONG), List.of(counted.total))));
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < by; i++) {
      order.add(new SortKey(i, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    order.add(new SortKey(width, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    Row grouped = new Row(algebra, new Relation<>(plan, fields, List.of(), order));
    List<Output<SplType>> outputs = EvalLowering.outputs(grouped);
    RexNode count = algebra.ref(plan, width + 1);
    RexNode percent = context.sql().call(PERCENT, count, algebra.ref(plan, width + 2));
    shown(top, count, percent, outputs, context);
    return algebra.project(grouped.relation(), outputs);
  }

  private static List<SortKey> order(Command.Top top, int width) {
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < top.by().size(); i++) {
      order.add(new SortKey(i, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    order.add(
        new SortKey(
            width,
            top.order() == Command.Top.Order.TOP
                ? SortKey.Direction.DESCENDING
                : SortKey.Direction.ASCENDING,
            SortKey.Nulls.LAST));
    for (int i = top.by().size(); i < width; i++) {
      order.add(new SortKey(i, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    return order;
  }

  private static void shown(
      Command.Top top,
      RexNode count,
      RexNode percent,
      List<Output<SplType>> outputs,
      SplContext context) {
    String countField = "count";
    String percentField = "percent";
    boolean showCount = true;
    boolean showPercent = true;
    for (Option option : top.options()) {
      switch (option.name()) {
        case "countfield" -> countField = option.value();
        case "percentfield" -> percentField = option.value();
        case "showcount" -> showCount = Options.isTrue(option, context);
        case "showperc" -> showPercent = Options.isTrue(option, context);
        default -> {} // useother and otherstr
      }
    }
    if (showCount) {
      add(outputs, new Output<>(countField, count, SplType.INTEGER), top, context);
    }
    if (showPercent) {
      add(outputs, new Output<>(percentField, percent, SplType.NUMBER), top, context);
    }
  }

  private static void add(
      List<Output<SplType>> outputs, Output<SplType> output, Command.Top top, SplContext context) {
    if (outputs.stream().anyMatch(o -> o.name().equals(output.name()))) {
      context.error(
          ErrorCode.AMBIGUOUS_NAME,
          top.span(),
          "The result would have two fields '" + output.name() + "'",
          "name one of them with countfield= or percentfield=");
    }
    outputs.add(output);
  }
}
