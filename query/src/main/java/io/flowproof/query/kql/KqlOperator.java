package io.flowproof.query.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tabular operator: one stage of a pipeline. Each record is named after the operator's word;
 * legacy spellings ({@code filter}, {@code order by}, {@code limit}, {@code mvexpand}) make the
 * same record. Lists are in the order of the text.
 */
public sealed interface KqlOperator extends Kql {

  /** A part of an operator that is no expression. */
  sealed interface Part extends Kql {}

  /** The rows of a table, a stored function, or a parenthesized pipeline, at a pipeline's start. */
  record Read(Span span, KqlExpression table) implements KqlOperator {}

  /** {@code where predicate}. */
  record Where(Span span, KqlExpression predicate) implements KqlOperator {}

  /** {@code extend name = value, …}. */
  record Extend(Span span, List<NamedExpression> columns) implements KqlOperator {}

  /** {@code project name = value, …}. */
  record Project(Span span, List<NamedExpression> columns) implements KqlOperator {}

  /** {@code project-away pattern, …}. */
  record ProjectAway(Span span, List<NamePattern> columns) implements KqlOperator {}

  /** {@code project-keep pattern, …}. */
  record ProjectKeep(Span span, List<NamePattern> columns) implements KqlOperator {}

  /** {@code project-rename new = old, …}. */
  record ProjectRename(Span span, List<NamedExpression> columns) implements KqlOperator {}

  /** {@code project-reorder pattern asc, …}. */
  record ProjectReorder(Span span, List<ReorderedName> columns) implements KqlOperator {}

  /** Columns to come first, in this order. */
  record ReorderedName(Span span, NamePattern pattern, NameOrder order) implements Part {}

  /** In what order the columns that match one pattern come. */
  enum NameOrder {
    /** As they were. */
    AS_THEY_WERE(""),
    /** By name. */
    ASC("asc"),
    /** By name, backwards. */
    DESC("desc"),
    /** By name, digits in it as numbers. */
    GRANNY_ASC("granny-asc"),
    /** By name, digits in it as numbers, backwards. */
    GRANNY_DESC("granny-desc");

    private final String word;

    NameOrder(String word) {
      this.word = word;
    }

    /** As it is written. */
    String word() {
      return word;
    }
  }

  /** {@code summarize aggregates by keys}; either list may be empty. */
  record Summarize(
      Span span, List<Option> hints, List<NamedExpression> aggregates, List<NamedExpression> by)
      implements KqlOperator {}

  /** {@code sort by key, …}. */
  record Sort(Span span, List<Option> hints, List<SortKey> keys) implements KqlOperator {}

  /** {@code top rows by key}. */
  record Top(Span span, List<Option> hints, KqlExpression rows, SortKey key)
      implements KqlOperator {}

  /**
   * A value to sort by; without words Kusto sorts descending, and nulls go last in descending
   * order.
   */
  record SortKey(Span span, KqlExpression value, boolean ascending, boolean nullsFirst)
      implements Part {}

  /** {@code take rows}. */
  record Take(Span span, KqlExpression rows) implements KqlOperator {}

  /** {@code count}, {@code count as name}. */
  record Count(Span span, @Nullable Name name) implements KqlOperator {}

  /** {@code distinct column, …}; {@code *} is a {@link KqlExpression.Star}. */
  record Distinct(Span span, List<Option> hints, List<KqlExpression> columns)
      implements KqlOperator {}

  /** {@code as name}: the rows so far under a name, for the rest of the query. */
  record As(Span span, List<Option> hints, Name name) implements KqlOperator {}

  /** {@code consume}: reads everything and gives nothing. */
  record Consume(Span span, List<Option> options) implements KqlOperator {}

  /** {@code getschema}. */
  record GetSchema(Span span) implements KqlOperator {}

  /** {@code invoke function(arguments)}. */
  record Invoke(Span span, KqlExpression call) implements KqlOperator {}

  /**
   * {@code join kind=… (right) on …}.
   *
   * @param on columns, or comparisons of {@code $left.a} and {@code $right.b}; may be empty
   * @param where the condition of {@code join … where condition}, or null
   */
  record Join(
      Span span,
      List<Option> options,
      KqlExpression right,
      List<KqlExpression> on,
      @Nullable KqlExpression where)
      implements KqlOperator {}

  /** {@code lookup kind=… (right) on …}. */
  record Lookup(Span span, List<Option> options, KqlExpression right, List<KqlExpression> on)
      implements KqlOperator {}

  /**
   * {@code make-series values on axis from … to … step … by keys}.
   *
   * @param from where the axis begins, or null: at its least value
   * @param to where it ends, or null: at its greatest value
   * @param inRange true for the legacy {@code in range(from, to, step)}, whose end is included
   */
  record MakeSeries(
      Span span,
      List<Option> hints,
      List<SeriesValue> values,
      KqlExpression axis,
      @Nullable KqlExpression from,
      @Nullable KqlExpression to,
      KqlExpression step,
      boolean inRange,
      List<NamedExpression> by)
      implements KqlOperator {}

  /** {@code name = aggregate default = value}. */
  record SeriesValue(Span span, NamedExpression aggregate, @Nullable KqlExpression defaultValue)
      implements Part {}

  /** {@code mv-expand options column to typeof(type), … limit rows}. */
  record MvExpand(
      Span span, List<Option> options, List<Expansion> columns, @Nullable KqlExpression limit)
      implements KqlOperator {}

  /** {@code mv-apply options column to typeof(type), … limit rows on (body)}. */
  record MvApply(
      Span span,
      List<Option> options,
      List<Expansion> columns,
      @Nullable KqlExpression limit,
      Pipeline body)
      implements KqlOperator {}

  /** An array to expand, and the type of its elements when one is given. */
  record Expansion(Span span, NamedExpression column, @Nullable KqlType type) implements Part {}

  /**
   * {@code parse options text with pattern}.
   *
   * @param filter true for {@code parse-where}, which drops rows that do not match
   */
  record Parse(
      Span span,
      boolean filter,
      List<Option> options,
      KqlExpression text,
      List<PatternPart> pattern)
      implements KqlOperator {}

  /** A part of a parse pattern. */
  sealed interface PatternPart extends Part {}

  /** {@code *}: skip. */
  record Skip(Span span) implements PatternPart {}

  /** Text (or with kind=regex an expression) that must be there. */
  record Anchor(Span span, String text) implements PatternPart {}

  /** A column to fill; string when no type is given. */
  record Capture(Span span, Name name, @Nullable KqlType type) implements PatternPart {}

  /** {@code parse-kv text as (columns) with (properties)}. */
  record ParseKv(
      Span span, KqlExpression text, List<ColumnType> columns, List<NamedExpression> properties)
      implements KqlOperator {}

  /** {@code partition by column (body)}; a body in braces begins with a table of its own. */
  record Partition(Span span, List<Option> options, Name column, boolean braces, Pipeline body)
      implements KqlOperator {}

  /** {@code render chart with (properties)}. */
  record Render(Span span, Name chart, List<Option> options, List<NamedExpression> properties)
      implements KqlOperator {}

  /** {@code sample rows}. */
  record Sample(Span span, KqlExpression rows) implements KqlOperator {}

  /** {@code sample-distinct rows of column}. */
  record SampleDistinct(Span span, List<Option> hints, KqlExpression rows, KqlExpression column)
      implements KqlOperator {}

  /** {@code serialize name = value, …}; columns may be none. */
  record Serialize(Span span, List<NamedExpression> columns) implements KqlOperator {}

  /** {@code union options table, …}, at a pipeline's start or after a pipe. */
  record Union(Span span, List<Option> options, List<UnionMember> members) implements KqlOperator {}

  /**
   * A table of a union.
   *
   * @param pattern names of tables with a star, or null
   * @param table one table, or null; exactly one of the two is there
   */
  record UnionMember(Span span, @Nullable NamePattern pattern, @Nullable KqlExpression table)
      implements Part {}

  /**
   * {@code evaluate options plugin(arguments) : schema}.
   *
   * @param schema the columns it is said to give, or empty
   * @param keeps true when the schema begins with {@code *}: other columns stay
   */
  record Evaluate(
      Span span, List<Option> options, KqlExpression plugin, boolean keeps, List<ColumnType> schema)
      implements KqlOperator {}

  /** {@code print name = value, …}: one row. */
  record Print(Span span, List<NamedExpression> columns) implements KqlOperator {}

  /** {@code range name from … to … step …}. */
  record Range(Span span, Name name, KqlExpression from, KqlExpression to, KqlExpression step)
      implements KqlOperator {}

  /** {@code datatable(columns)[values]}, values row by row. */
  record Datatable(Span span, List<ColumnType> columns, List<KqlExpression> values)
      implements KqlOperator {}

  /** {@code externaldata(columns)[addresses] with (properties)}. */
  record ExternalData(
      Span span,
      List<ColumnType> columns,
      List<KqlExpression> addresses,
      List<NamedExpression> properties)
      implements KqlOperator {}

  /** What could not be read; the problem was reported. */
  record Broken(Span span) implements KqlOperator {}

  /**
   * An operator that is known by name only.
   *
   * @param name its word
   * @param text all of it, as written
   */
  record OtherOperator(Span span, String name, String text) implements KqlOperator {}
}
