package io.flowproof.query.lower;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stage: a query whose rows must be known before the query around it can be planned, such as
 * a subsearch, or the values that become columns.
 */
@FunctionalInterface
public interface StageRunner {
  /**
   * All rows of one SELECT: numbers, truth values, texts, lists of texts, or null.
   *
   * @throws RuntimeException as the engine has it when the stage fails or reaches a limit
   */
  List<List<@Nullable Object>> rows(String sql);
}
