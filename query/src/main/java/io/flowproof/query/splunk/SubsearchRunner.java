package io.flowproof.query.splunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a subsearch before the search around it can be planned, as Splunk does. */
@FunctionalInterface
public interface SubsearchRunner {
  /**
   * All rows of one SELECT: texts, lists of texts, or null.
   *
   * @throws RuntimeException as the engine has it when the search fails or reaches a limit
   */
  List<List<@Nullable Object>> rows(String sql);
}
