package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * The rows that expressions are lowered over. An expression that is needed more than once becomes a
 * hidden column of its own ({@link #once}), or else nested expressions would double in size with
 * each level. Columns are only ever appended, so what was lowered before stays right.
 */
final class Row {
  private final Algebra algebra;
  private Relation<SplType> relation;

  Row(Algebra algebra, Relation<SplType> relation) {
    this.algebra = algebra;
    this.relation = relation;
  }

  /** The field of that name, empty when no event has it. */
  Optional<Value> field(String name) {
    return relation.field(name).map(this::value);
  }

  /** A visible field as a value. */
  Value value(Field<SplType> field) {
    return new Value(algebra.ref(relation, field), field.type());
  }

  /** The same value in a form that may be used many times. */
  RexNode once(RexNode expression) {
    if (expression instanceof RexInputRef || expression instanceof RexLiteral) {
      return expression;
    }
    RelNode plan = relation.plan();
    int width = plan.getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>();
    IntStream.range(0, width).forEach(i -> columns.add(algebra.ref(plan, i)));
    columns.add(expression);
    RelNode wider = algebra.project(plan, columns);
    relation =
        new Relation<>(
            wider,
            relation.fields(),
            relation.provenance(),
            relation.order(),
            relation.addressKeys());
    return algebra.ref(wider, width);
  }

  /** {@link #once(RexNode)} of a value. */
  Value once(Value value) {
    return value.literal() != null ? value : new Value(once(value.rex()), value.type());
  }

  /** The rows, with the hidden columns that were made. */
  Relation<SplType> relation() {
    return relation;
  }
}
