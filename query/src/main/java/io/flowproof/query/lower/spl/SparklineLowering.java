package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.spl.CommandPart.AggregatedSparkline;
import io.flowproof.query.spl.Spl.Option;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code sparkline(function(field), span)} of stats and chart ("Add sparklines to search results",
 * Search Manual): a multivalue field that begins with Splunk's mark of a sparkline, and has the
 * value of each span of time, 0 where there is none. It covers the time range of the search, or
 * where that has no bounds the times that the rows have.
 */
final class SparklineLowering {
  private static final String MARK = "'##__SPARKLINE__##'";

  /** As many values as Splunk emits (limits.conf, sparkline, maxsize). */
  private static final int MOST = 100;

  /**
   * What a span's value is computed by; {@code {v}} is the field where the event is in the span.
   */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("count", "count({v})"),
          Map.entry("c", "count({v})"),
          Map.entry("dc", "count(DISTINCT {v})"),
          Map.entry("distinct_count", "count(DISTINCT {v})"),
          Map.entry("estdc", "count(DISTINCT {v})"),
          Map.entry("sum", "sum({v} ORDER BY {v})"),
          Map.entry("sumsq", "sum({v} * {v} ORDER BY {v})"),
          Map.entry("avg", "avg({v} ORDER BY {v})"),
          Map.entry("mean", "avg({v} ORDER BY {v})"),
          Map.entry("min", "min({v})"),
          Map.entry("max", "max({v})"),
          Map.entry("stdev", "stddev_samp({v} ORDER BY {v})"),
          Map.entry("stdevp", "stddev_pop({v} ORDER BY {v})"),
          Map.entry("var", "var_samp({v} ORDER BY {v})"),
          Map.entry("varp", "var_pop({v} ORDER BY {v})"));

  private final AggregatedSparkline drawn;
  private final Row row;
  private final SplContext context;

  SparklineLowering(AggregatedSparkline drawn, Row row, SplContext context) {
    this.drawn = drawn;
    this.row = row;
    this.context = context;
  }

  /** The aggregate, or null and a problem. */
  @Nullable Aggregate aggregate() {
    String function =
        drawn.function() == null ? "count" : drawn.function().toLowerCase(Locale.ROOT);
    String template = FUNCTIONS.get(function);
    boolean counts = template != null && template.startsWith("count({v})");
    if (template == null || (drawn.field() == null && !counts)) {
      context.error(
          ErrorCode.ARGUMENT,
          drawn.span(),
          template == null
              ? "'sparkline' does not draw '" + function + "'"
              : "'" + function + "' in 'sparkline' needs a field",
          "such as sparkline(count), sparkline(sum(bytes), 1h)");
      return null;
    }
    Value time = row.field("_time").orElse(null);
    if (time == null) {
      context.error(
          ErrorCode.UNKNOWN_COLUMN,
          drawn.span(),
          "'sparkline' needs the field _time, which these rows do not have",
          null);
      return null;
    }
    RexNode seconds = row.once(context.scalars().toDouble(time));
    RexNode value = value(counts, template.contains("DISTINCT"));
    return of(seconds, value, template);
  }

  /** What is drawn: an event, a text whose different values count, or a number. */
  private RexNode value(boolean counts, boolean distinct) {
    if (drawn.field() == null) {
      return context.sql().number(1);
    }
    Value value =
        WordCommandLowering.field(drawn.field(), row, context)
            .orElseGet(() -> context.scalars().missing());
    return row.once(
        counts || distinct ? context.scalars().toText(value) : context.scalars().toDouble(value));
  }

  private Aggregate of(RexNode seconds, RexNode value, String template) {
    double[] range = range(seconds);
    TimeSpan span = span(range[1] - range[0]);
    List<Double> starts = span.starts(range[0], range[1], context.splunk().zone(), MOST + 1);
    if (starts.size() > MOST) {
      context.notice(drawn.span(), "A sparkline has the first 100 spans, as in Splunk");
      starts = starts.subList(0, MOST);
    }
    RexNode start = row.once(bins().startOf(seconds, span, 0));
    String cells =
        starts.stream()
            .map(from -> cell(template, SplNumber.text(from)))
            .collect(Collectors.joining(", ", "[" + MARK + (starts.isEmpty() ? "" : ", "), "]"));
    return new Aggregate(
        new Measure(
            new EngineAggregate("SPARKLINE", SplType.MULTIVALUE.physical(), cells),
            List.of(start, value)),
        SplType.MULTIVALUE);
  }

  private static String cell(String template, String from) {
    String value = "CASE WHEN {0} = " + from + " THEN {1} END";
    String filtered = template.replace("{v}", value) + EngineAggregate.FILTER_MARK;
    return template.startsWith("count")
        ? "CAST(" + filtered + " AS VARCHAR)"
        : "fp_spl_number_text(coalesce(CAST(" + filtered + " AS DOUBLE), 0))";
  }

  private Bins bins() {
    return new Bins(
        drawn.timeSpan() == null
            ? List.of()
            : List.of(
                new Option("span", drawn.timeSpan().name(), drawn.timeSpan().span(), drawn.span())),
        context);
  }

  private TimeSpan span(double seconds) {
    Bins bins = bins();
    return bins.hasSpan() ? bins.timeSpan() : bins.chosen(seconds);
  }

  /** The first and the last second. */
  private double[] range(RexNode seconds) {
    QueryTime searched = context.searched();
    if (searched.from() != null) {
      double end = Bins.seconds(searched.to() == null ? searched.now() : searched.to());
      return new double[] {Bins.seconds(searched.from()), Math.nextDown(end)};
    }
    return PriorRows.range(row, seconds, "The spans of 'sparkline'", drawn.span(), context)
        .orElse(new double[] {0, -1});
  }
}
