package io.flowproof.query.algebra;

import io.flowproof.core.schema.FlowLogField;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * What a query could find at any of its runs, asked of all their records at once: for each row of a
 * run there is one with the same values in the columns that no other record can change. Where
 * nothing could be found no run need be asked, and where little could, the runs need to be asked of
 * little ({@link Narrowing}).
 *
 * <p>All windows together hold the records of each. More records make counts, sums of what is not
 * negative, and greatest values greater, so that a lower bound of these stays; conditions of which
 * that is not known are left out, which only adds rows.
 */
public final class Relaxed {
  /** Columns of flow logs that hold no negative numbers. */
  private static final Set<String> AMOUNTS =
      Set.of(FlowLogField.BYTES.columnName(), FlowLogField.PACKETS.columnName());

  private final Algebra algebra;
  private final Scalars s;

  private Relaxed(Algebra algebra) {
    this.algebra = algebra;
    this.s = new Scalars(algebra.rex());
  }

  /** What more records do to a column's value in a row that is there without them. */
  private enum Kind {
    /** Nothing. */
    SAME,
    /** Nothing, and it is a number that is not negative. */
    AMOUNT,
    /** It may grow; it is a number that is not negative. */
    GROWS,
    /** Not known. The column is null. */
    OPEN
  }

  /** A plan with more rows, and what its columns are. */
  private record Loose(RelNode plan, List<Kind> kinds) {
    boolean isSame(int column) {
      return kinds.get(column) == Kind.SAME || kinds.get(column) == Kind.AMOUNT;
    }
  }

  /** A step of which nothing is known. */
  private static final class OpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenException() {
      super(null, null, false, false);
    }
  }

  /**
   * The different values of some columns that a run could give.
   *
   * @param algebra the one that made the first of the runs' plans
   * @param plan of {@link MergedPlans}
   * @param columns places in the plan's row
   * @return with these columns; empty where it cannot be told
   */
  public static Optional<RelNode> of(Algebra algebra, RelNode plan, List<Integer> columns) {
    try {
      Loose loose = new Relaxed(algebra).relaxed(plan);
      if (!columns.stream().allMatch(loose::isSame)) {
        return Optional.empty();
      }
      List<RexNode> values =
          columns.stream().<RexNode>map(i -> algebra.ref(loose.plan(), i)).toList();
      return Optional.of(algebra.aggregate(loose.plan(), values, List.of()));
    } catch (OpenException e) {
      return Optional.empty();
    }
  }

  private Loose relaxed(RelNode plan) {
    if (isWritten(plan)) {
      return new Loose(plan, IntStream.range(0, width(plan)).mapToObj(i -> Kind.SAME).toList());
    }
    return switch (plan) {
      case TableScan scan -> scan(scan);
      case Filter filter -> {
        Loose input = relaxed(filter.getInput());
        yield new Loose(
            algebra.filter(input.plan(), looser(filter.getCondition(), input)), input.kinds());
      }
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> relaxed(sort.getInput());
      case Union union when union.all -> union(union);
      case Join join -> join(join);
      case RelNode _ -> throw new OpenException();
    };
  }

  private static Loose scan(TableScan scan) {
    return new Loose(
        scan,
        scan.getRowType().getFieldNames().stream()
            .map(name -> AMOUNTS.contains(name) ? Kind.AMOUNT : Kind.SAME)
            .toList());
  }

  private Loose project(Project project) {
    Loose input = relaxed(project.getInput());
    List<RexNode> columns = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (RexNode column : project.getProjects()) {
      Kind kind = kind(column, input);
      if (kind == Kind.OPEN && EngineFunction.makesRows(column)) {
        throw new OpenException();
      }
      kinds.add(kind);
      columns.add(kind == Kind.OPEN ? s.nullOf(column.getType()) : column);
    }
    return new Loose(algebra.project(input.plan(), columns), kinds);
  }

  private Loose union(Union union) {
    List<Loose> inputs = union.getInputs().stream().map(this::relaxed).toList();
    List<Kind> kinds =
        IntStream.range(0, width(union))
            .mapToObj(
                i ->
                    inputs.stream()
                        .map(input -> input.kinds().get(i))
                        .distinct()
                        .reduce((a, b) -> both(a, b))
                        .orElseThrow())
            .toList();
    return new Loose(algebra.union(inputs.stream().map(Loose::plan).toList()), kinds);
  }

  private static Kind both(Kind one, Kind other) {
    if (one == other) {
      return one;
    }
    Set<Kind> kinds = Set.of(one, other);
    if (kinds.equals(Set.of(Kind.AMOUNT, Kind.SAME))) {
      return Kind.SAME;
    }
    return kinds.equals(Set.of(Kind.AMOUNT, Kind.GROWS)) ? Kind.GROWS : Kind.OPEN;
  }

  private Loose aggregate(Aggregate aggregate) {
    Loose input = relaxed(aggregate.getInput());
    List<RexNode> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      if (!input.isSame(key)) {
        throw new OpenException();
      }
      keys.add(algebra.ref(input.plan(), key));
    }
    List<Measure> measures = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      boolean grows = grows(call, input);
      places.add(grows ? keys.size() + measures.size() : -1);
      if (grows) {
        measures.add(
            new Measure(
                (EngineAggregate) call.getAggregation(),
                call.getArgList().stream().<RexNode>map(i -> algebra.ref(input.plan(), i)).toList(),
                call.hasFilter() ? algebra.ref(input.plan(), call.filterArg) : null));
      }
    }
    RelNode grouped = algebra.aggregate(input.plan(), keys, measures);
    List<RexNode> columns = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(algebra.ref(grouped, i));
      kinds.add(input.kinds().get(aggregate.getGroupSet().nth(i)));
    }
    for (int i = 0; i < places.size(); i++) {
      boolean open = places.get(i) < 0;
      columns.add(
          open
              ? s.nullOf(aggregate.getAggCallList().get(i).getType())
              : algebra.ref(grouped, places.get(i)));
      kinds.add(open ? Kind.OPEN : Kind.GROWS);
    }
    return new Loose(algebra.project(grouped, columns), kinds);
  }

  private static boolean grows(AggregateCall call, Loose input) {
    if (call.hasFilter() && !input.isSame(call.filterArg)) {
      return false;
    }
    List<Kind> arguments = call.getArgList().stream().map(input.kinds()::get).toList();
    String template = ((EngineAggregate) call.getAggregation()).template();
    boolean same = arguments.stream().allMatch(k -> k == Kind.SAME || k == Kind.AMOUNT);
    boolean amount = arguments.stream().allMatch(k -> k == Kind.AMOUNT || k == Kind.GROWS);
    return switch (template.replace(EngineAggregate.FILTER_MARK, "")) {
      case "count(*)" -> true;
      case "count({0})", "count(DISTINCT {0})" -> same;
      case "max({0})" -> amount;
      case String sum -> amount && sum.contains("sum({0})") && Combining.isExactSum(template);
    };
  }

  private Loose join(Join join) {
    Loose left = relaxed(join.getLeft());
    if (join.getJoinType() == JoinRelType.ANTI) {
      return left;
    }
    if (join.getJoinType() == JoinRelType.LEFT) {
      return left(join, left);
    }
    if (join.getJoinType() != JoinRelType.INNER && join.getJoinType() != JoinRelType.SEMI) {
      throw new OpenException();
    }
    Loose right = relaxed(join.getRight());
    List<Kind> kinds = new ArrayList<>(left.kinds());
    kinds.addAll(right.kinds());
    RexNode condition = looser(join.getCondition(), new Loose(join, kinds));
    if (Conjuncts.of(condition).stream().noneMatch(c -> c.getKind() == SqlKind.EQUALS)
        && !isWritten(join.getRight())) {
      throw new OpenException(); // All pairs are too many.
    }
    return new Loose(
        algebra.join(left.plan(), right.plan(), join.getJoinType(), condition),
        join.getJoinType() == JoinRelType.SEMI ? left.kinds() : kinds);
  }

  /** Each left row once, whether or not it has a partner, of which little is known. */
  private Loose left(Join join, Loose left) {
    int width = width(join.getLeft());
    if (isWritten(join.getRight())) {
      Loose right = relaxed(join.getRight());
      List<Kind> both = new ArrayList<>(left.kinds());
      both.addAll(right.kinds());
      if (isSame(kind(join.getCondition(), new Loose(join, both)))) {
        return new Loose(
            algebra.join(left.plan(), right.plan(), JoinRelType.LEFT, join.getCondition()), both);
      }
    }
    Set<Integer> keys = new HashSet<>();
    for (RexNode condition : Conjuncts.of(join.getCondition())) {
      if (condition instanceof RexCall call
          && (call.getKind() == SqlKind.EQUALS || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM)) {
        call.getOperands().stream()
            .filter(o -> o instanceof RexInputRef ref && ref.getIndex() >= width)
            .forEach(o -> keys.add(((RexInputRef) o).getIndex() - width));
      }
    }
    if (!UniqueRows.areUnique(join.getRight(), keys)) {
      throw new OpenException();
    }
    List<RexNode> columns = new ArrayList<>();
    List<Kind> kinds = new ArrayList<>(left.kinds());
    IntStream.range(0, width).forEach(i -> columns.add(algebra.ref(left.plan(), i)));
    for (int i = width; i < width(join); i++) {
      columns.add(s.nullOf(join.getRowType().getFieldList().get(i).getType()));
      kinds.add(Kind.OPEN);
    }
    return new Loose(algebra.project(left.plan(), columns), kinds);
  }

  /** The same at each run. */
  private static boolean isWritten(RelNode plan) {
    return !SideBySide.readsRecords(plan) && !PerRun.isIn(plan);
  }

  /** A condition that is true at least where this one is in some run. */
  private RexNode looser(RexNode condition, Loose rows) {
    RexNode looser = Implied.by(condition, s, one -> kept(one, rows));
    return looser == null ? s.bool(true) : looser;
  }

  /** Null where nothing is known. */
  private @Nullable RexNode kept(RexNode condition, Loose rows) {
    if (isSame(kind(condition, rows))) {
      return condition;
    }
    if (!(condition instanceof RexCall call)) {
      return null;
    }
    if (call.getOperator() instanceof Subquery subquery && call.getOperands().size() == 1) {
      return among(call, subquery, rows);
    }
    return switch (call.getKind()) {
      case GREATER_THAN, GREATER_THAN_OR_EQUAL -> bound(call, 0, rows);
      case LESS_THAN, LESS_THAN_OR_EQUAL -> bound(call, 1, rows);
      default -> null;
    };
  }

  private @Nullable RexNode among(RexCall call, Subquery subquery, Loose rows) {
    if (!isSame(kind(call.getOperands().getFirst(), rows))) {
      return null;
    }
    Loose plan = relaxed(subquery.plan());
    return plan.isSame(0)
        ? algebra.rex().makeCall(call.getType(), subquery.with(plan.plan()), call.getOperands())
        : null;
  }

  /**
   * The comparison where the greater side may have grown, and each constant is the widest.
   *
   * @param greater the place of the side that is to be greater
   */
  private @Nullable RexNode bound(RexCall call, int greater, Loose rows) {
    RexNode most = widest(call.getOperands().get(greater), true);
    RexNode least = widest(call.getOperands().get(1 - greater), false);
    if (most == null || least == null) {
      return null;
    }
    if (kind(most, rows) == Kind.OPEN || !isSame(kind(least, rows))) {
      return null;
    }
    return s.call(call.getOperator(), greater == 0 ? most : least, greater == 0 ? least : most);
  }

  /** The greatest or least of what it is in the runs. */
  private static @Nullable RexNode widest(RexNode side, boolean greatest) {
    if (!(side instanceof RexCall call && call.getOperator() instanceof PerRun perRun)) {
      return side;
    }
    Comparator<RexNode> order = Comparator.comparing(Relaxed::place);
    if (perRun.values().stream().anyMatch(value -> place(value) == null)) {
      return null;
    }
    return (greatest ? perRun.values().stream().max(order) : perRun.values().stream().min(order))
        .orElseThrow();
  }

  private static @Nullable BigDecimal place(RexNode constant) {
    Instant instant = Scalars.timestampOf(constant);
    if (instant != null) {
      return BigDecimal.valueOf(instant.getEpochSecond())
          .add(BigDecimal.valueOf(instant.getNano(), 9));
    }
    return constant instanceof RexLiteral literal && literal.getValue() instanceof BigDecimal number
        ? number
        : null;
  }

  private static boolean isSame(Kind kind) {
    return kind == Kind.SAME || kind == Kind.AMOUNT;
  }

  private static Kind kind(RexNode expression, Loose rows) {
    return switch (expression) {
      case RexInputRef ref -> rows.kinds().get(ref.getIndex());
      case RexLiteral literal ->
          literal.getValue() instanceof BigDecimal number && number.signum() >= 0
              ? Kind.AMOUNT
              : Kind.SAME;
      case RexCall call when call.getKind() == SqlKind.CAST ->
          switch (kind(call.getOperands().getFirst(), rows)) {
            case AMOUNT -> isNumber(call) ? Kind.AMOUNT : Kind.SAME;
            case GROWS -> isNumber(call) ? Kind.GROWS : Kind.OPEN;
            case SAME -> Kind.SAME;
            case OPEN -> Kind.OPEN;
          };
      case RexCall call when call.getKind() == SqlKind.CASE -> chosen(call, rows);
      case RexNode other -> dependsOnRow(other, rows) ? Kind.SAME : Kind.OPEN;
    };
  }

  /** An amount where one is chosen, or null, by what does not change. */
  private static Kind chosen(RexCall call, Loose rows) {
    if (!dependsOnRow(call, rows)) {
      return Kind.OPEN;
    }
    int last = call.getOperands().size() - 1;
    boolean amount =
        IntStream.rangeClosed(0, last)
            .filter(i -> i % 2 == 1 || i == last)
            .mapToObj(call.getOperands()::get)
            .filter(result -> !(result instanceof RexLiteral literal && literal.isNull()))
            .allMatch(result -> kind(result, rows) == Kind.AMOUNT);
    return amount ? Kind.AMOUNT : Kind.SAME;
  }

  private static boolean isNumber(RexNode expression) {
    return Set.of(Types.INT, Types.LONG, Types.DOUBLE).contains(expression.getType());
  }

  /** On what does not change only: no clock, no other row, no subquery. */
  private static boolean dependsOnRow(RexNode expression, Loose rows) {
    if (EngineFunction.isWindowed(List.of(expression)) || PerRun.isIn(expression)) {
      return false;
    }
    boolean[] open = {false};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef ref) {
            open[0] |= !rows.isSame(ref.getIndex());
            return null;
          }

          @Override
          public Void visitCall(RexCall call) {
            open[0] |= call.getOperator() instanceof Subquery;
            return super.visitCall(call);
          }
        });
    return !open[0];
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
