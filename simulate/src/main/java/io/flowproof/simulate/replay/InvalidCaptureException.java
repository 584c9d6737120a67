package io.flowproof.simulate.replay;

/** A capture that cannot be read as what it was said to be. The message names file and place. */
public final class InvalidCaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidCaptureException(String message) {
    super(message);
  }
}
