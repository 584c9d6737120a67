package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.QueryTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan over several sets of records at once: each set gives the rows that the plan would give
 * over that set alone, with the number of the set in a column at the end. Many small questions then
 * cost about as much as one. The sets are those of raw objects, or what the runs of a query at
 * different times see.
 *
 * <p>Every step keeps the set's number: groups and windows are formed within a set, rows of one set
 * join with rows of the same, and ask subqueries for what these have in the same set. Rows that
 * come from no record (written in the query, or of a user's table) belong to every set. Where a
 * step cannot be kept apart there is no such plan, and nothing is approximated.
 */
public final class SideBySide {
  private final Algebra algebra;
  private final Sets sets;

  /** A step that has no counterpart. */
  private static final class ApartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApartException() {
      super(null, null, false, false);
    }
  }

  /**
   * Makes plans with {@code algebra}, which must be the one that made the plan.
   *
   * @param sets the raw objects whose records make each set; disjoint, at least one
   */
  public SideBySide(Algebra algebra, List<QueryTime.Objects> sets) {
    this(algebra, new ObjectSets(algebra, sets));
  }

  private SideBySide(Algebra algebra, Sets sets) {
    this.algebra = algebra;
    this.sets = sets;
  }

  /**
   * What a query gives at each of several runs.
   *
   * @param algebra the one that made the first of the runs' plans
   * @param runs when
   * @param plan of {@link MergedPlans}
   * @return with the run's number last, in each run in the order that the plan ends with; empty
   *     where a step cannot be kept apart
   */
  public static Optional<RelNode> ofRuns(Algebra algebra, Runs runs, RelNode plan) {
    return new SideBySide(algebra, new RunSets(algebra, runs, false)).inOrder(plan);
  }

  /** The same, a record a row for as long as the plan does not group them: for {@link Lineage}. */
  public static Optional<RelNode> recordsOfRuns(Algebra algebra, Runs runs, RelNode plan) {
    return new SideBySide(algebra, new RunSets(algebra, runs, true)).of(plan);
  }

  /**
   * The plan's columns, then the number of the set, from 0; the order of rows is not kept. Empty
   * where there is no such plan.
   */
  public Optional<RelNode> of(RelNode plan) {
    try {
      return Optional.of(inSets(plan));
    } catch (ApartException e) {
      return Optional.empty();
    }
  }

  /** The same, where the rows of each set come in the order that the plan ends with. */
  public Optional<RelNode> inOrder(RelNode plan) {
    try {
      return Optional.of(ordered(plan));
    } catch (ApartException e) {
      return Optional.empty();
    }
  }

  private RelNode ordered(RelNode plan) {
    return switch (plan) {
      case Project project -> project(project, ordered(project.getInput()));
      case Sort sort when sort.fetch == null && sort.offset == null ->
          LogicalSort.create(inSets(sort.getInput()), sort.getCollation(), null, null);
      case RelNode other -> inSets(other);
    };
  }

  /** True when rows of flow logs are read somewhere in the plan or in a subquery of it. */
  public static boolean readsRecords(RelNode plan) {
    if (plan instanceof TableScan scan) {
      return scan.getRowType().getField(FlowTables.SOURCE_ID, true, false) != null;
    }
    AtomicBoolean found = new AtomicBoolean();
    plan.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            if (call.getOperator() instanceof Subquery subquery && readsRecords(subquery.plan())) {
              found.set(true);
            }
            return super.visitCall(call);
          }
        });
    return found.get() || plan.getInputs().stream().anyMatch(SideBySide::readsRecords);
  }

  /** With the set's number last, whatever the plan reads. */
  private RelNode inSets(RelNode plan) {
    RelNode kept = kept(plan);
    return kept == null ? inEverySet(plan) : kept;
  }

  /** With the set's number last; null for a plan that reads no records. */
  private @Nullable RelNode kept(RelNode plan) {
    RelNode told = sets.apart(plan);
    return told != null ? told : keptByStep(plan);
  }

  private @Nullable RelNode keptByStep(RelNode plan) {
    return switch (plan) {
      case TableScan _, Values _ -> {
        if (readsRecords(plan)) {
          throw new ApartException();
        }
        yield null;
      }
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Union union -> union(union);
      case Join join -> join(join);
      case RelNode other -> {
        if (other.getInputs().stream().anyMatch(input -> kept(input) != null)) {
          throw new ApartException();
        }
        yield null;
      }
    };
  }

  private @Nullable RelNode filter(Filter filter) {
    RelNode input = kept(filter.getInput(), List.of(filter.getCondition()));
    if (input == null) {
      checkSubqueries(filter.getCondition());
      return null;
    }
    SubqueryJoins subqueries = new SubqueryJoins(algebra, input, this::kept);
    RexNode set = algebra.ref(input, width(input) - 1);
    RexNode condition = subqueries.answered(sets.in(set, filter.getCondition()));
    RelNode filtered = algebra.filter(subqueries.rows(), condition);
    return algebra.project(filtered, refs(filtered, 0, width(input)));
  }

  private @Nullable RelNode project(Project project) {
    RelNode input = kept(project.getInput(), project.getProjects());
    if (input == null) {
      project.getProjects().forEach(this::checkSubqueries);
      return null;
    }
    return project(project, input);
  }

  /** Rows of no record as well, where an expression over them differs from set to set. */
  private @Nullable RelNode kept(RelNode input, List<RexNode> expressions) {
    RelNode kept = kept(input);
    return kept == null && expressions.stream().anyMatch(PerRun::isIn) ? inEverySet(input) : kept;
  }

  private RelNode project(Project project, RelNode input) {
    RexNode set = algebra.ref(input, width(input) - 1);
    SubqueryJoins subqueries = new SubqueryJoins(algebra, input, this::kept);
    List<RexNode> columns = new ArrayList<>();
    project
        .getProjects()
        .forEach(column -> columns.add(subqueries.answered(withinSet(sets.in(set, column), set))));
    columns.add(set);
    return algebra.project(subqueries.rows(), columns);
  }

  /** Windows see the rows of their set only. */
  private RexNode withinSet(RexNode expression, RexNode set) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            List<RexNode> partition = new ArrayList<>(over.getWindow().partitionKeys);
            partition.add(set);
            return algebra
                .rex()
                .makeOver(
                    over.getType(),
                    over.getAggOperator(),
                    over.getOperands(),
                    partition,
                    over.getWindow().orderKeys,
                    over.getWindow().getLowerBound(),
                    over.getWindow().getUpperBound(),
                    over.getWindow().isRows(),
                    true,
                    false,
                    over.isDistinct(),
                    over.ignoreNulls());
          }

          @Override
          public RexNode visitCall(RexCall call) {
            RexNode inside = super.visitCall(call);
            if (inside instanceof RexCall visited
                && visited.getOperator() instanceof EngineFunction function
                && function.isWindow()) {
              List<RexNode> operands = new ArrayList<>(visited.getOperands());
              operands.add(set);
              EngineFunction apart =
                  function.partitionedBy(operands.size() - 1).orElseThrow(ApartException::new);
              return algebra.rex().makeCall(visited.getType(), apart, operands);
            }
            return inside;
          }
        });
  }

  private @Nullable RelNode aggregate(Aggregate aggregate) {
    Sets.Split split = sets.split(aggregate);
    if (split != null) {
      return grouped(split.rows(), ImmutableBitSet.range(split.keys()), split.calls());
    }
    RelNode input = kept(aggregate.getInput());
    return input == null
        ? null
        : grouped(input, aggregate.getGroupSet(), aggregate.getAggCallList());
  }

  private RelNode grouped(RelNode input, ImmutableBitSet keys, List<AggregateCall> calls) {
    if (keys.isEmpty()) {
      return inOneRow(input, calls);
    }
    RelNode grouped =
        LogicalAggregate.create(
            input,
            ImmutableList.of(),
            keys.union(ImmutableBitSet.of(width(input) - 1)),
            null,
            calls);
    int count = keys.cardinality();
    List<RexNode> columns = new ArrayList<>(refs(grouped, 0, count));
    columns.addAll(refs(grouped, count + 1, width(grouped)));
    columns.add(algebra.ref(grouped, count));
    return algebra.project(grouped, columns);
  }

  /** A grouping without keys has a row even over nothing: one for each set. */
  private RelNode inOneRow(RelNode input, List<AggregateCall> measures) {
    int set = width(input) - 1;
    List<RexNode> marked = new ArrayList<>(refs(input, 0, width(input)));
    marked.add(algebra.rex().makeLiteral(true));
    RelNode records = algebra.project(input, marked);
    RelNode numbers = numbers();
    Scalars s = new Scalars(algebra.rex());
    RexNode same = s.equal(algebra.ref(numbers, 0), algebra.rex().makeInputRef(Types.INT, 1 + set));
    RelNode rows = algebra.join(numbers, records, JoinRelType.LEFT, same);
    RexNode isRecord = s.isNotNull(algebra.ref(rows, width(rows) - 1));
    List<RexNode> columns = new ArrayList<>(refs(rows, 1, 1 + set));
    columns.add(algebra.ref(rows, 0));
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : measures) {
      if (!(call.getAggregation() instanceof EngineAggregate function) || !function.canFilter()) {
        throw new ApartException();
      }
      columns.add(
          call.hasFilter()
              ? s.and(List.of(isRecord, algebra.ref(rows, 1 + call.filterArg)))
              : isRecord);
      calls.add(call.withFilter(columns.size() - 1));
    }
    RelNode grouped =
        LogicalAggregate.create(
            algebra.project(rows, columns),
            ImmutableList.of(),
            ImmutableBitSet.of(set),
            null,
            calls);
    List<RexNode> result = new ArrayList<>(refs(grouped, 1, width(grouped)));
    result.add(algebra.ref(grouped, 0));
    return algebra.project(grouped, result);
  }

  private @Nullable RelNode sort(Sort sort) {
    RelNode input = kept(sort.getInput());
    if (input == null) {
      return null;
    }
    if (sort.fetch == null && sort.offset == null) {
      return input;
    }
    if (sort.offset != null || !(sort.fetch instanceof RexLiteral fetch)) {
      throw new ApartException();
    }
    List<RexFieldCollation> order =
        sort.getCollation().getFieldCollations().stream()
            .map(key -> collation(input, key))
            .toList();
    RexNode number =
        algebra
            .rex()
            .makeOver(
                Types.LONG,
                SqlStdOperatorTable.ROW_NUMBER,
                List.of(),
                List.of(algebra.ref(input, width(input) - 1)),
                ImmutableList.copyOf(order),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.CURRENT_ROW,
                true,
                true,
                false,
                false,
                false);
    List<RexNode> columns = new ArrayList<>(refs(input, 0, width(input)));
    columns.add(number);
    RelNode numbered = algebra.project(input, columns);
    Scalars s = new Scalars(algebra.rex());
    long limit = ((BigDecimal) Objects.requireNonNull(fetch.getValue())).longValue();
    RelNode first =
        algebra.filter(
            numbered,
            s.call(
                SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
                algebra.ref(numbered, width(input)),
                s.number(limit)));
    return algebra.project(first, refs(first, 0, width(input)));
  }

  private RexFieldCollation collation(RelNode input, RelFieldCollation key) {
    EnumSet<SqlKind> flags = EnumSet.noneOf(SqlKind.class);
    if (key.getDirection().isDescending()) {
      flags.add(SqlKind.DESCENDING);
    }
    switch (key.nullDirection) {
      case FIRST -> flags.add(SqlKind.NULLS_FIRST);
      case LAST -> flags.add(SqlKind.NULLS_LAST);
      case UNSPECIFIED -> {}
    }
    return new RexFieldCollation(algebra.ref(input, key.getFieldIndex()), flags);
  }

  private @Nullable RelNode union(Union union) {
    if (union.getInputs().stream().allMatch(input -> kept(input) == null)) {
      return null;
    }
    if (!union.all) {
      throw new ApartException();
    }
    return algebra.union(union.getInputs().stream().map(this::inSets).toList());
  }

  private @Nullable RelNode join(Join join) {
    checkSubqueries(join.getCondition());
    RelNode left = kept(join.getLeft(), List.of(join.getCondition()));
    RelNode right = kept(join.getRight());
    if (left == null && right == null) {
      return null;
    }
    JoinRelType kind = join.getJoinType();
    if (kind == JoinRelType.ASOF
        || kind == JoinRelType.LEFT_ASOF
        || kind == JoinRelType.LEFT_MARK) {
      throw new ApartException();
    }
    RelNode first = left == null ? inEverySet(join.getLeft()) : left;
    // Rows of no record may stand on the right as they are, where none of them is a row of its own.
    boolean apart = right != null || kind == JoinRelType.RIGHT || kind == JoinRelType.FULL;
    RelNode second = !apart ? join.getRight() : right == null ? inEverySet(join.getRight()) : right;
    return joined(join, first, second, apart);
  }

  private RelNode joined(Join join, RelNode left, RelNode right, boolean apart) {
    int leftWidth = width(join.getLeft());
    RexNode condition = RexUtil.shift(join.getCondition(), leftWidth, 1);
    RexNode leftSet = algebra.ref(left, leftWidth);
    condition = sets.in(leftSet, condition);
    if (apart) {
      RexNode rightSet =
          algebra.rex().makeInputRef(Types.INT, width(left) + width(join.getRight()));
      condition =
          new Scalars(algebra.rex())
              .and(
                  List.of(
                      algebra.rex().makeCall(SqlStdOperatorTable.EQUALS, leftSet, rightSet),
                      condition));
    }
    RelNode both = algebra.join(left, right, join.getJoinType(), condition);
    List<RexNode> columns = new ArrayList<>(refs(both, 0, leftWidth));
    if (!join.getJoinType().projectsRight()) {
      columns.add(algebra.ref(both, leftWidth));
      return algebra.project(both, columns);
    }
    columns.addAll(refs(both, width(left), width(left) + width(join.getRight())));
    RexNode set = algebra.ref(both, leftWidth);
    if (apart && join.getJoinType().generatesNullsOnLeft()) {
      set =
          new Scalars(algebra.rex())
              .coalesce(Types.INT, set, algebra.ref(both, width(left) + width(join.getRight())));
    }
    columns.add(set);
    return algebra.project(both, columns);
  }

  /** Each row once in every set. */
  private RelNode inEverySet(RelNode plan) {
    return algebra.join(plan, numbers(), JoinRelType.INNER, algebra.rex().makeLiteral(true));
  }

  /** The numbers of all sets. */
  private RelNode numbers() {
    List<List<RexLiteral>> numbers = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      numbers.add(List.of(algebra.rex().makeExactLiteral(BigDecimal.valueOf(i), Types.INT)));
    }
    return algebra.values(List.of(Types.INT), numbers);
  }

  private void checkSubqueries(RexNode expression) {
    Subquery.map(
        expression,
        subquery -> {
          if (kept(subquery.plan()) != null) {
            throw new ApartException();
          }
          return subquery;
        });
  }

  private List<RexNode> refs(RelNode node, int from, int to) {
    return IntStream.range(from, to)
        .<RexNode>mapToObj(i -> RexInputRef.of(i, node.getRowType()))
        .toList();
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
