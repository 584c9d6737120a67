package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/**
 * {@code fieldsummary} ("fieldsummary", Search Reference): a row for each field that has values,
 * with what can be counted of them and the most frequent ones. Numbers are told from texts as
 * everywhere; {@code distinct_count} is exact, {@code is_exact} says whether all values are shown.
 */
final class FieldsummaryLowering {
  private static final int DEFAULT_VALUES = 100;
  private static final EngineFunction AT = new EngineFunction("AT", Types.TEXT, "{0}[{1}]");
  private static final EngineFunction NUMBER =
      new EngineFunction("NUMBER_OF", Types.DOUBLE, SplScalars.NUMBER_OF);

  private final Command.Words command;
  private final SplContext context;
  private final Algebra algebra;

  FieldsummaryLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
  }

  Relation<SplType> lower(Relation<SplType> input) {
    Option option = WordCommandLowering.option(command, "maxvals");
    int most = option == null ? DEFAULT_VALUES : Options.number(option, 0, 999_999_999, context);
    List<String> asked = WordCommandLowering.fields(command, input, context);
    List<Field<SplType>> fields =
        input.fields().stream()
            .filter(
                field ->
                    command.words().isEmpty()
                        ? !field.name().startsWith("_")
                        : asked.contains(field.name()))
            .sorted(Comparator.comparing(Field::name))
            .toList();
    if (fields.isEmpty()) {
      return input.withFields(List.of());
    }
    return summary(counted(fields, input), fields, most);
  }

  /** For each field and value: the place of the field, the value, how many events have it. */
  private RelNode counted(List<Field<SplType>> fields, Relation<SplType> input) {
    Row row = new Row(algebra, input);
    List<RexNode> values = new ArrayList<>();
    fields.forEach(field -> values.add(context.scalars().toText(row.value(field))));
    RexNode list = row.once(context.sql().list(Types.TEXT_LIST, values));
    EngineFunction places =
        new EngineFunction(
            "PLACES", Types.listOf(Types.LONG), "range(1, " + (fields.size() + 1) + ")");
    RexNode place = row.unnested(context.sql().call(places), Types.LONG);
    RexNode value = row.once(context.sql().call(AT, list, place));
    return algebra.aggregate(
        algebra.filter(row.relation().plan(), context.sql().isNotNull(value)),
        List.of(place, value),
        List.of(new Measure(Aggregates.COUNT, List.of())));
  }

  private Relation<SplType> summary(RelNode counted, List<Field<SplType>> fields, int most) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      columns.add(algebra.ref(counted, i));
    }
    columns.add(context.sql().call(NUMBER, algebra.ref(counted, 1)));
    RelNode numbered = algebra.project(counted, columns);
    RexNode value = algebra.ref(numbered, 1);
    RexNode count = algebra.ref(numbered, 2);
    RexNode number = algebra.ref(numbered, 3);
    String first = most == 0 ? "" : "[1:" + most + "]";
    String isExact = most == 0 ? "1" : "CASE WHEN count(*) <= " + most + " THEN 1 ELSE 0 END";
    String numbers = "sum(CASE WHEN {0} IS NOT NULL THEN {1} END)";
    String mean = "(sum({0} * {1} ORDER BY {0}) / " + numbers + ")";
    List<Measure> measures =
        List.of(
            measure(Types.LONG, "CAST(sum({0}) AS BIGINT)", count),
            measure(Types.LONG, "count({0})", value),
            measure(Types.LONG, "CAST(" + isExact + " + 0 * count({0}) AS BIGINT)", value),
            measure(Types.DOUBLE, "max({0})", number),
            measure(Types.DOUBLE, mean, number, count),
            measure(Types.DOUBLE, "min({0})", number),
            measure(Types.LONG, "CAST(coalesce(" + numbers + ", 0) AS BIGINT)", number, count),
            measure(
                Types.DOUBLE,
                "CASE WHEN "
                    + numbers
                    + " = 1 THEN 0.0 ELSE sqrt(greatest(0, sum({0} * {0} * {1} ORDER BY {0}) - "
                    + numbers
                    + " * "
                    + mean
                    + " * "
                    + mean
                    + ") / nullif("
                    + numbers
                    + " - 1, 0)) END",
                number,
                count),
            measure(
                Types.TEXT,
                "'[' || array_to_string(list('{\"value\":' || CAST(to_json({0}) AS VARCHAR) ||"
                    + " ',\"count\":' || {1} || '}' ORDER BY {1} DESC, {0})"
                    + first
                    + ", ',') || ']'",
                value,
                count));
    RelNode plan = algebra.aggregate(numbered, List.of(algebra.ref(numbered, 0)), measures);
    return named(plan, fields);
  }

  private static Measure measure(RelDataType type, String template, RexNode... arguments) {
    return new Measure(new EngineAggregate("SUMMARY", type, template), List.of(arguments));
  }

  private Relation<SplType> named(RelNode plan, List<Field<SplType>> fields) {
    SortKey order = new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    Relation<SplType> rows = new Relation<>(plan, List.of(), List.of(), List.of(order));
    RexNode names =
        context
            .sql()
            .list(
                Types.TEXT_LIST,
                fields.stream().<RexNode>map(field -> context.sql().text(field.name())).toList());
    List<Output<SplType>> outputs = new ArrayList<>();
    outputs.add(
        new Output<>("field", context.sql().call(AT, names, algebra.ref(plan, 0)), SplType.TEXT));
    List<SplType> types =
        List.of(
            SplType.INTEGER,
            SplType.INTEGER,
            SplType.INTEGER,
            SplType.NUMBER,
            SplType.NUMBER,
            SplType.NUMBER,
            SplType.INTEGER,
            SplType.NUMBER,
            SplType.TEXT);
    List<String> titles =
        List.of(
            "count",
            "distinct_count",
            "is_exact",
            "max",
            "mean",
            "min",
            "numeric_count",
            "stdev",
            "values");
    for (int i = 0; i < titles.size(); i++) {
      outputs.add(new Output<>(titles.get(i), algebra.ref(plan, i + 1), types.get(i)));
    }
    return algebra.project(rows, outputs);
  }
}
