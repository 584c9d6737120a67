package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A lowered value.
 *
 * @param rex the expression over the current row
 * @param type Kusto's type
 * @param constant the value when it is known at compile time and is not null: {@link Boolean},
 *     {@link Integer}, {@link Long} (also ticks), {@link Double}, {@link String} (also JSON and
 *     guid); for {@code typeof(…)} the {@link KqlType}; else null
 */
record Scalar(RexNode rex, KqlType type, @Nullable Object constant) {

  Scalar(RexNode rex, KqlType type) {
    this(rex, type, null);
  }

  /** True for int and long. */
  boolean isInteger() {
    return type == KqlType.INT || type == KqlType.LONG;
  }

  /** True for int, long and real. */
  boolean isNumber() {
    return isInteger() || type == KqlType.REAL;
  }

  /** True when the value is known and not null, or is of a type that has no null. */
  boolean isNeverNull() {
    return constant != null || type == KqlType.STRING;
  }
}
