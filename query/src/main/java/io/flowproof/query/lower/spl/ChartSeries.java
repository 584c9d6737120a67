package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Choices;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.SeriesFilter;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Which values of the field after BY become columns of a chart: the ten with the greatest sums over
 * all rows, or what {@code limit} and {@code where} say; with several aggregations the values that
 * most events have. Ties go to the lesser text. The rest is one column, events without the field
 * another.
 */
final class ChartSeries {
  /** How many columns a chart has at most. */
  static final int MOST = 1_000;

  private static final int MOST_SCORED = 100_000;
  private static final Pattern RANK = Pattern.compile("(top|bottom)([0-9]{1,9})");
  private static final EngineFunction OR_MISSING =
      new EngineFunction(
          "OR_MISSING", Types.TEXT_LIST, "CASE WHEN len({0}) > 0 THEN {0} ELSE [NULL] END");
  private static final EngineFunction DISTINCT =
      new EngineFunction("DISTINCT_VALUES", Types.TEXT_LIST, "list_distinct({0})");

  /** Aggregates of which the cells' sum is the aggregate of all their events. */
  private static final Set<EngineAggregate> ADDING_UP =
      Set.of(Aggregates.COUNT, Aggregates.COUNT_VALUES, Aggregates.SUM_OF_INTEGERS);

  /** What a value's cells are summed up to, by the function of the where clause. */
  private static final Map<String, String> SCORES =
      Map.of(
          "sum", "sum({0} ORDER BY {0})",
          "max", "max({0})",
          "min", "min({0})",
          "avg", "avg({0} ORDER BY {0})",
          "mean", "avg({0} ORDER BY {0})",
          "range", "(max({0}){filter} - min({0}){filter})",
          "stdev", "stddev_samp({0} ORDER BY {0})",
          "median", "(-quantile_disc(-{0}, 0.5){filter})");

  private final Command.Chart chart;
  private final String name;
  private final ChartOptions options;
  private final SplContext context;
  private final Algebra algebra;
  private TimeAxis.@Nullable Starts spans;
  private @Nullable KnownCells cells;

  ChartSeries(Command.Chart chart, String name, ChartOptions options, SplContext context) {
    this.chart = chart;
    this.name = name;
    this.options = options;
    this.context = context;
    this.algebra = context.algebra();
  }

  /**
   * A group of columns, one for each aggregation.
   *
   * @param name of the columns, or null where nothing is split
   * @param value the field's value; null for events without it, and where there are several
   * @param condition which events count; null for all
   */
  record Series(@Nullable String name, @Nullable String value, @Nullable RexNode condition) {
    static final Series ALL = new Series(null, null, null);

    /** Any, where nothing can run. */
    static final List<Series> OPEN = List.of(new Series("?", null, null));
  }

  /** A value and its score. */
  private record Scored(String value, double score) {}

  /** The field's value as a column of texts, a row for each where it has several. */
  static RexNode column(FieldName name, ChartOptions options, Row row, SplContext context) {
    Value value = row.field(name.name()).orElse(null);
    if (value == null) {
      context.missingField(name.name(), name.span(), row.relation().names());
      value = context.scalars().missing();
    }
    if (value.type() != SplType.MULTIVALUE) {
      return row.once(context.scalars().toText(value));
    }
    RexNode list = row.once(value.rex());
    if (options.distinctSplits()) {
      list = row.once(context.sql().call(DISTINCT, list));
    }
    return row.unnested(context.sql().call(OR_MISSING, list), Types.TEXT);
  }

  /** The series of these events, found by a query that runs now. */
  List<Series> find(
      Relation<SplType> events, List<RexNode> keys, RexNode column, List<Aggregate> aggregates) {
    SeriesFilter filter = chart.series();
    Set<String> choices = Choices.of(events.plan(), column).orElse(Set.of());
    if (filter == null && !choices.isEmpty() && choices.size() <= most()) {
      List<Series> known = known(events, keys, column, aggregates);
      return known == null ? present(events, keys, column, List.copyOf(choices)) : known;
    }
    RelNode scores = scores(events, keys, column, aggregates, score(filter));
    List<List<@Nullable Object>> rows = rows(scores);
    if (rows == null) {
      return Series.OPEN;
    }
    List<Scored> scored = new ArrayList<>();
    boolean anyMissing = false;
    for (List<@Nullable Object> row : rows) {
      addSpans(row, 2);
      if (row.get(0) instanceof String value) {
        scored.add(new Scored(value, row.get(1) instanceof Number n ? n.doubleValue() : 0));
      } else {
        anyMissing = true;
      }
    }
    return series(column, kept(scored, filter), scored.size(), anyMissing);
  }

  private @Nullable List<List<@Nullable Object>> rows(RelNode plan) {
    return PriorRows.of(plan, "The columns of '" + name + "'", chart.span(), context).orElse(null);
  }

  private int most() {
    return options.limit() == 0 ? MOST : options.limit();
  }

  /** Where the chart is small, its cells are read at once. */
  private @Nullable List<Series> known(
      Relation<SplType> events, List<RexNode> keys, RexNode column, List<Aggregate> aggregates) {
    RelNode query =
        chart.kind() == Command.Chart.Kind.TIMECHART
            ? KnownCells.query(algebra, events.plan(), keys, column, aggregates).orElse(null)
            : null;
    if (query == null) {
      return null;
    }
    List<List<@Nullable Object>> rows = rows(query);
    if (rows == null) {
      return Series.OPEN;
    }
    KnownCells found = KnownCells.of(rows).orElse(null);
    if (found == null) {
      return null;
    }
    cells = found;
    spans = found.spans();
    List<String> values = found.values();
    return series(column, values, values.size(), found.anyMissing());
  }

  /** The cells of all series, where they were found. */
  Optional<KnownCells> cells() {
    return Optional.ofNullable(cells);
  }

  /** Where all that can be are columns, it only matters which of them there are. */
  private List<Series> present(
      Relation<SplType> events, List<RexNode> keys, RexNode column, List<String> values) {
    List<Measure> measures = new ArrayList<>();
    for (String value : values) {
      RexNode isValue = context.sql().equal(column, context.sql().text(value));
      measures.add(events(context.sql().isTrue(isValue)));
    }
    measures.add(events(context.sql().isNull(column)));
    measures.addAll(spans(keys.isEmpty() ? null : keys.getFirst()));
    List<List<@Nullable Object>> rows = rows(algebra.aggregate(events.plan(), List.of(), measures));
    if (rows == null) {
      return Series.OPEN;
    }
    List<@Nullable Object> row = rows.getFirst();
    addSpans(row, values.size() + 1);
    List<String> there =
        IntStream.range(0, values.size())
            .filter(i -> isThere(row.get(i)))
            .mapToObj(values::get)
            .toList();
    return series(column, there, there.size(), isThere(row.get(values.size())));
  }

  private static Measure events(RexNode condition) {
    return new Measure(Aggregates.COUNT, List.of(), condition);
  }

  private static boolean isThere(@Nullable Object count) {
    return count instanceof Number number && number.longValue() > 0;
  }

  /** The first and the last span of a timechart that have events; known when series are. */
  TimeAxis.@Nullable Starts spans() {
    return spans;
  }

  private void addSpans(List<@Nullable Object> row, int at) {
    if (row.size() > at + 1
        && row.get(at) instanceof Double first
        && row.get(at + 1) instanceof Double last) {
      TimeAxis.Starts before = spans;
      spans =
          before == null
              ? new TimeAxis.Starts(first, last)
              : new TimeAxis.Starts(Math.min(before.first(), first), Math.max(before.last(), last));
    }
  }

  private List<Series> series(RexNode column, List<String> kept, int all, boolean anyMissing) {
    List<Series> series = new ArrayList<>();
    List<RexNode> named = new ArrayList<>();
    for (String value : kept) {
      RexNode isValue = context.sql().equal(column, context.sql().text(value));
      named.add(isValue);
      series.add(new Series(value, value, context.sql().isTrue(isValue)));
    }
    String missing = options.missing();
    if (anyMissing && missing != null) {
      series.add(new Series(missing, null, context.sql().isNull(column)));
    }
    String other = options.other();
    if (kept.size() < all && other != null) {
      RexNode rest =
          context
              .sql()
              .and(
                  context.sql().isNotNull(column),
                  context.sql().not(context.sql().isTrue(context.sql().or(named))));
      series.add(new Series(other, null, rest));
    }
    return series;
  }

  private String score(@Nullable SeriesFilter filter) {
    if (filter == null) {
      return "sum";
    }
    if (!SCORES.containsKey(filter.function()) && !filter.function().equals("count")) {
      context.error(
          ErrorCode.UNSUPPORTED,
          filter.span(),
          "The function '" + filter.function() + "' is not supported in this where",
          "it takes avg, count, max, median, min, range, stdev and sum");
      return "sum";
    }
    return filter.function();
  }

  /** A row for each value: the value and its score, best first. */
  private RelNode scores(
      Relation<SplType> events,
      List<RexNode> keys,
      RexNode column,
      List<Aggregate> aggregates,
      String score) {
    Measure direct = direct(aggregates, score);
    RelNode scored;
    if (direct != null) {
      List<Measure> measures = withSpans(direct, keys.isEmpty() ? null : keys.get(0));
      scored = algebra.aggregate(events.plan(), List.of(column), measures);
    } else {
      List<RexNode> both = new ArrayList<>(keys);
      both.add(column);
      Aggregate cell = aggregates.getFirst();
      RelNode cells = algebra.aggregate(events.plan(), both, List.of(cell.measure()));
      Value value = new Value(algebra.ref(cells, both.size()), cell.type());
      RexNode number = context.scalars().toDouble(value);
      Measure measure =
          new Measure(
              new EngineAggregate(
                  score.toUpperCase(Locale.ROOT), Types.DOUBLE, String.valueOf(SCORES.get(score))),
              List.of(number),
              context.sql().isNotNull(number));
      scored =
          algebra.aggregate(
              cells,
              List.of(algebra.ref(cells, keys.size())),
              withSpans(measure, keys.isEmpty() ? null : algebra.ref(cells, 0)));
    }
    SortKey.Direction direction =
        options.fromBottom() ? SortKey.Direction.ASCENDING : SortKey.Direction.DESCENDING;
    return algebra.sort(
        scored,
        List.of(
            new SortKey(1, direction, SortKey.Nulls.LAST),
            new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)),
        MOST_SCORED);
  }

  /** The score as an aggregate of the events, where the cells need not be made for it. */
  private static @Nullable Measure direct(List<Aggregate> aggregates, String score) {
    if (score.equals("count") || aggregates.size() != 1) {
      return new Measure(Aggregates.COUNT, List.of());
    }
    Measure cell = aggregates.getFirst().measure();
    return score.equals("sum") && ADDING_UP.contains(cell.function()) ? cell : null;
  }

  private List<Measure> withSpans(Measure score, @Nullable RexNode key) {
    return Stream.concat(Stream.of(score), spans(key).stream()).toList();
  }

  private List<Measure> spans(@Nullable RexNode key) {
    return chart.kind() != Command.Chart.Kind.TIMECHART || key == null
        ? List.of()
        : List.of(
            new Measure(Aggregates.min(Types.DOUBLE), List.of(key)),
            new Measure(Aggregates.max(Types.DOUBLE), List.of(key)));
  }

  private List<String> kept(List<Scored> scored, @Nullable SeriesFilter filter) {
    if (filter != null) {
      return sorted(filtered(scored, filter));
    }
    int limit = options.limit();
    return sorted(limit == 0 ? scored : scored.subList(0, Math.min(limit, scored.size())));
  }

  private List<Scored> filtered(List<Scored> scored, SeriesFilter filter) {
    boolean isIn = filter.comparison().equals("in") || filter.comparison().equals("notin");
    Matcher rank = RANK.matcher(filter.value().toLowerCase(Locale.ROOT));
    var number = SplNumber.parse(filter.value());
    if (isIn ? !rank.matches() : number.isEmpty()) {
      context.error(
          ErrorCode.ARGUMENT,
          filter.valueSpan(),
          "'" + filter.value() + "' cannot stand after '" + filter.comparison() + "'",
          "such as: where max in top5, where sum > 100");
      return scored;
    }
    if (!isIn) {
      double bound = number.orElse(0);
      return scored.stream()
          .filter(s -> filter.comparison().equals(">") ? s.score > bound : s.score < bound)
          .toList();
    }
    Comparator<Scored> byScore = Comparator.comparingDouble(Scored::score);
    List<Scored> ranked =
        scored.stream()
            .sorted(
                (rank.group(1).equals("top") ? byScore.reversed() : byScore)
                    .thenComparing(Scored::value))
            .toList();
    int count = Math.min(Integer.parseInt(rank.group(2)), ranked.size());
    return filter.comparison().equals("in")
        ? ranked.subList(0, count)
        : ranked.subList(count, ranked.size());
  }

  private static List<String> sorted(List<Scored> scored) {
    return scored.stream().map(Scored::value).sorted().toList();
  }
}
