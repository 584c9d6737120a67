package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import io.flowproof.core.column.TableShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The building blocks that both languages lower to: a thin layer over Calcite's logical nodes which
 * generates physical names (engines compare names without regard to case, the languages do not),
 * simplifies nothing (a rewrite for SQL's rules need not hold for KQL's or SPL's), and carries
 * hidden columns along. One instance a query; not thread-safe.
 */
public final class Algebra {
  private final RexBuilder rex = new RexBuilder(Types.FACTORY);
  private final RelOptCluster cluster =
      RelOptCluster.create(new HepPlanner(HepProgram.builder().build()), rex);
  private int names;

  /** Makes expressions; see also {@link Scalars}. */
  public RexBuilder rex() {
    return rex;
  }

  /** All rows of a stored table, with its own column names. */
  public RelNode scan(TableShape table) {
    return scan(table, Set.of());
  }

  /** The same where it is known of some columns that no row has a value there. */
  public RelNode scan(TableShape table, Set<String> unset) {
    return StoredTable.scan(cluster, table, unset);
  }

  /** The column at {@code index} of a plan's row. */
  public RexInputRef ref(RelNode plan, int index) {
    return rex.makeInputRef(plan, index);
  }

  /** The column at {@code index} of the right plan's row, in a condition over pairs of rows. */
  public RexInputRef ref(RelNode left, RelNode right, int index) {
    return rex.makeInputRef(
        right.getRowType().getFieldList().get(index).getType(),
        left.getRowType().getFieldCount() + index);
  }

  /** The column of a field. */
  public RexInputRef ref(Relation<?> relation, Field<?> field) {
    return ref(relation.plan(), field.index());
  }

  /** A projection with generated names; one that changes nothing is left out. */
  public RelNode project(RelNode input, List<? extends RexNode> expressions) {
    if (isIdentity(input, expressions)) {
      return input;
    }
    List<String> generated = expressions.stream().map(e -> "c" + ++names).toList();
    return LogicalProject.create(input, ImmutableList.of(), expressions, generated, Set.of());
  }

  /** The rows for which {@code condition} is true, neither false nor null. */
  public RelNode filter(RelNode input, RexNode condition) {
    return condition.isAlwaysTrue() ? input : LogicalFilter.create(input, condition);
  }

  /** {@link #filter(RelNode, RexNode)} of a relation. */
  public <T> Relation<T> filter(Relation<T> input, RexNode condition) {
    return new Relation<>(
        filter(input.plan(), condition),
        input.fields(),
        input.provenance(),
        input.order(),
        input.addressKeys());
  }

  /**
   * The visible columns computed anew, row by row; hidden columns are carried along. Names must be
   * unique.
   */
  public <T> Relation<T> project(Relation<T> input, List<Output<T>> outputs) {
    List<RexNode> expressions = new ArrayList<>();
    List<Field<T>> fields = new ArrayList<>();
    for (Output<T> output : outputs) {
      fields.add(
          new Field<>(output.name(), output.type(), place(expressions, output.expression())));
    }
    List<Integer> provenance =
        input.provenance().stream().map(i -> place(expressions, ref(input.plan(), i))).toList();
    List<SortKey> order =
        input.order().stream()
            .map(
                key ->
                    new SortKey(
                        place(expressions, ref(input.plan(), key.index())),
                        key.direction(),
                        key.nulls()))
            .toList();
    Map<Integer, Integer> addressKeys = new HashMap<>();
    for (Field<T> field : fields) {
      if (expressions.get(field.index()) instanceof RexInputRef ref) {
        Integer key = input.addressKeys().get(ref.getIndex());
        if (key != null) {
          addressKeys.put(field.index(), place(expressions, ref(input.plan(), key)));
        }
      }
    }
    return new Relation<>(
        project(input.plan(), expressions), fields, provenance, order, addressKeys);
  }

  /**
   * Groups by {@code keys} (nulls are a group of their own) and computes {@code measures}: the row
   * is the keys, then the measures. Without keys there is exactly one row, even over no rows.
   */
  public RelNode aggregate(RelNode input, List<RexNode> keys, List<Measure> measures) {
    List<RexNode> expressions = new ArrayList<>(keys);
    List<AggregateCall> calls = new ArrayList<>();
    for (Measure measure : measures) {
      List<Integer> arguments =
          measure.arguments().stream().map(a -> place(expressions, a)).toList();
      int filter = measure.filter() == null ? -1 : place(expressions, measure.filter());
      calls.add(
          AggregateCall.create(
              measure.function(),
              false,
              false,
              false,
              List.of(),
              arguments,
              filter,
              null,
              RelCollations.EMPTY,
              measure.function().type(),
              "c" + ++names));
    }
    if (expressions.isEmpty()) {
      expressions.add(rex.makeLiteral(true));
    }
    return LogicalAggregate.create(
        project(input, expressions),
        ImmutableList.of(),
        ImmutableBitSet.range(keys.size()),
        null,
        calls);
  }

  /** The first {@code limit} rows by {@code keys}; a negative limit means all of them, in order. */
  public RelNode sort(RelNode input, List<SortKey> keys, long limit) {
    if (keys.isEmpty() && limit < 0) {
      return input;
    }
    return LogicalSort.create(
        input,
        RelCollations.of(keys.stream().map(Algebra::collation).toList()),
        null,
        limit < 0 ? null : rex.makeExactLiteral(java.math.BigDecimal.valueOf(limit), Types.LONG));
  }

  /**
   * The first {@code limit} rows in the relation's order, ties broken so that the result is always
   * the same.
   */
  public <T> Relation<T> limit(Relation<T> input, long limit) {
    return new Relation<>(
        sort(input.plan(), totalOrder(input), limit),
        input.fields(),
        input.provenance(),
        input.order(),
        input.addressKeys());
  }

  /**
   * A row for each element of {@code list}, the element in a column at the end; a row whose list is
   * null or empty goes.
   */
  public RelNode unnest(RelNode input, RexNode list, RelDataType element) {
    List<RexNode> columns = new ArrayList<>();
    IntStream.range(0, input.getRowType().getFieldCount()).forEach(i -> columns.add(ref(input, i)));
    columns.add(rex.makeCall(element, Unnest.of(element), List.of(list)));
    return project(input, columns);
  }

  /** All rows of all inputs, whose rows must have the same types. */
  public RelNode union(List<RelNode> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : LogicalUnion.create(inputs, true);
  }

  /**
   * Pairs of rows for which {@code condition}, over the left row followed by the right, is true.
   */
  public RelNode join(RelNode left, RelNode right, JoinRelType kind, RexNode condition) {
    return LogicalJoin.create(left, right, ImmutableList.of(), condition, Set.of(), kind);
  }

  /** Rows of literals; the types hold even when there is no row. */
  public RelNode values(List<RelDataType> types, List<List<RexLiteral>> rows) {
    List<String> generated = types.stream().map(t -> "c" + ++names).toList();
    RelDataType rowType = Types.FACTORY.createStructType(types, generated);
    ImmutableList<ImmutableList<RexLiteral>> tuples =
        rows.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
    return LogicalValues.create(cluster, rowType, tuples);
  }

  /** The rows of a table, with its own column names, in place of a {@link #scan}. */
  public RelNode values(TableShape table, List<? extends List<? extends @Nullable Object>> rows) {
    List<RelDataType> types =
        table.columns().stream().map(column -> Types.of(column.type())).toList();
    RelDataType rowType =
        Types.FACTORY.createStructType(
            types, table.columns().stream().map(TableShape.ShapeColumn::name).toList());
    Scalars scalars = new Scalars(rex);
    ImmutableList.Builder<ImmutableList<RexLiteral>> tuples = ImmutableList.builder();
    for (List<? extends @Nullable Object> row : rows) {
      ImmutableList.Builder<RexLiteral> tuple = ImmutableList.builder();
      for (int i = 0; i < types.size(); i++) {
        tuple.add(scalars.literal(row.get(i), types.get(i)));
      }
      tuples.add(tuple.build());
    }
    return LogicalValues.create(cluster, rowType, tuples.build());
  }

  /** One row, on which constants can be computed; its only column is true. */
  public RelNode oneRow() {
    return values(List.of(Types.BOOLEAN), List.of(List.of(rex.makeLiteral(true))));
  }

  /**
   * The plan whose row is exactly the visible fields, in the relation's order; where the order
   * leaves open which row comes first, provenance decides, or else the visible columns do.
   */
  public RelNode finish(Relation<?> relation) {
    RelNode sorted = sort(relation.plan(), totalOrder(relation), -1);
    return project(
        sorted, relation.fields().stream().map(field -> ref(sorted, field.index())).toList());
  }

  /** The relation's order, made total. */
  public List<SortKey> totalOrder(Relation<?> relation) {
    List<SortKey> keys = new ArrayList<>(relation.order());
    List<Integer> ties =
        relation.provenance().isEmpty()
            ? relation.fields().stream().map(Field::index).distinct().toList()
            : relation.provenance();
    for (int index : ties) {
      Set<Integer> before = keys.stream().map(SortKey::index).collect(Collectors.toSet());
      if (!before.isEmpty()
          && relation.provenance().isEmpty()
          && UniqueRows.areUnique(relation.plan(), before)) {
        return keys;
      }
      if (!before.contains(index)) {
        keys.add(new SortKey(index, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
      }
    }
    return keys;
  }

  private static int place(List<RexNode> expressions, RexNode expression) {
    int at = expressions.indexOf(expression);
    if (at >= 0) {
      return at;
    }
    expressions.add(expression);
    return expressions.size() - 1;
  }

  private static boolean isIdentity(RelNode input, List<? extends RexNode> expressions) {
    return expressions.size() == input.getRowType().getFieldCount()
        && IntStream.range(0, expressions.size())
            .allMatch(i -> expressions.get(i) instanceof RexInputRef ref && ref.getIndex() == i);
  }

  private static RelFieldCollation collation(SortKey key) {
    return new RelFieldCollation(
        key.index(),
        switch (key.direction()) {
          case ASCENDING -> RelFieldCollation.Direction.ASCENDING;
          case DESCENDING -> RelFieldCollation.Direction.DESCENDING;
        },
        switch (key.nulls()) {
          case FIRST -> RelFieldCollation.NullDirection.FIRST;
          case LAST -> RelFieldCollation.NullDirection.LAST;
        });
  }
}
