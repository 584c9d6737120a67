package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import org.jspecify.annotations.Nullable;

/** A part of a command that is more than a name. */
public sealed interface CommandPart extends Spl {

  /** {@code field = expression} of eval. */
  record Assignment(FieldName target, Expression value, Span span) implements CommandPart {}

  /**
   * An aggregation of stats and its kin.
   *
   * @param function as it is written
   * @param functionSpan where its name stands
   * @param argument null for {@code count} and for {@code count()}
   * @param as the name of the result, or null
   */
  record Aggregation(
      String function,
      Span functionSpan,
      @Nullable Aggregated argument,
      @Nullable FieldName as,
      Span span)
      implements Charted {}

  /** What an aggregation runs over. */
  sealed interface Aggregated extends CommandPart {}

  /** A field, or with wildcards every field that matches. */
  record AggregatedField(FieldName field, Span span) implements Aggregated {}

  /** {@code eval(expression)}. */
  record AggregatedEval(Expression expression, Span span) implements Aggregated {}

  /**
   * What {@code sparkline} draws: {@code sparkline}, {@code sparkline(count, 1h)}, {@code
   * sparkline(sum(bytes))}.
   *
   * @param function over each span of time; null for a bare {@code sparkline}, which counts
   * @param field what the function is of, or null
   * @param timeSpan how long each span is, null for one that fits the time range
   */
  record AggregatedSparkline(
      @Nullable String function, @Nullable FieldName field, @Nullable FieldName timeSpan, Span span)
      implements Aggregated {}

  /** What chart and timechart compute. */
  sealed interface Charted extends CommandPart permits Aggregation, ChartedEval {
    /** The name of the result, or null. */
    @Nullable FieldName as();
  }

  /** An expression over aggregations, of chart and timechart: {@code eval(sum(a)/count) AS b}. */
  record ChartedEval(Expression expression, @Nullable FieldName as, Span span) implements Charted {}

  /**
   * The where clause of chart and timechart: {@code where max in top5}.
   *
   * @param function over the values of a series
   * @param comparison {@code in}, {@code notin}, {@code <} or {@code >}
   * @param value {@code topN}, {@code bottomN}, or a number
   */
  record SeriesFilter(String function, String comparison, String value, Span valueSpan, Span span)
      implements CommandPart {}

  /** {@code from AS to} of rename. */
  record Renaming(FieldName from, FieldName to, Span span) implements CommandPart {}

  /** A key of sort, or of the sortby clause of dedup. */
  record SortKey(Direction direction, Kind kind, FieldName field, Span span)
      implements CommandPart {
    /** Which end comes first. */
    public enum Direction {
      /** {@code +} or nothing. */
      ASCENDING,
      /** {@code -}. */
      DESCENDING
    }

    /** How the values are compared. */
    public enum Kind {
      /** Numbers as numbers, the rest as text: the default. */
      AUTO,
      /** As IP addresses. */
      IP,
      /** As numbers. */
      NUM,
      /** As text. */
      STR
    }
  }

  /**
   * A word among the arguments of a command.
   *
   * @param quoted whether it stands in double quotes
   * @param as the name after AS, or null
   */
  record Word(FieldName name, boolean quoted, @Nullable FieldName as, Span span)
      implements CommandPart {}
}
