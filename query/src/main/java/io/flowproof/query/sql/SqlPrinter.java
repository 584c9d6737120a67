package io.flowproof.query.sql;

import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Pushdown;
import io.flowproof.query.algebra.StoredTable;
import io.flowproof.query.algebra.Subquery;
import io.flowproof.query.algebra.Trimmer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.rel2sql.SqlImplementor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Prints a plan as an engine's SQL, one SELECT a node. Expressions are printed by Calcite; the
 * shape is ours, because Calcite's own converter writes a projection's expressions into the
 * projection above it, which makes the text grow exponentially with {@code extend} upon {@code
 * extend}.
 */
public final class SqlPrinter {
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  /** A filter with a condition of the template's own; {@link EngineAggregate#FILTER_MARK}. */
  private static final Pattern FURTHER_FILTER = Pattern.compile("\\{filter:((?:[^{}]|\\{\\d+})*)}");

  /** In DuckDB's SQL. */
  public static final SqlPrinter DUCKDB = new SqlPrinter(EngineSql.DUCKDB);

  private final EngineSql sql;

  /** In an engine's SQL. */
  public SqlPrinter(EngineSql sql) {
    this.sql = sql;
  }

  /**
   * The SELECT statement to run for a plan: what {@link #print} says of the same rows, reading less
   * ({@link Pushdown}, {@link Trimmer}).
   */
  public String toRun(RelNode plan) {
    return print(ready(plan));
  }

  /** The plan whose text {@link #toRun} prints. */
  public static RelNode ready(RelNode plan) {
    return Trimmer.trim(Pushdown.of(Trimmer.trim(plan)));
  }

  /** The plan as one SELECT statement; its columns have the names of the plan's row. */
  public String print(RelNode plan) {
    return sql.keepsInnerOrder() ? select(plan, 0) : ordered(plan);
  }

  /** With the order of the rows outermost: what is inside has none where an engine drops it. */
  private String ordered(RelNode plan) {
    OuterOrder order = OuterOrder.of(plan);
    return select(order.rows(), 0) + (order.sort() == null ? "" : orderAndLimit(order.sort(), 0));
  }

  private String select(RelNode node, int depth) {
    return switch (node) {
      case Project project -> project(project, depth);
      case Filter filter -> "SELECT *" + where(filter, depth);
      case Aggregate aggregate -> aggregate(aggregate, depth);
      case Sort sort -> "SELECT *" + from(sort.getInput(), depth) + orderAndLimit(sort, depth);
      case Union union -> union(union, depth);
      case Join join -> join(join, depth);
      case Values values -> values(values);
      case TableScan scan ->
          "SELECT " + columns(names(scan)) + line(depth) + "FROM " + quoted(StoredTable.name(scan));
      case RelNode other ->
          throw new IllegalStateException("No SQL for the plan node " + other.getRelTypeName());
    };
  }

  private String project(Project project, int depth) {
    RelNode input = project.getInput();
    if (!sql.unnestsAmongColumns()
        && project.getProjects().stream().anyMatch(EngineFunction::makesRows)) {
      return unnested(project, depth);
    }
    List<String> in = names(input);
    List<String> out = project.getRowType().getFieldNames();
    String list =
        IntStream.range(0, out.size())
            .mapToObj(i -> item(expression(project.getProjects().get(i), in), out.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + list
        + (input instanceof Filter filter ? where(filter, depth) : from(input, depth));
  }

  /** Lists become rows by a join with them. */
  private String unnested(Project project, int depth) {
    Unnested rows = Unnested.of(project);
    List<String> in = new ArrayList<>(names(project.getInput()));
    String lists =
        rows.lists().stream().map(l -> expression(l, in)).collect(Collectors.joining(", "));
    in.addAll(rows.names());
    List<String> out = project.getRowType().getFieldNames();
    String list =
        IntStream.range(0, out.size())
            .mapToObj(i -> item(expression(rows.columns().get(i), in), out.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + list
        + from(project.getInput(), depth)
        + line(depth)
        + "CROSS JOIN UNNEST("
        + lists
        + ") AS u("
        + columns(rows.names())
        + ")";
  }

  private static String item(String expression, String name) {
    String quoted = quoted(name);
    return expression.equals(quoted) ? quoted : expression + " AS " + quoted;
  }

  private String where(Filter filter, int depth) {
    return from(filter.getInput(), depth)
        + line(depth)
        + "WHERE "
        + expression(filter.getCondition(), names(filter.getInput()));
  }

  private String aggregate(Aggregate aggregate, int depth) {
    List<String> in = names(aggregate.getInput());
    List<String> out = aggregate.getRowType().getFieldNames();
    List<String> items = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      keys.add(quoted(in.get(key)));
      items.add(item(quoted(in.get(key)), out.get(items.size())));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      items.add(item(measure(call, in), out.get(items.size())));
    }
    // A grouping without keys and without measures is one row; SQL needs a column to say so.
    String list = items.isEmpty() ? "true" : String.join(", ", items);
    return "SELECT "
        + list
        + from(aggregate.getInput(), depth)
        + (keys.isEmpty() ? "" : line(depth) + "GROUP BY " + String.join(", ", keys));
  }

  private String measure(AggregateCall call, List<String> in) {
    List<SqlNode> arguments =
        call.getArgList().stream().<SqlNode>map(i -> new SqlIdentifier(in.get(i), POS)).toList();
    String filter =
        call.hasFilter() ? " FILTER (WHERE " + quoted(in.get(call.filterArg)) + ")" : "";
    if (!(call.getAggregation() instanceof EngineAggregate aggregate)) {
      throw new IllegalStateException("No SQL for the aggregate " + call.getAggregation());
    }
    String template =
        aggregate.template().contains(EngineAggregate.FILTER_MARK)
            ? aggregate.template()
            : aggregate.template() + EngineAggregate.FILTER_MARK;
    String condition = call.hasFilter() ? quoted(in.get(call.filterArg)) : "";
    String filtered =
        FURTHER_FILTER
            .matcher(SortedSums.quick(template))
            .replaceAll(
                further ->
                    Matcher.quoteReplacement(
                        " FILTER (WHERE "
                            + (condition.isEmpty() ? "" : condition + " AND ")
                            + further.group(1)
                            + ")"))
            .replace(EngineAggregate.FILTER_MARK, filter);
    try {
      return text(
          new EngineAggregate(aggregate.getName(), aggregate.type(), filtered)
              .createCall(POS, arguments));
    } catch (NotOnEngineException e) {
      throw e.of(aggregate.template());
    }
  }

  private String orderAndLimit(Sort sort, int depth) {
    List<String> in = names(sort.getInput());
    List<RelFieldCollation> keys = sort.getCollation().getFieldCollations();
    String order =
        keys.isEmpty()
            ? ""
            : line(depth)
                + "ORDER BY "
                + keys.stream().map(key -> orderItem(key, in)).collect(Collectors.joining(", "));
    return order + (sort.fetch == null ? "" : line(depth) + "LIMIT " + expression(sort.fetch, in));
  }

  private static String orderItem(RelFieldCollation key, List<String> in) {
    return quoted(in.get(key.getFieldIndex()))
        + (key.getDirection().isDescending() ? " DESC" : "")
        + (key.nullDirection == RelFieldCollation.NullDirection.FIRST
            ? " NULLS FIRST"
            : " NULLS LAST");
  }

  private String union(Union union, int depth) {
    // Columns of a UNION are named by its first part.
    return union.getInputs().stream()
        .map(input -> "(" + line(depth + 1) + select(input, depth + 1) + line(depth) + ")")
        .collect(Collectors.joining(line(depth) + "UNION ALL" + line(depth)));
  }

  private String join(Join join, int depth) {
    List<String> left = names(join.getLeft());
    List<String> right = names(join.getRight());
    List<String> both = new ArrayList<>();
    left.forEach(name -> both.add("l." + quoted(name)));
    right.forEach(name -> both.add("r." + quoted(name)));
    List<String> out = join.getRowType().getFieldNames();
    String list =
        IntStream.range(0, out.size())
            .mapToObj(i -> both.get(i) + " AS " + quoted(out.get(i)))
            .collect(Collectors.joining(", "));
    SqlImplementor.SimpleContext context =
        new SqlImplementor.SimpleContext(
            sql.dialect(),
            i ->
                i < left.size()
                    ? new SqlIdentifier(List.of("l", left.get(i)), POS)
                    : new SqlIdentifier(List.of("r", right.get(i - left.size())), POS));
    String condition = text(context.toSql(null, printable(join.getCondition())));
    boolean onlyAsks =
        join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI;
    if (onlyAsks && !sql.hasSemiJoins()) {
      return "SELECT "
          + list
          + from(join.getLeft(), depth, "l")
          + line(depth)
          + (join.getJoinType() == JoinRelType.ANTI ? "WHERE NOT EXISTS (" : "WHERE EXISTS (")
          + "SELECT 1"
          + from(join.getRight(), depth + 1, "r")
          + line(depth + 1)
          + "WHERE "
          + condition
          + ")";
    }
    return "SELECT "
        + list
        + from(join.getLeft(), depth, "l")
        + line(depth)
        + keyword(join.getJoinType())
        + " "
        + relation(join.getRight(), depth, "r")
        + line(depth)
        + "ON "
        + condition;
  }

  private static String keyword(JoinRelType type) {
    return switch (type) {
      case INNER -> "JOIN";
      case LEFT -> "LEFT JOIN";
      case RIGHT -> "RIGHT JOIN";
      case FULL -> "FULL JOIN";
      case SEMI -> "SEMI JOIN";
      case ANTI -> "ANTI JOIN";
      case ASOF, LEFT_ASOF, LEFT_MARK ->
          throw new IllegalStateException("No SQL for a join of kind " + type);
    };
  }

  private String values(Values values) {
    List<SqlTypeName> types =
        values.getRowType().getFieldList().stream()
            .map(field -> field.getType().getSqlTypeName())
            .toList();
    List<String> names = names(values);
    if (values.getTuples().isEmpty()) {
      return "SELECT "
          + IntStream.range(0, names.size())
              .mapToObj(i -> item(typed(null, types.get(i)), names.get(i)))
              .collect(Collectors.joining(", "))
          + " WHERE false";
    }
    String rows =
        values.getTuples().stream()
            .map(
                tuple ->
                    IntStream.range(0, tuple.size())
                        .mapToObj(i -> typed(tuple.get(i), types.get(i)))
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    return "SELECT * FROM (VALUES " + rows + ") AS v(" + columns(names) + ")";
  }

  /** A literal of exactly that type: without the cast, a column of VALUES would guess its own. */
  private String typed(@Nullable RexLiteral literal, SqlTypeName type) {
    String value = literal == null || literal.isNull() ? "NULL" : expression(literal, List.of());
    return "CAST(" + value + " AS " + type.getName() + ")";
  }

  private String from(RelNode input, int depth) {
    return from(input, depth, "t");
  }

  private String from(RelNode input, int depth, String alias) {
    return line(depth) + "FROM " + relation(input, depth, alias);
  }

  private String relation(RelNode input, int depth, String alias) {
    return input instanceof TableScan scan
        ? quoted(StoredTable.name(scan)) + " AS " + alias
        : "(" + line(depth + 1) + select(input, depth + 1) + line(depth) + ") AS " + alias;
  }

  private String expression(RexNode expression, List<String> in) {
    if (expression instanceof RexLiteral literal
        && literal.isNull()
        && !sql.guessesTypesOfNulls()) {
      return "CAST(NULL AS " + TrinoDialect.name(literal.getType()) + ")";
    }
    return text(
        new SqlImplementor.SimpleContext(sql.dialect(), i -> new SqlIdentifier(in.get(i), POS))
            .toSql(null, printable(expression)));
  }

  /** With the text of each plan inside it. */
  private RexNode printable(RexNode expression) {
    return Subquery.map(expression, subquery -> subquery.printedAs(select(subquery.plan(), 1)));
  }

  private String text(SqlNode node) {
    return node.toSqlString(
            c ->
                c.withDialect(sql.dialect())
                    .withQuoteAllIdentifiers(true)
                    .withAlwaysUseParentheses(false)
                    .withIndentation(0)
                    .withLineFolding(org.apache.calcite.sql.SqlWriterConfig.LineFolding.WIDE))
        .getSql();
  }

  private static List<String> names(RelNode node) {
    return node.getRowType().getFieldNames();
  }

  private static String columns(List<String> names) {
    return names.stream().map(SqlPrinter::quoted).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String line(int depth) {
    return "\n" + "  ".repeat(Math.min(depth, 12));
  }
}
