package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.Kql.Option;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code mv-apply}: a subquery over the expanded arrays of each row. Rows are numbered, expanded
 * and run through the subquery all at once (see {@link Partitioned}); where it drops columns, those
 * of the numbered rows are put back beside its result.
 */
final class ApplyLowering {
  private final Binder binder;
  private final Pipelines pipelines;

  ApplyLowering(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  Rows lower(KqlOperator.MvApply apply, Rows rows, Environment names) {
    ExpandLowering expand = new ExpandLowering(binder);
    String index = null;
    for (Option option : apply.options()) {
      if (option.name().equals("with_itemindex")) {
        index = option.word();
      } else {
        expand.unknown(option);
      }
    }
    Partitioned.Body body = Partitioned.of(binder, apply.body());
    @Nullable Field<KqlType> outer = rows.relation().field(Partitioned.ROW).orElse(null);
    Rows numbered = numbered(rows);
    long limit = expand.limit(apply.limit(), names);
    Rows expanded = expand.expanded(apply.columns(), limit, false, index, numbered, names);
    Rows result = applied(body, inOrder(expanded), names);
    Set<String> replaced = new HashSet<>();
    for (KqlOperator.Expansion column : apply.columns()) {
      String name = AutoNames.of(column.column().value());
      if (column.column().names().isEmpty() && name != null) {
        replaced.add(name);
      }
    }
    Rows whole = body.keepsColumns() ? result : beside(numbered, replaced, result);
    return restored(whole, outer);
  }

  /**
   * What the subquery makes; a row of which nothing is left has what a summarize over nothing
   * gives.
   */
  Rows applied(Partitioned.Body body, Rows expanded, Environment names) {
    if (body.whole() == null || body.total() == 0) {
      return pipelines.after(expanded, body.operators(), 0, names);
    }
    List<KqlOperator> operators = body.operators();
    Rows before = pipelines.after(expanded, operators.subList(0, body.total()), 0, names);
    List<KqlOperator> grouping = operators.subList(body.total(), body.total() + 1);
    Rows grouped = pipelines.after(before, grouping, 0, names);
    if (grouped.open() || grouped.relation().field(Partitioned.ROW).isEmpty()) {
      return grouped; // It was refused.
    }
    Algebra algebra = binder.context().algebra();
    Rows none =
        before.with(algebra.filter(before.relation(), binder.values().scalars().bool(false)));
    Rows empty = pipelines.after(none, List.of(body.whole()), 0, names);
    if (empty.fields().stream()
        .anyMatch(field -> grouped.relation().field(field.name()).isEmpty())) {
      return grouped; // So was a column of it.
    }
    return pipelines.after(
        inOrder(filled(expanded, grouped, empty)), operators, body.total() + 1, names);
  }

  private Rows filled(Rows expanded, Rows grouped, Rows empty) {
    Algebra algebra = binder.context().algebra();
    Scalars scalars = binder.values().scalars();
    Field<KqlType> number = expanded.relation().field(Partitioned.ROW).orElseThrow();
    RelNode all =
        algebra.aggregate(
            expanded.relation().plan(),
            List.of(algebra.ref(expanded.relation(), number)),
            List.of());
    Field<KqlType> row = grouped.relation().field(Partitioned.ROW).orElseThrow();
    RexNode found = algebra.rex().makeInputRef(Types.LONG, 1 + row.index());
    RelNode some =
        algebra.join(
            all,
            grouped.relation().plan(),
            JoinRelType.LEFT,
            scalars.equal(algebra.rex().makeInputRef(Types.LONG, 0), found));
    int width = some.getRowType().getFieldCount();
    RelNode both =
        algebra.join(some, empty.relation().plan(), JoinRelType.INNER, scalars.bool(true));
    List<Output<KqlType>> outputs = new ArrayList<>();
    outputs.add(new Output<>(Partitioned.ROW, algebra.ref(both, 0), KqlType.LONG));
    for (Field<KqlType> field : empty.fields()) {
      Field<KqlType> known = grouped.relation().field(field.name()).orElseThrow();
      RexNode value =
          scalars.choose(
              Values.physical(field.type()),
              scalars.isNull(algebra.ref(both, 1 + row.index())),
              algebra.ref(both, width + field.index()),
              algebra.ref(both, 1 + known.index()));
      outputs.add(new Output<>(field.name(), value, field.type()));
    }
    return grouped.with(
        algebra.project(new Relation<>(both, List.of(), List.of(), List.of()), outputs));
  }

  /** The rows with a number each; in a subquery of another one, the outer number is kept aside. */
  private Rows numbered(Rows rows) {
    Algebra algebra = binder.context().algebra();
    VisibleColumns columns = new VisibleColumns(binder, rows);
    rows.relation()
        .field(Partitioned.ROW)
        .ifPresent(
            outer -> columns.put(aside(), algebra.ref(rows.relation(), outer), KqlType.LONG));
    return columns
        .put(Partitioned.ROW, new RowNumber(binder).of(rows.relation()), KqlType.LONG)
        .project();
  }

  /** The number of a row in the order that its relation has, from 1. */
  record RowNumber(Binder binder) {
    RexNode of(Relation<KqlType> relation) {
      Algebra algebra = binder.context().algebra();
      List<RexNode> order = new ArrayList<>();
      List<String> keys = new ArrayList<>();
      for (SortKey key : algebra.totalOrder(relation)) {
        keys.add(
            "{"
                + order.size()
                + "}"
                + (key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
                + (key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST"));
        order.add(algebra.ref(relation.plan(), key.index()));
      }
      EngineFunction number =
          new EngineFunction(
              "ROW", Types.LONG, "row_number() OVER (ORDER BY " + String.join(", ", keys) + ")");
      return binder.values().scalars().call(number, order.toArray(RexNode[]::new));
    }
  }

  private static String aside() {
    return Partitioned.ROW + "s";
  }

  /** In the order of the rows and then of their elements. */
  static Rows inOrder(Rows rows) {
    Field<KqlType> row = rows.relation().field(Partitioned.ROW).orElseThrow();
    List<SortKey> order =
        List.of(new SortKey(row.index(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    return rows.with(rows.relation().withOrder(order));
  }

  private Rows beside(Rows left, Set<String> replaced, Rows right) {
    Field<KqlType> rightRow = right.relation().field(Partitioned.ROW).orElse(null);
    if (rightRow == null) {
      return right; // The subquery was refused.
    }
    Algebra algebra = binder.context().algebra();
    Relation<KqlType> a = left.relation();
    Relation<KqlType> b = right.relation();
    int width = a.plan().getRowType().getFieldCount();
    Field<KqlType> leftRow = a.field(Partitioned.ROW).orElseThrow();
    RexNode same =
        binder
            .values()
            .scalars()
            .equal(algebra.ref(a, leftRow), algebra.ref(a.plan(), b.plan(), rightRow.index()));
    RelNode joined = algebra.join(a.plan(), b.plan(), JoinRelType.INNER, same);
    List<Field<KqlType>> fields = new ArrayList<>();
    for (Field<KqlType> field : a.fields()) {
      boolean hidden = field.name().equals(Partitioned.ROW);
      if (hidden || (!replaced.contains(field.name()) && b.field(field.name()).isEmpty())) {
        fields.add(field);
      }
    }
    for (Field<KqlType> field : b.fields()) {
      if (!field.name().equals(Partitioned.ROW)) {
        fields.add(new Field<>(field.name(), field.type(), width + field.index()));
      }
    }
    List<SortKey> order = new ArrayList<>();
    order.add(new SortKey(leftRow.index(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    for (SortKey key : b.order()) {
      order.add(new SortKey(width + key.index(), key.direction(), key.nulls()));
    }
    List<Integer> provenance = new ArrayList<>();
    b.provenance().forEach(place -> provenance.add(width + place));
    return right.with(new Relation<>(joined, fields, provenance, order));
  }

  private Rows restored(Rows rows, @Nullable Field<KqlType> outer) {
    VisibleColumns columns = new VisibleColumns(binder, rows).remove(Partitioned.ROW);
    if (outer != null) {
      rows.relation()
          .field(aside())
          .ifPresent(
              field ->
                  columns
                      .remove(aside())
                      .put(
                          Partitioned.ROW,
                          binder.context().algebra().ref(rows.relation(), field),
                          KqlType.LONG));
    }
    return columns.project();
  }
}
