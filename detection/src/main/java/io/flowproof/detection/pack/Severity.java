package io.flowproof.detection.pack;

/** How bad a finding is, from harmless to urgent; the order of the constants is the order. */
public enum Severity {
  /** Worth knowing. */
  INFORMATIONAL,
  /** To be looked at when there is time. */
  LOW,
  /** To be looked at today. */
  MEDIUM,
  /** To be looked at now. */
  HIGH
}
