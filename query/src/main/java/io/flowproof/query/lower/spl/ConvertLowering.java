package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code convert}: numbers and times from texts and back ("convert", Search Reference). What cannot
 * be converted stays with {@code auto}, {@code ctime}, {@code mktime} and the like, and becomes
 * null with {@code num}.
 */
final class ConvertLowering {
  private static final String DEFAULT_FORMAT = "%m/%d/%Y %H:%M:%S";
  private static final EngineFunction SECONDS_OF_DURATION =
      new EngineFunction(
          "SECONDS_OF_DURATION",
          Types.DOUBLE,
          "CASE WHEN regexp_full_match({0}, '(\\d+\\+)?(\\d+:)?\\d+:\\d+(\\.\\d+)?') THEN"
              + " coalesce(TRY_CAST(regexp_extract({0}, '^(\\d+)\\+', 1) AS DOUBLE), 0) * 86400"
              + " + coalesce(TRY_CAST(regexp_extract({0}, '(\\d+):\\d+:[\\d.]+$', 1) AS DOUBLE), 0)"
              + " * 3600 + coalesce(TRY_CAST(regexp_extract({0}, '(\\d+):[\\d.]+$', 1) AS DOUBLE),"
              + " 0) * 60 + TRY_CAST(regexp_extract({0}, '([\\d.]+)$', 1) AS DOUBLE) END");
  private static final EngineFunction SYSLOG_MINUTES =
      new EngineFunction(
          "SYSLOG_MINUTES",
          Types.DOUBLE,
          "CASE WHEN regexp_full_match({0}, '\\d+:\\d+\\.\\d+') THEN"
              + " TRY_CAST(split_part({0}, ':', 1) AS DOUBLE) * 60"
              + " + TRY_CAST(split_part({0}, ':', 2) AS DOUBLE) END");
  private static final EngineFunction KILOBYTES =
      new EngineFunction(
          "KILOBYTES",
          Types.DOUBLE,
          "(TRY_CAST(regexp_extract({0}, '^([\\d.]+)[kmgKMG]?$', 1) AS DOUBLE)"
              + " * CASE lower(right({0}, 1)) WHEN 'k' THEN 1 WHEN 'm' THEN 1024"
              + " WHEN 'g' THEN 1048576 ELSE 1 END)");
  private static final EngineFunction WITHOUT_COMMAS =
      new EngineFunction("WITHOUT_COMMAS", Types.TEXT, "replace({0}, ',', '')");
  private static final EngineFunction WITHOUT_UNIT =
      new EngineFunction(
          "WITHOUT_UNIT",
          Types.TEXT,
          "nullif(regexp_extract({0}, '^([-+]?[\\d.]+)\\s*\\D*$', 1), '')");

  private final Command.Aggregate command;
  private final SplContext context;
  private final String format;
  private final Set<String> excluded = new HashSet<>();
  private Relation<SplType> relation;

  private ConvertLowering(Command.Aggregate command, Relation<SplType> input, SplContext context) {
    this.command = command;
    this.context = context;
    this.relation = input;
    this.format = command.options().stream().map(o -> o.value()).findFirst().orElse(DEFAULT_FORMAT);
  }

  static Relation<SplType> lower(
      Command.Aggregate command, Relation<SplType> input, SplContext context) {
    return new ConvertLowering(command, input, context).lower();
  }

  private Relation<SplType> lower() {
    for (Aggregation part : command.aggregations()) {
      if (part.function().equalsIgnoreCase("none")
          && part.argument() instanceof AggregatedField field) {
        FieldsLowering.matching(field.field(), relation).forEach(f -> excluded.add(f.name()));
      }
    }
    for (Aggregation part : command.aggregations()) {
      if (!(part.argument() instanceof AggregatedField field)) {
        context.error(ErrorCode.SYNTAX, part.span(), "'convert' takes functions of fields", null);
        continue;
      }
      if (!part.function().equalsIgnoreCase("none")) {
        convert(part, field.field());
      }
    }
    return relation;
  }

  private void convert(Aggregation part, FieldName field) {
    List<String> names =
        FieldsLowering.matching(field, relation).stream()
            .map(Field::name)
            .filter(name -> !field.isPattern() || !excluded.contains(name))
            .toList();
    if (names.isEmpty() && !field.isPattern()) {
      context.missingField(field.name(), field.span(), relation.names());
      return;
    }
    FieldName as = part.as();
    for (String name : names) {
      Row row = new Row(context.algebra(), relation);
      Value value = row.once(row.field(name).orElseThrow());
      Value converted = converted(part, value, row);
      if (converted == null) {
        return;
      }
      String target =
          as == null
              ? name
              : field.isPattern()
                  ? Wildcard.ofNames(field.name()).translate(name, as.name()).orElse(as.name())
                  : as.name();
      relation = EvalLowering.with(row, target, converted, context);
    }
  }

  private @Nullable Value converted(Aggregation part, Value value, Row row) {
    SplScalars scalars = context.scalars();
    RexNode text = scalars.toText(value);
    return switch (part.function().toLowerCase(Locale.ROOT)) {
      case "auto" -> value.type().isNumeric() ? value : orText(auto(text, row), text);
      case "num" -> value.type().isNumeric() ? value : new Value(auto(text, row), SplType.NUMBER);
      case "ctime" ->
          new Value(
              context
                  .sql()
                  .coalesce(
                      Types.TEXT,
                      context
                          .sql()
                          .call(
                              SplFunctions.STRFTIME,
                              scalars.toDouble(value),
                              context.sql().text(format),
                              context.zone()),
                      text),
              SplType.TEXT);
      case "mktime" -> parsed(text);
      case "dur2sec" -> orText(call(SECONDS_OF_DURATION, text), text);
      case "mstime" -> orText(call(SYSLOG_MINUTES, text), text);
      case "memk" -> orText(call(KILOBYTES, text), text);
      case "rmcomma" -> new Value(context.sql().call(WITHOUT_COMMAS, text), SplType.TEXT);
      case "rmunit" ->
          new Value(
              context.sql().coalesce(Types.TEXT, context.sql().call(WITHOUT_UNIT, text), text),
              SplType.TEXT);
      default -> {
        context.error(
            ErrorCode.UNKNOWN_FUNCTION,
            part.functionSpan(),
            "'convert' has no function '" + part.function() + "'",
            "it has auto, ctime, dur2sec, memk, mktime, mstime, none, num, rmcomma and rmunit");
        yield null;
      }
    };
  }

  private Value parsed(RexNode text) {
    RexNode time =
        context.sql().call(SplFunctions.STRPTIME, text, context.sql().text(format), context.zone());
    return orText(time, text);
  }

  private RexNode call(EngineFunction function, RexNode text) {
    return context.sql().call(function, text);
  }

  /** Numbers, durations, sizes with a unit. */
  private RexNode auto(RexNode text, Row row) {
    Value asText = new Value(row.once(text), SplType.TEXT);
    return context
        .sql()
        .coalesce(
            Types.DOUBLE,
            context.scalars().toDouble(asText),
            call(SECONDS_OF_DURATION, asText.rex()),
            context
                .scalars()
                .toDouble(new Value(row.once(call(WITHOUT_COMMAS, asText.rex())), SplType.TEXT)),
            context
                .scalars()
                .toDouble(new Value(row.once(call(WITHOUT_UNIT, asText.rex())), SplType.TEXT)));
  }

  /** The number as Splunk prints it, or the text where there is none. */
  private Value orText(RexNode number, RexNode text) {
    return new Value(
        context
            .sql()
            .coalesce(Types.TEXT, context.sql().call(SplFunctions.NUMBER_TEXT, number), text),
        SplType.TEXT);
  }
}
