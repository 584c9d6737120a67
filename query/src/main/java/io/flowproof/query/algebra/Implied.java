package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Conditions that are true at least where another one is. */
final class Implied {
  private Implied() {}

  /**
   * What follows from a condition: of a conjunction all that is known of its parts, of a
   * disjunction only something where it is known of each.
   *
   * @param ofOne what is known of a condition that is neither; null for nothing
   * @return null where nothing is known
   */
  static @Nullable RexNode by(
      RexNode condition, Scalars s, Function<RexNode, @Nullable RexNode> ofOne) {
    if (condition instanceof RexCall call && call.getKind() == SqlKind.AND) {
      List<RexNode> known =
          call.getOperands().stream()
              .map(operand -> by(operand, s, ofOne))
              .filter(Objects::nonNull)
              .toList();
      return known.isEmpty() ? null : s.and(known);
    }
    if (condition instanceof RexCall call && call.getKind() == SqlKind.OR) {
      List<RexNode> all = new ArrayList<>();
      for (RexNode operand : call.getOperands()) {
        RexNode known = by(operand, s, ofOne);
        if (known == null) {
          return null;
        }
        all.add(known);
      }
      return s.or(all.stream().distinct().toList());
    }
    return ofOne.apply(condition);
  }
}
