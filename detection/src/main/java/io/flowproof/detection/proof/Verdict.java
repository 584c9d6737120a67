package io.flowproof.detection.proof;

/** What came of showing one level. */
public enum Verdict {
  /** The evidence is there and says yes. */
  SHOWN,
  /** The evidence is there and says no. */
  REFUTED,
  /** There is not enough evidence to say either; the reason says what is missing. */
  NOT_SHOWN,
  /** Nobody looked: a level below is missing, or the run was limited to lower levels. */
  NOT_TRIED
}
