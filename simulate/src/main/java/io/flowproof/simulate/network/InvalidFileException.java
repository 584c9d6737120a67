package io.flowproof.simulate.network;

/** A network or scenario file that says something impossible. The message names file and place. */
public final class InvalidFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error. */
  public InvalidFileException(String message) {
    super(message);
  }
}
