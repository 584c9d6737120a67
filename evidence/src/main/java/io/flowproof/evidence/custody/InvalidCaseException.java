package io.flowproof.evidence.custody;

/** A folder that is no case, or a case that does not allow what was asked. The message says why. */
public final class InvalidCaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what would be right. */
  public InvalidCaseException(String message) {
    super(message);
  }
}
