package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Leaves out of a plan what nothing above reads: a view has forty columns, a rule reads five, and a
 * person reads the SQL. Rows, their number and their order stay as they are. It also tells which
 * stored columns a plan reads.
 */
public final class Trimmer {
  private static final int GONE = -1;

  private final Set<String> stored = new TreeSet<>();

  private Trimmer() {}

  /** The same rows with the same columns, from narrower steps. */
  public static RelNode trim(RelNode plan) {
    return new Trimmer().exactly(plan, all(plan));
  }

  /** The stored columns that the plan reads, as {@code table.column}. */
  public static Set<String> storedColumns(RelNode plan) {
    Trimmer trimmer = new Trimmer();
    trimmer.exactly(plan, all(plan));
    return new TreeSet<>(trimmer.stored);
  }

  /**
   * A narrower node.
   *
   * @param node has at least the needed columns, in their old order
   * @param places for each old column its new place, or {@link #GONE}
   */
  private record Trimmed(RelNode node, int[] places) {}

  private Trimmed trim(RelNode node, BitSet needed) {
    return switch (node) {
      case TableScan scan -> scan(scan, needed);
      case Project project -> project(project, needed);
      case Filter filter -> {
        Trimmed input = trim(filter.getInput(), with(needed, List.of(filter.getCondition())));
        RexNode condition = moved(filter.getCondition(), input.places);
        yield new Trimmed(filter.copy(filter.getTraitSet(), input.node, condition), input.places);
      }
      case Sort sort -> sort(sort, needed);
      case Aggregate aggregate -> aggregate(aggregate, needed);
      case Union union -> {
        List<RelNode> inputs =
            union.getInputs().stream().map(input -> exactly(input, needed)).toList();
        yield new Trimmed(union.copy(union.getTraitSet(), inputs), places(width(union), needed));
      }
      case Join join -> join(join, needed);
      case RelNode other -> {
        List<RelNode> inputs =
            other.getInputs().stream().map(input -> exactly(input, all(input))).toList();
        yield new Trimmed(
            other.copy(other.getTraitSet(), inputs), places(width(other), all(other)));
      }
    };
  }

  /** Just the needed columns, in their order; a constant where there are none. */
  private RelNode exactly(RelNode node, BitSet needed) {
    Trimmed trimmed = trim(node, needed);
    if (needed.isEmpty()) {
      return rows(trimmed.node);
    }
    List<Integer> kept = needed.stream().mapToObj(i -> trimmed.places[i]).toList();
    if (kept.equals(IntStream.range(0, width(trimmed.node)).boxed().toList())) {
      return trimmed.node;
    }
    List<RexNode> columns =
        kept.stream().<RexNode>map(i -> RexInputRef.of(i, trimmed.node.getRowType())).toList();
    List<String> names =
        kept.stream().map(i -> trimmed.node.getRowType().getFieldNames().get(i)).toList();
    return LogicalProject.create(trimmed.node, ImmutableList.of(), columns, names, Set.of());
  }

  private Trimmed scan(TableScan scan, BitSet needed) {
    List<String> names = scan.getRowType().getFieldNames();
    needed.stream().forEach(i -> stored.add(StoredTable.name(scan) + "." + names.get(i)));
    return new Trimmed(scan, places(names.size(), all(scan)));
  }

  private Trimmed project(Project project, BitSet needed) {
    BitSet kept = withRowMakers(project, needed);
    if (kept.isEmpty()) {
      RelNode input = trim(project.getInput(), kept).node;
      return new Trimmed(rows(input), places(width(project), kept));
    }
    List<RexNode> old = kept.stream().mapToObj(project.getProjects()::get).toList();
    Trimmed input = trim(project.getInput(), with(new BitSet(), old));
    List<RexNode> columns = old.stream().map(e -> moved(e, input.places)).toList();
    List<String> names = kept.stream().mapToObj(project.getRowType().getFieldNames()::get).toList();
    return new Trimmed(
        LogicalProject.create(input.node, ImmutableList.of(), columns, names, Set.of()),
        places(width(project), kept));
  }

  /** What makes rows stays though nothing reads it: the number of rows depends on it. */
  private static BitSet withRowMakers(Project project, BitSet needed) {
    BitSet all = (BitSet) needed.clone();
    for (int i = 0; i < project.getProjects().size(); i++) {
      if (EngineFunction.makesRows(project.getProjects().get(i))) {
        all.set(i);
      }
    }
    return all;
  }

  private Trimmed sort(Sort sort, BitSet needed) {
    BitSet below = (BitSet) needed.clone();
    sort.getCollation().getFieldCollations().forEach(key -> below.set(key.getFieldIndex()));
    Trimmed input = trim(sort.getInput(), below);
    var keys =
        sort.getCollation().getFieldCollations().stream()
            .map(key -> key.withFieldIndex(input.places[key.getFieldIndex()]))
            .toList();
    return new Trimmed(
        sort.copy(sort.getTraitSet(), input.node, RelCollations.of(keys), sort.offset, sort.fetch),
        input.places);
  }

  private Trimmed aggregate(Aggregate aggregate, BitSet needed) {
    int keys = aggregate.getGroupCount();
    BitSet below = new BitSet();
    BitSet kept = new BitSet();
    kept.set(0, keys);
    aggregate.getGroupSet().forEach(below::set);
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      if (needed.get(keys + i)) {
        AggregateCall call = aggregate.getAggCallList().get(i);
        call.getArgList().forEach(below::set);
        if (call.hasFilter()) {
          below.set(call.filterArg);
        }
        calls.add(call);
        kept.set(keys + i);
      }
    }
    if (kept.isEmpty()) {
      return new Trimmed(
          aggregate.copy(
              aggregate.getTraitSet(),
              List.of(exactly(aggregate.getInput(), all(aggregate.getInput())))),
          places(width(aggregate), all(aggregate)));
    }
    Trimmed input = trim(aggregate.getInput(), below);
    List<AggregateCall> moved = calls.stream().map(call -> moved(call, input.places)).toList();
    RelNode narrow =
        LogicalAggregate.create(
            input.node,
            ImmutableList.of(),
            ImmutableBitSet.of(
                aggregate.getGroupSet().toList().stream().map(k -> input.places[k]).toList()),
            null,
            moved);
    return new Trimmed(narrow, places(width(aggregate), kept));
  }

  private static AggregateCall moved(AggregateCall call, int[] places) {
    return call.withArgList(call.getArgList().stream().map(i -> places[i]).toList())
        .withFilter(call.hasFilter() ? places[call.filterArg] : -1);
  }

  private Trimmed join(Join join, BitSet needed) {
    int leftWidth = width(join.getLeft());
    BitSet both = with(needed, List.of(join.getCondition()));
    BitSet right = new BitSet();
    both.stream().filter(i -> i >= leftWidth).forEach(i -> right.set(i - leftWidth));
    Trimmed newLeft = trim(join.getLeft(), both.get(0, leftWidth));
    Trimmed newRight = trim(join.getRight(), right);
    int newLeftWidth = width(newLeft.node);
    int[] places = Arrays.copyOf(newLeft.places, leftWidth + newRight.places.length);
    for (int i = 0; i < newRight.places.length; i++) {
      places[leftWidth + i] = newRight.places[i] == GONE ? GONE : newLeftWidth + newRight.places[i];
    }
    RelNode narrow =
        join.copy(
            join.getTraitSet(),
            moved(join.getCondition(), places),
            newLeft.node,
            newRight.node,
            join.getJoinType(),
            false);
    return new Trimmed(narrow, Arrays.copyOf(places, width(join)));
  }

  private RexNode moved(RexNode expression, int[] places) {
    RexNode moved =
        expression.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(places[ref.getIndex()], ref.getType());
              }
            });
    return Subquery.map(
        moved, subquery -> subquery.with(exactly(subquery.plan(), all(subquery.plan()))));
  }

  private static BitSet with(BitSet needed, List<RexNode> expressions) {
    BitSet all = (BitSet) needed.clone();
    RexVisitorImpl<Void> reader =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitInputRef(RexInputRef ref) {
            all.set(ref.getIndex());
            return super.visitInputRef(ref);
          }
        };
    expressions.forEach(expression -> expression.accept(reader));
    return all;
  }

  /** The rows without their columns: SQL has no rows without any, and a constant reads nothing. */
  private static RelNode rows(RelNode node) {
    RexNode constant = node.getCluster().getRexBuilder().makeLiteral(true);
    boolean isSo =
        node instanceof Project project && project.getProjects().equals(List.of(constant));
    return isSo
        ? node
        : LogicalProject.create(
            node, ImmutableList.of(), List.of(constant), List.of("row"), Set.of());
  }

  private static int[] places(int width, BitSet kept) {
    int[] places = new int[width];
    int next = 0;
    for (int i = 0; i < width; i++) {
      places[i] = kept.get(i) ? next++ : GONE;
    }
    return places;
  }

  private static BitSet all(RelNode node) {
    BitSet all = new BitSet();
    all.set(0, width(node));
    return all;
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
