package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code addtotals}: the sum of an event's numbers in a field {@code Total}, and with {@code
 * col=true} an event at the end with the sum of each field; {@code addcoltotals}: that event only.
 */
final class TotalsLowering {
  private final Command.Words command;
  private final SplContext context;

  private TotalsLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
  }

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    TotalsLowering lowering = new TotalsLowering(command, context);
    boolean both = command.name().equals("addtotals");
    boolean rows = both && WordCommandLowering.isTrue(command, "row", true, context);
    boolean columns = !both || WordCommandLowering.isTrue(command, "col", false, context);
    List<String> names =
        command.words().isEmpty()
            ? input.names().stream().filter(name -> !name.startsWith("_")).toList()
            : WordCommandLowering.fields(command, input, context);
    String total = WordCommandLowering.text(command, "fieldname", "Total");
    Relation<SplType> relation = rows ? lowering.rows(input, names, total) : input;
    if (!columns) {
      return relation;
    }
    List<String> summed = new ArrayList<>(names);
    if (rows && !summed.contains(total)) {
      summed.add(total);
    }
    return lowering.columns(relation, summed);
  }

  private Relation<SplType> rows(Relation<SplType> input, List<String> names, String total) {
    Row row = new Row(context.algebra(), input);
    List<RexNode> numbers = new ArrayList<>();
    for (String name : names) {
      numbers.add(row.once(context.scalars().toDouble(row.field(name).orElseThrow())));
    }
    String sum =
        IntStream.range(0, numbers.size())
            .mapToObj(i -> "coalesce({" + i + "}, 0)")
            .collect(Collectors.joining(" + ", "(", ")"));
    RexNode value =
        numbers.isEmpty()
            ? context.sql().real(0)
            : context
                .sql()
                .call(
                    new EngineFunction("TOTAL", Types.DOUBLE, sum),
                    numbers.toArray(RexNode[]::new));
    return EvalLowering.with(row, total, new Value(value, SplType.NUMBER), context);
  }

  private Relation<SplType> columns(Relation<SplType> input, List<String> names) {
    Option labelField = WordCommandLowering.option(command, "labelfield");
    Relation<SplType> relation = input;
    if (labelField != null && relation.field(labelField.value()).isEmpty()) {
      relation =
          EvalLowering.with(
              new Row(context.algebra(), relation),
              labelField.value(),
              context.scalars().missing(),
              context);
    }
    String label = WordCommandLowering.text(command, "label", "Total");
    Relation<SplType> rows = relation;
    return appended(
        rows,
        field -> {
          if (labelField != null && field.name().equals(labelField.value())) {
            return context.sql().text(label);
          }
          return null;
        },
        names);
  }

  private interface Label {
    @Nullable RexNode of(Field<SplType> field);
  }

  /** The rows, and after them one with sums; fields that hold sums are numbers or texts. */
  private Relation<SplType> appended(Relation<SplType> input, Label label, List<String> names) {
    Algebra algebra = context.algebra();
    Row row = new Row(algebra, input);
    List<Measure> measures = new ArrayList<>();
    for (Field<SplType> field : input.fields()) {
      RexNode number = context.scalars().toDouble(row.value(field));
      measures.add(
          new Measure(
              new EngineAggregate("SUM", Types.DOUBLE, "sum({0} ORDER BY {0})"),
              List.of(row.once(number)),
              null));
    }
    RelNode sums = algebra.aggregate(row.relation().plan(), List.of(), measures);
    List<RexNode> first = new ArrayList<>();
    List<RexNode> last = new ArrayList<>();
    List<Field<SplType>> fields = new ArrayList<>();
    for (int i = 0; i < input.fields().size(); i++) {
      Field<SplType> field = input.fields().get(i);
      boolean isSummed = names.contains(field.name()) && field.type() != SplType.MULTIVALUE;
      Value old = row.value(field);
      RexNode named = label.of(field);
      SplType type =
          named != null
              ? SplType.TEXT
              : isSummed ? SplScalars.common(field.type(), SplType.NUMBER) : field.type();
      first.add(named != null ? context.scalars().toText(old) : context.scalars().to(old, type));
      Value sum = new Value(algebra.ref(sums, i), SplType.NUMBER);
      last.add(
          named != null
              ? named
              : isSummed ? context.scalars().to(sum, type) : context.sql().nullOf(type.physical()));
      fields.add(new Field<>(field.name(), type, i));
    }
    return Appended.of(row.relation(), first, sums, last, fields, context);
  }

  /** Rows and one more after them. */
  private static final class Appended {
    static Relation<SplType> of(
        Relation<SplType> rows,
        List<RexNode> first,
        RelNode more,
        List<RexNode> last,
        List<Field<SplType>> fields,
        SplContext context) {
      Algebra algebra = context.algebra();
      List<SortKey> order = new ArrayList<>();
      order.add(new SortKey(first.size(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
      first.add(context.sql().number(0));
      last.add(context.sql().number(1));
      for (SortKey key : algebra.totalOrder(rows)) {
        RexNode column = algebra.ref(rows.plan(), key.index());
        order.add(new SortKey(first.size(), key.direction(), key.nulls()));
        first.add(column);
        last.add(context.sql().nullOf(column.getType()));
      }
      RelNode all =
          algebra.union(List.of(algebra.project(rows.plan(), first), algebra.project(more, last)));
      return new Relation<>(all, fields, List.of(), order);
    }
  }
}
