package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.lower.spl.ChartSeries.Series;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a chart over time that a query has found while the search was compiled: they tell
 * the columns, and its rows need not be read a second time. A row is a span's start, a value of the
 * field that makes columns, and the aggregates.
 */
final class KnownCells {
  /** More are not carried in a query's text. */
  private static final int MOST = 5_000;

  private final List<List<@Nullable Object>> rows;

  private KnownCells(List<List<@Nullable Object>> rows) {
    this.rows = rows;
  }

  /** The query for the cells, one row more than are taken; empty where they cannot be carried. */
  static Optional<RelNode> query(
      Algebra algebra,
      RelNode events,
      List<RexNode> keys,
      RexNode column,
      List<Aggregate> aggregates) {
    if (keys.size() != 1 || !aggregates.stream().allMatch(KnownCells::isCarried)) {
      return Optional.empty();
    }
    List<Measure> measures = aggregates.stream().map(Aggregate::measure).toList();
    RelNode cells = algebra.aggregate(events, List.of(keys.getFirst(), column), measures);
    SortKey.Direction up = SortKey.Direction.ASCENDING;
    return Optional.of(
        algebra.sort(
            cells,
            List.of(new SortKey(0, up, SortKey.Nulls.LAST), new SortKey(1, up, SortKey.Nulls.LAST)),
            MOST + 1));
  }

  private static boolean isCarried(Aggregate aggregate) {
    return aggregate.type() != SplType.MULTIVALUE && aggregate.type() != SplType.BOOLEAN;
  }

  /** What the query has given, unless that is too much. */
  static Optional<KnownCells> of(List<List<@Nullable Object>> rows) {
    boolean isCarried =
        rows.size() <= MOST
            && rows.stream()
                .flatMap(List::stream)
                .noneMatch(cell -> cell instanceof Double number && !Double.isFinite(number));
    return isCarried ? Optional.of(new KnownCells(rows)) : Optional.empty();
  }

  /** The values that become columns, in their order. */
  List<String> values() {
    TreeSet<String> values = new TreeSet<>();
    rows.forEach(
        row -> {
          if (row.get(1) instanceof String value) {
            values.add(value);
          }
        });
    return List.copyOf(values);
  }

  /** Whether some events have no value. */
  boolean anyMissing() {
    return rows.stream().anyMatch(row -> row.get(1) == null);
  }

  /** The spans that have events; null where there are none. */
  TimeAxis.@Nullable Starts spans() {
    List<Double> starts =
        rows.stream()
            .map(List::getFirst)
            .filter(Double.class::isInstance)
            .map(Double.class::cast)
            .toList();
    return starts.isEmpty()
        ? null
        : new TimeAxis.Starts(Collections.min(starts), Collections.max(starts));
  }

  /**
   * The chart's rows: a span's start, then the aggregates of each column.
   *
   * @param plan what they would be read by
   * @param zeroes for each of a row's aggregates whether it is 0 where there are no events
   */
  RelNode charted(Algebra algebra, RelNode plan, List<Series> series, List<Boolean> zeroes) {
    List<RelDataType> types =
        plan.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
    int width = zeroes.size() / series.size();
    Map<@Nullable Object, @Nullable Object[]> charted = new LinkedHashMap<>();
    for (List<@Nullable Object> row : rows) {
      @Nullable Object[] cells =
          charted.computeIfAbsent(row.getFirst(), start -> empty(start, zeroes));
      for (int i = 0; i < series.size(); i++) {
        if (Objects.equals(series.get(i).value(), row.get(1))) {
          for (int j = 0; j < width; j++) {
            cells[1 + i * width + j] = row.get(2 + j);
          }
        }
      }
    }
    Scalars scalars = new Scalars(algebra.rex());
    List<List<RexLiteral>> tuples = new ArrayList<>();
    for (@Nullable Object[] cells : charted.values()) {
      List<RexLiteral> tuple = new ArrayList<>();
      for (int i = 0; i < cells.length; i++) {
        tuple.add(scalars.literal(cells[i], types.get(i)));
      }
      tuples.add(tuple);
    }
    return algebra.values(types, tuples);
  }

  private static @Nullable Object[] empty(@Nullable Object start, List<Boolean> zeroes) {
    @Nullable Object[] cells = new @Nullable Object[1 + zeroes.size()];
    cells[0] = start;
    for (int i = 0; i < zeroes.size(); i++) {
      cells[1 + i] = zeroes.get(i) ? 0L : null;
    }
    return cells;
  }
}
