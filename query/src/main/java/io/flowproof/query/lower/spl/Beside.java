package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Two relations joined, and their fields side by side. */
final class Beside {
  private final Relation<SplType> left;
  private final Relation<SplType> right;
  private final SplContext context;
  private final int leftWidth;

  Beside(Relation<SplType> left, Relation<SplType> right, SplContext context) {
    this.left = left;
    this.right = right;
    this.context = context;
    this.leftWidth = left.plan().getRowType().getFieldCount();
  }

  /** The join; the row is the left's followed by the right's. */
  RelNode join(JoinRelType kind, RexNode condition) {
    return context.algebra().join(left.plan(), right.plan(), kind, condition);
  }

  /** A column of the right relation, or a literal, as a column of the pair. */
  RexNode inRight(RexNode column) {
    return column instanceof RexInputRef ref
        ? new RexInputRef(leftWidth + ref.getIndex(), ref.getType())
        : column;
  }

  /** A field of the right relation over the joined row. */
  private Value inRight(Field<SplType> field, RelNode joined) {
    return new Value(context.algebra().ref(joined, leftWidth + field.index()), field.type());
  }

  /**
   * The left's fields, then those that only the right has. A field of both is the right's where it
   * has a value, if it overrides, else the left's where that has one.
   *
   * @param taken which of the right's fields
   */
  List<Output<SplType>> outputs(RelNode joined, boolean overrides, Predicate<String> taken) {
    Algebra algebra = context.algebra();
    List<Output<SplType>> outputs = new ArrayList<>();
    for (Field<SplType> field : left.fields()) {
      Value value = new Value(algebra.ref(joined, field.index()), field.type());
      Optional<Field<SplType>> same =
          taken.test(field.name()) ? right.field(field.name()) : Optional.empty();
      Value merged =
          same.isEmpty()
              ? value
              : overrides
                  ? first(inRight(same.get(), joined), value, context)
                  : first(value, inRight(same.get(), joined), context);
      outputs.add(new Output<>(field.name(), merged.rex(), merged.type()));
    }
    for (Field<SplType> field : right.fields()) {
      if (left.field(field.name()).isEmpty() && taken.test(field.name())) {
        outputs.add(new Output<>(field.name(), inRight(field, joined).rex(), field.type()));
      }
    }
    return outputs;
  }

  /** The first of two values that is not missing. */
  static Value first(Value preferred, Value otherwise, SplContext context) {
    SplType type = SplScalars.common(preferred.type(), otherwise.type());
    SplScalars scalars = context.scalars();
    EngineFunction coalesce = new EngineFunction("COALESCE", type.physical(), "coalesce({0}, {1})");
    return new Value(
        context.sql().call(coalesce, scalars.to(preferred, type), scalars.to(otherwise, type)),
        type);
  }
}
