package io.flowproof.core.function;

import io.flowproof.core.column.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function that an engine cannot express in SQL and runs in Java instead. It must be
 * deterministic, free of side effects, safe to call from several threads, and must end: what could
 * run long (a regex) keeps a deadline of its own.
 *
 * @param name the name in SQL, lower case with underscores, prefixed {@code fp_}
 * @param parameters argument types; TIMESTAMP is not allowed
 * @param result the type of the result
 * @param body the function; it is not called when an argument is null, the result is then null
 */
public record JavaFunction(String name, List<ColumnType> parameters, ColumnType result, Body body) {

  /** What the function does with arguments that are all there. */
  @FunctionalInterface
  public interface Body {
    /**
     * Arguments arrive as {@link Integer}, {@link Long}, {@link Double}, {@link Boolean} or {@link
     * String}; the result is of the declared type's class, or null.
     */
    @Nullable Object apply(@Nullable Object[] arguments);
  }
}
