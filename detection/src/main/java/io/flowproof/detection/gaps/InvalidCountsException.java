package io.flowproof.detection.gaps;

/** Counts of a SIEM that cannot be read; the message says where and what would be right. */
public final class InvalidCountsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidCountsException(String message) {
    super(message);
  }
}
