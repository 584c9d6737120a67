package io.flowproof.lake.read;

import io.flowproof.lake.table.LakeSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * When rows begin.
 *
 * @param from the first moment, or null
 * @param to the moment after the last, or null
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant to) {
  /** All time. */
  public static final TimeRange ALL = new TimeRange(null, null);

  /** The range as Iceberg plans by it. */
  Expression over(boolean hasTime) {
    Expression range = Expressions.alwaysTrue();
    if (!hasTime) {
      return range;
    }
    if (from != null) {
      range = Expressions.and(range, Expressions.greaterThanOrEqual(LakeSchema.TIME, micros(from)));
    }
    return to == null
        ? range
        : Expressions.and(range, Expressions.lessThan(LakeSchema.TIME, micros(to)));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
