package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.kql.KqlJson;
import io.flowproof.query.kql.Kql.Option;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code mv-expand}: a row for each element of an array, several arrays side by side, shorter ones
 * filled up with nulls. A null makes one row, an empty array none, a bag one row for each entry
 * (Kusto documentation, "mv-expand operator").
 */
final class ExpandLowering {
  private static final EngineFunction ELEMENT =
      new EngineFunction("ELEMENT", Types.TEXT, "unnest({0})");
  private static final EngineFunction PLACE =
      new EngineFunction("PLACE", Types.LONG, "unnest(range(CAST(greatest({*}, 0) AS BIGINT)))");
  private static final EngineFunction LENGTH = new EngineFunction("LENGTH", Types.LONG, "len({0})");

  private final Binder binder;

  ExpandLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.MvExpand expand, Rows rows, Environment names) {
    boolean pairs = false;
    String index = null;
    for (Option option : expand.options()) {
      switch (option.name()) {
        case "kind", "bagexpansion" -> pairs = isPairs(option);
        case "with_itemindex" -> index = option.word();
        default -> unknown(option);
      }
    }
    return expanded(expand.columns(), limit(expand.limit(), names), pairs, index, rows, names);
  }

  private boolean isPairs(Option option) {
    return switch (option.word()) {
      case "bag" -> false;
      case "array" -> true;
      default ->
          throw binder.problem(
              ErrorCode.ARGUMENT, option.span(), "'" + option.name() + "' is bag or array");
    };
  }

  /** Refuses an option that is no hint. */
  void unknown(Option option) {
    if (!option.name().startsWith("hint.")) {
      throw binder.problem(
          ErrorCode.ARGUMENT, option.span(), "There is no option '" + option.name() + "' here");
    }
  }

  long limit(@Nullable KqlExpression limit, Environment names) {
    return limit == null ? -1 : new TakeLowering(binder).count(limit, names, "'limit'");
  }

  private record Target(String name, Scalar value, @Nullable KqlType type) {}

  /**
   * The rows with arrays expanded.
   *
   * @param limit the most rows of one row, or negative
   * @param pairs true when an entry of a bag becomes an array of key and value
   * @param index the name of a column for the place in the array, or null
   */
  Rows expanded(
      List<KqlOperator.Expansion> expansions,
      long limit,
      boolean pairs,
      @Nullable String index,
      Rows rows,
      Environment names) {
    List<Target> targets = targets(expansions, rows, names);
    Algebra algebra = binder.context().algebra();
    RelNode input = rows.relation().plan();
    List<RexNode> lists = new ArrayList<>(columns(input));
    int width = lists.size();
    targets.forEach(target -> lists.add(list(target.value(), limit, pairs)));
    RelNode listed = algebra.project(input, lists);
    List<RexNode> elements = new ArrayList<>(columns(input));
    List<RexNode> lengths = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      RexNode list = algebra.ref(listed, width + i);
      elements.add(binder.values().scalars().call(ELEMENT, list));
      lengths.add(binder.values().scalars().call(LENGTH, list));
    }
    elements.add(binder.values().scalars().call(PLACE, lengths.toArray(RexNode[]::new)));
    RelNode unnested = algebra.project(listed, elements);
    return typed(rows.with(relation(rows, unnested)), targets, width, index);
  }

  private List<RexNode> columns(RelNode plan) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
      columns.add(binder.context().algebra().ref(plan, i));
    }
    return columns;
  }

  /** The same columns over more rows, which the place in the array tells apart. */
  private Relation<KqlType> relation(Rows rows, RelNode unnested) {
    Relation<KqlType> before = rows.relation();
    Set<Integer> ties = new LinkedHashSet<>();
    if (before.provenance().isEmpty()) {
      before.fields().stream().map(Field::index).forEach(ties::add);
    } else {
      ties.addAll(before.provenance());
    }
    ties.add(unnested.getRowType().getFieldCount() - 1);
    List<SortKey> order = before.order();
    return new Relation<>(
        unnested, before.fields(), List.copyOf(ties), order, before.addressKeys());
  }

  private Rows typed(Rows rows, List<Target> targets, int width, @Nullable String index) {
    VisibleColumns columns = new VisibleColumns(binder, rows);
    RelNode plan = rows.relation().plan();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      Scalar raw = new Scalar(binder.context().algebra().ref(plan, width + i), KqlType.DYNAMIC);
      Scalar element = binder.values().call(KqlType.DYNAMIC, "ELEMENT", "nullif({0}, 'null')", raw);
      columns.put(target.name(), element(element, target.type()));
    }
    if (index != null) {
      int place = plan.getRowType().getFieldCount() - 1;
      columns.put(index, binder.context().algebra().ref(plan, place), KqlType.LONG);
    }
    return columns.project();
  }

  /** An element as a given type; numbers are not read from texts. */
  private Scalar element(Scalar element, @Nullable KqlType type) {
    if (type == null || type == KqlType.DYNAMIC) {
      return element;
    }
    Conversions conversions = new Conversions(binder.values());
    return switch (type) {
      case INT, LONG, REAL, DECIMAL ->
          conversions.to(
              type,
              binder
                  .values()
                  .call(
                      KqlType.DYNAMIC,
                      "NUMBER",
                      "CASE WHEN json_type({0}) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')"
                          + " THEN {0} END",
                      element));
      case BOOL, DATETIME, DYNAMIC, GUID, STRING, TIMESPAN -> conversions.to(type, element);
    };
  }

  private List<Target> targets(
      List<KqlOperator.Expansion> expansions, Rows rows, Environment names) {
    Expressions expressions = Expressions.over(binder, rows, names);
    Set<String> taken = new HashSet<>();
    List<Supplier<Target>> work = new ArrayList<>();
    for (int i = 0; i < expansions.size(); i++) {
      KqlOperator.Expansion expansion = expansions.get(i);
      String unnamed = "Column" + (i + 1);
      work.add(() -> target(expansion, unnamed, expressions, taken));
    }
    return binder.all(work);
  }

  private Target target(
      KqlOperator.Expansion expansion, String unnamed, Expressions expressions, Set<String> taken) {
    Scalar value = expressions.lower(expansion.column().value());
    Span span = expansion.column().value().span();
    if (value.type() != KqlType.DYNAMIC) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "Only a dynamic can be expanded, and this is " + Binder.a(value.type()),
          value.type() == KqlType.STRING ? "read it with parse_json(…)" : null);
    }
    String derived = AutoNames.of(expansion.column().value());
    String name =
        expansion.column().names().isEmpty()
            ? derived == null ? unnamed : derived
            : expansion.column().names().getFirst().text();
    if (!taken.add(name)) {
      throw binder.problem(
          ErrorCode.AMBIGUOUS_NAME, span, "A column '" + name + "' is there already");
    }
    return new Target(name, value, expansion.type());
  }

  /** The elements as JSON texts: those of an array, the entries of a bag, or the value alone. */
  private RexNode list(Scalar value, long limit, boolean pairs) {
    String entries = pairs ? KqlJson.PAIRS : KqlJson.ENTRIES;
    String list =
        "CASE WHEN {0} IS NULL THEN [NULL]"
            + " WHEN json_type({0}) = 'ARRAY' THEN CAST(json_extract({0}, '$[*]') AS VARCHAR[])"
            + " WHEN json_type({0}) = 'OBJECT' THEN CAST(json_extract("
            + entries
            + "({0}), '$[*]') AS VARCHAR[]) ELSE [{0}] END";
    String template = limit < 0 ? list : "list_slice(" + list + ", 1, " + limit + ")";
    return binder
        .values()
        .scalars()
        .call(new EngineFunction("ELEMENTS", Types.TEXT_LIST, template), value.rex());
  }
}
