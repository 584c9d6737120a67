package io.flowproof.detection.proof;

import io.flowproof.query.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Level 2: the cases of {@code tests.yml}.
 *
 * @param outcome whether all pass
 * @param cases each case in each language that it is about, in the order of the file
 */
public record Testing(Outcome outcome, List<CaseResult> cases) {
  /** Copies the list. */
  public Testing {
    cases = List.copyOf(cases);
  }

  /**
   * A case in one language.
   *
   * @param name the sentence that it shows
   * @param language of the text that ran
   * @param fires true when findings are expected
   * @param passed whether what came is what was expected
   * @param failure what was expected, what came and the flows at fault; null when it passed
   */
  public record CaseResult(
      String name, Language language, boolean fires, boolean passed, @Nullable String failure) {}
}
