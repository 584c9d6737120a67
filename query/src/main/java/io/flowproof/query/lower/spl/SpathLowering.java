package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.function.JsonFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.Word;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code spath} ("spath", Search Reference): with a path the values there of a field that holds
 * JSON, without one a field for every path that any event has, which a query that runs now finds
 * out. What is no JSON has no paths.
 */
final class SpathLowering {
  /** As many events of different shapes are looked at for paths. */
  private static final int MOST_SHAPES = 10_000;

  private SpathLowering() {}

  static Relation<SplType> lower(
      Command.Words command, Relation<SplType> input, SplContext context) {
    Option given = WordCommandLowering.option(command, "path");
    Word word = command.words().isEmpty() ? null : command.words().getFirst();
    String path = given != null ? given.value() : word == null ? null : word.name().name();
    Option source = WordCommandLowering.option(command, "input");
    FieldName field =
        source == null
            ? new FieldName("_raw", command.nameSpan())
            : new FieldName(source.value(), source.valueSpan());
    if (path == null && field.name().equals("_raw") && input.field("_raw").isEmpty()) {
      context.notice(command.span(), "spath finds nothing: an event is a line, and no JSON or XML");
      return input;
    }
    Row row = new Row(context.algebra(), input);
    Optional<Value> json = WordCommandLowering.field(field, row, context);
    if (path == null) {
      return json.isPresent() ? all(row, json.get(), command, context) : input;
    }
    String output = WordCommandLowering.text(command, "output", path);
    Value found =
        json.map(value -> values(value, path, context))
            .orElseGet(() -> context.scalars().missing());
    return EvalLowering.with(row, output, found, context);
  }

  private static Relation<SplType> all(
      Row row, Value json, Command.Words command, SplContext context) {
    Value text = row.once(json);
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (String path : paths(row, text, command, context)) {
      Value found = values(text, path, context);
      Optional<Field<SplType>> old = row.relation().field(path);
      RexNode value =
          old.isEmpty()
              ? found.rex()
              : context
                  .sql()
                  .coalesce(
                      SplType.MULTIVALUE.physical(),
                      found.rex(),
                      context.scalars().to(row.value(old.get()), SplType.MULTIVALUE));
      EvalLowering.set(outputs, new Output<>(path, value, SplType.MULTIVALUE));
    }
    return context.algebra().project(row.relation(), outputs);
  }

  private static Set<String> paths(Row row, Value json, Command.Words command, SplContext context) {
    RexNode shape = context.sql().call(JsonFunctions.SPATH_PATHS, context.scalars().toText(json));
    RelNode shapes =
        context
            .algebra()
            .sort(
                context
                    .algebra()
                    .aggregate(
                        context
                            .algebra()
                            .filter(row.relation().plan(), context.sql().isNotNull(shape)),
                        List.of(shape),
                        List.of()),
                List.of(new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)),
                MOST_SHAPES + 1L);
    List<List<@Nullable Object>> rows =
        PriorRows.of(shapes, "The fields of 'spath'", command.span(), context).orElse(List.of());
    Set<String> paths = new LinkedHashSet<>();
    rows.forEach(
        found -> paths.addAll(JsonFunctions.paths(Objects.toString(found.getFirst(), "[]"))));
    if (rows.size() > MOST_SHAPES || paths.size() > ChartSeries.MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          command.span(),
          "'spath' would make more than %,d fields, or finds more than %,d shapes of events"
              .formatted(ChartSeries.MOST, MOST_SHAPES),
          "name what is wanted: spath input=field path=a.b");
      return Set.of();
    }
    return paths;
  }

  private static Value values(Value json, String path, SplContext context) {
    RexNode found =
        context
            .sql()
            .call(JsonFunctions.SPATH, context.scalars().toText(json), context.sql().text(path));
    return new Value(Multivalue.ofJson(found, context), SplType.MULTIVALUE);
  }
}
