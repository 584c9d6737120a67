package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The rows that expressions are lowered over. An expression that is needed more than once becomes a
 * hidden column of its own ({@link #once}), or else nested expressions would double in size with
 * each level. Columns are only ever appended, so what was lowered before stays right.
 */
final class Row {
  private final Algebra algebra;
  private final @Nullable Element element;
  private final @Nullable Row outer;
  private Relation<SplType> relation;

  Row(Algebra algebra, Relation<SplType> relation) {
    this(algebra, relation, null, null);
  }

  private Row(
      Algebra algebra, Relation<SplType> relation, @Nullable Element element, @Nullable Row outer) {
    this.algebra = algebra;
    this.relation = relation;
    this.element = element;
    this.outer = outer;
  }

  /**
   * The same rows for an expression over each value of a field: within it, the field's name is that
   * value. What depends on the value cannot become a column.
   */
  Row within(Element of) {
    return new Row(algebra, relation, of, this);
  }

  /** In how many expressions over values this one stands. */
  int level() {
    return outer == null ? 0 : outer.level() + 1;
  }

  /** The field of that name, empty when no event has it. */
  Optional<Value> field(String name) {
    if (element != null && name.equals(element.field())) {
      return Optional.of(element.value());
    }
    return outer != null ? outer.field(name) : relation.field(name).map(this::value);
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
    if (outer != null) {
      return Element.isIn(expression) ? expression : outer.once(expression);
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

  /** Makes a row for each value of a multivalue field; a row without values goes. */
  Value eachOf(Value several) {
    return new Value(unnested(several.rex(), Types.TEXT), SplType.TEXT);
  }

  /** Makes a row for each element of a list; the column with the element. */
  RexNode unnested(RexNode list, RelDataType element) {
    RexNode column = once(list);
    RelNode longer = algebra.unnest(relation.plan(), column, element);
    int at = relation.plan().getRowType().getFieldCount();
    relation =
        new Relation<>(
            longer,
            relation.fields(),
            relation.provenance(),
            relation.order(),
            relation.addressKeys());
    return algebra.ref(longer, at);
  }

  /** Goes on with rows that have the columns of these, and perhaps more. */
  void moveTo(Relation<SplType> other) {
    relation = other;
  }

  /** The rows, with the hidden columns that were made. */
  Relation<SplType> relation() {
    return outer != null ? outer.relation() : relation;
  }
}
