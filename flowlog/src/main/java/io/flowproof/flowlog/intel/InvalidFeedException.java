package io.flowproof.flowlog.intel;

/** A file is no feed of threat intelligence. The message names it and says why. */
public final class InvalidFeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence for whoever gave the file. */
  public InvalidFeedException(String message) {
    super(message);
  }
}
