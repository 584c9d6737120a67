package io.flowproof.detection.given;

/** What a user gave cannot be used. The message names it and says what would be right. */
public final class InvalidGivenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence. */
  public InvalidGivenException(String message) {
    super(message);
  }
}
