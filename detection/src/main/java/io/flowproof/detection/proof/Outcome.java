package io.flowproof.detection.proof;

import java.util.List;

/**
 * What came of showing one level.
 *
 * @param verdict yes, no, not enough, not tried
 * @param reasons why it is not {@link Verdict#SHOWN}, a sentence each, the first one the gravest;
 *     empty when it is
 */
public record Outcome(Verdict verdict, List<String> reasons) {
  /** It is shown. */
  public static final Outcome SHOWN = new Outcome(Verdict.SHOWN, List.of());

  /** Copies the list. */
  public Outcome {
    reasons = List.copyOf(reasons);
  }

  /** It is refuted by what the reasons say. */
  public static Outcome refuted(List<String> reasons) {
    return new Outcome(Verdict.REFUTED, reasons);
  }

  /** There is not enough evidence. */
  public static Outcome notShown(String reason) {
    return new Outcome(Verdict.NOT_SHOWN, List.of(reason));
  }

  /** Nobody looked. */
  public static Outcome notTried(String reason) {
    return new Outcome(Verdict.NOT_TRIED, List.of(reason));
  }

  /** True for {@link Verdict#SHOWN}. */
  public boolean isShown() {
    return verdict == Verdict.SHOWN;
  }
}
