package io.flowproof.query.algebra;

import io.flowproof.core.time.Ticks;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * An order of a stored time, seen as ticks or as seconds since 1970, and a constant, said of the
 * stored timestamp itself: the engine then skips what lies outside, and computes nothing.
 */
final class TimeBounds {
  /** About 5,000 years to both sides of 1970: far inside of what a timestamp can hold. */
  private static final long MOST_MICROSECONDS = 160_000_000_000_000_000L;

  private final Scalars scalars;

  TimeBounds(Scalars scalars) {
    this.scalars = scalars;
  }

  /** The same condition of the timestamp, empty where {@code left} is no stored time. */
  Optional<RexNode> of(RexCall comparison, RexNode left, RexLiteral bound) {
    if (!(left instanceof RexCall call)
        || call.getOperands().size() != 1
        || !(call.getOperands().getFirst() instanceof RexInputRef column)) {
      return Optional.empty();
    }
    if (!(bound.getValue() instanceof Number number)) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(number.toString());
    // The first microsecond at or after the bound, and the first one after it.
    return switch (comparison.getKind()) {
      case GREATER_THAN_OR_EQUAL, LESS_THAN -> first(call, value, false, comparison, column);
      case GREATER_THAN, LESS_THAN_OR_EQUAL -> first(call, value, true, comparison, column);
      default -> Optional.empty();
    };
  }

  private Optional<RexNode> first(
      RexCall call, BigDecimal bound, boolean after, RexCall comparison, RexNode column) {
    Long microsecond =
        call.getOperator().equals(Scalars.TICKS)
            ? ofTicks(bound, after)
            : call.getOperator().equals(Scalars.EPOCH) ? ofSeconds(bound, after) : null;
    if (microsecond == null) {
      return Optional.empty();
    }
    SqlOperator operator =
        switch (comparison.getKind()) {
          case GREATER_THAN, GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
          default -> SqlStdOperatorTable.LESS_THAN;
        };
    Instant instant = Instant.EPOCH.plus(microsecond, ChronoUnit.MICROS);
    return Optional.of(scalars.call(operator, column, scalars.timestamp(instant)));
  }

  private static @Nullable Long ofTicks(BigDecimal bound, boolean after) {
    if (bound.stripTrailingZeros().scale() > 0) {
      return null;
    }
    long ticks = bound.longValueExact() - Ticks.UNIX_EPOCH;
    long microsecond =
        after
            ? Math.floorDiv(ticks, Ticks.PER_MICROSECOND) + 1
            : -Math.floorDiv(-ticks, Ticks.PER_MICROSECOND);
    return inRange(microsecond);
  }

  /** The engine's seconds are the microseconds, as a double, divided by a million. */
  private static @Nullable Long ofSeconds(BigDecimal bound, boolean after) {
    double seconds = bound.doubleValue();
    if (Math.abs(seconds) > MOST_MICROSECONDS / 1e6) {
      return null;
    }
    long microsecond = Math.round(seconds * 1e6) - 2;
    while (after ? microsecond / 1e6 <= seconds : microsecond / 1e6 < seconds) {
      microsecond++;
    }
    // Far from 1970 several microseconds are one double; the first of them is the bound.
    while (after ? (microsecond - 1) / 1e6 > seconds : (microsecond - 1) / 1e6 >= seconds) {
      microsecond--;
    }
    return inRange(microsecond);
  }

  private static @Nullable Long inRange(long microsecond) {
    return Math.abs(microsecond) > MOST_MICROSECONDS ? null : microsecond;
  }
}
