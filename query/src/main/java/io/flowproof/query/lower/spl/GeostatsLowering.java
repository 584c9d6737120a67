package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.calcite.rex.RexNode;

/**
 * {@code geostats} ("geostats", Search Reference) as the table that a map is drawn from: a row for
 * each part of the world that has events, at each level of zoom, where a part is half as wide and
 * high as at the level before. {@code latitude} and {@code longitude} are the means of the events.
 * With a field after BY its values become columns, as in a chart.
 */
final class GeostatsLowering {
  private static final int DEEPEST = 20;
  private static final EngineFunction BIN =
      new EngineFunction(
          "GEOBIN",
          Types.TEXT,
          "('bin_id_zl_' || {2} || '_y_' || CAST(floor(({0} + 90) * pow(2, {2}) / {3}) AS BIGINT)"
              + " || '_x_' || CAST(floor(({1} + 180) * pow(2, {2}) / {4}) AS BIGINT))");
  private static final EngineFunction KEY =
      new EngineFunction(
          "KEY",
          Types.TEXT,
          "({0} || '|' || fp_spl_number_text({1}) || '|' || fp_spl_number_text({2}))");

  private final Command.Aggregate command;
  private final SplContext context;
  private final Algebra algebra;
  private double height = 22.5;
  private double width = 45;
  private int deepest = 9;
  private String latitude = "lat";
  private String longitude = "lon";
  private String shownLatitude = "latitude";
  private String shownLongitude = "longitude";
  private String limit = "10";

  GeostatsLowering(Command.Aggregate command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
    command.options().forEach(this::take);
  }

  private void take(Option option) {
    switch (option.name()) {
      case "latfield" -> latitude = option.value();
      case "longfield" -> longitude = option.value();
      case "outputlatfield" -> shownLatitude = option.value();
      case "outputlongfield" -> shownLongitude = option.value();
      case "globallimit" -> limit = String.valueOf(Options.number(option, 0, 999_999_999, context));
      case "binspanlat" -> height = degrees(option);
      case "binspanlong" -> width = degrees(option);
      case "maxzoomlevel" -> deepest = Options.number(option, 0, DEEPEST, context);
      default -> {
        boolean isDefault =
            option.name().equals("translatetoxy")
                ? Options.isTrue(option, context)
                : Options.number(option, 0, 999_999_999, context) == 0
                    || option.value().equals("10");
        if (!isDefault) {
          context.unsupported(
              option.span(), "The option '" + option.name() + "' is not supported here");
        }
      }
    }
  }

  private double degrees(Option option) {
    OptionalDouble degrees = SplNumber.parse(option.value());
    if (degrees.isEmpty() || degrees.getAsDouble() <= 0) {
      context.error(
          ErrorCode.ARGUMENT,
          option.valueSpan(),
          "Expected a number of degrees above 0, found '" + option.value() + "'",
          null);
    }
    return degrees.orElse(1);
  }

  Relation<SplType> lower(Relation<SplType> input) {
    Row row = new Row(algebra, input);
    RexNode lat = degrees(latitude, row);
    RexNode lon = degrees(longitude, row);
    row.moveTo(
        algebra.filter(
            row.relation(),
            context.sql().and(context.sql().isNotNull(lat), context.sql().isNotNull(lon))));
    EngineFunction levels =
        new EngineFunction("LEVELS", Types.listOf(Types.LONG), "range(0, " + (deepest + 1) + ")");
    RexNode level = row.unnested(context.sql().call(levels), Types.LONG);
    RexNode bin =
        context
            .sql()
            .call(BIN, lat, lon, level, context.sql().real(height), context.sql().real(width));
    Relation<SplType> binned =
        EvalLowering.with(row, "geobin", new Value(bin, SplType.TEXT), context);
    if (command.by().isEmpty()) {
      return stats(binned);
    }
    if (command.by().size() > 1) {
      context.error(
          ErrorCode.ARGUMENT,
          command.by().get(1).span(),
          "'geostats' takes one field after BY",
          "join fields: eval key=a.\"-\".b");
    }
    return split(binned);
  }

  private RexNode degrees(String field, Row row) {
    FieldName name = new FieldName(field, command.span());
    Value value =
        WordCommandLowering.field(name, row, context).orElseGet(() -> context.scalars().missing());
    return row.once(context.scalars().toDouble(value));
  }

  private Relation<SplType> stats(Relation<SplType> binned) {
    Span span = command.span();
    List<Aggregation> aggregations = new ArrayList<>();
    aggregations.add(mean(latitude, shownLatitude));
    aggregations.add(mean(longitude, shownLongitude));
    aggregations.addAll(command.aggregations());
    return StatsLowering.lower(
        new Command.Stats(aggregations, List.of(new FieldName("geobin", span)), List.of(), span),
        binned,
        context);
  }

  private Aggregation mean(String field, String as) {
    Span span = command.span();
    return new Aggregation(
        "avg",
        span,
        new CommandPart.AggregatedField(new FieldName(field, span), span),
        new FieldName(as, span),
        span);
  }

  /** A chart has one key: the part of the world and its means go through it as one text. */
  private Relation<SplType> split(Relation<SplType> binned) {
    Span span = command.span();
    Row row = new Row(algebra, binned);
    RexNode bin = row.field("geobin").orElseThrow().rex();
    Frame whole = new Frame(row, List.of(bin), List.of(), "", context);
    RexNode lat = row.once(whole.call(Types.DOUBLE, "avg({0}){over}", degrees(latitude, row)));
    RexNode lon = row.once(whole.call(Types.DOUBLE, "avg({0}){over}", degrees(longitude, row)));
    Value key =
        new Value(
            context
                .sql()
                .call(KEY, bin, context.sql().call(ROUNDED, lat), context.sql().call(ROUNDED, lon)),
            SplType.TEXT);
    Relation<SplType> keyed = EvalLowering.with(row, "geobin", key, context);
    List<CommandPart.Charted> charted = List.copyOf(command.aggregations());
    Command.Chart chart =
        new Command.Chart(
            Command.Chart.Kind.CHART,
            charted,
            new FieldName("geobin", span),
            List.of(command.by().getFirst()),
            null,
            List.of(new Option("limit", limit, span, span)),
            span);
    return unkeyed(ChartLowering.lower(chart, keyed, "geostats", context));
  }

  private static final EngineFunction ROUNDED =
      new EngineFunction("ROUNDED", Types.DOUBLE, "round({0}, 9)");

  private Relation<SplType> unkeyed(Relation<SplType> chart) {
    Row row = new Row(algebra, chart);
    Value key = row.field("geobin").orElse(null);
    if (key == null) {
      return chart;
    }
    List<Output<SplType>> outputs = new ArrayList<>();
    outputs.add(new Output<>("geobin", part(key, 1), SplType.TEXT));
    outputs.add(new Output<>(shownLatitude, number(key, 2), SplType.NUMBER));
    outputs.add(new Output<>(shownLongitude, number(key, 3), SplType.NUMBER));
    EvalLowering.outputs(row).stream()
        .filter(output -> !output.name().equals("geobin"))
        .forEach(outputs::add);
    return algebra.project(row.relation(), outputs);
  }

  private RexNode part(Value key, int place) {
    EngineFunction part =
        new EngineFunction("PART", Types.TEXT, "split_part({0}, '|', " + place + ")");
    return context.sql().call(part, key.rex());
  }

  private RexNode number(Value key, int place) {
    return context.sql().tryCast(part(key, place), Types.DOUBLE);
  }
}
