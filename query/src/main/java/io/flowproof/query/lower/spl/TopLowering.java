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

/**
 * {@code top} and {@code rare}: the most or least common combinations of values, each with its
 * count and its share of all of them; ten by default, for each BY group.
 */
final class TopLowering {
  private static final int DEFAULT = 10;
  private static final EngineFunction PERCENT =
      new EngineFunction("PERCENT", Types.DOUBLE, "round({0} * 100.0 / {1}, 6)");

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
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    shown(top, count, context.sql().call(PERCENT, count, total), outputs, context);
    int limit = top.limit() == null ? DEFAULT : top.limit();
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
        default ->
            context.unsupported(
                option.span(), "The option '" + option.name() + "' is not supported");
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
