package io.flowproof.query.lower.spl;

import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * An expression that has been lowered.
 *
 * @param rex the expression, of the type's physical type
 * @param type what its values are
 * @param literal the text of a string literal or the text of a number literal, else null
 */
record Value(RexNode rex, SplType type, @Nullable String literal) {

  /** A value that is not a literal. */
  Value(RexNode rex, SplType type) {
    this(rex, type, null);
  }

  /** True for a string literal. */
  boolean isText() {
    return literal != null && type == SplType.TEXT;
  }
}
