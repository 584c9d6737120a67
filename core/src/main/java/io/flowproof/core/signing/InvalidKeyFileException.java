package io.flowproof.core.signing;

/**
 * A file that is no key of the kind that was wanted. The message names it and says what is right.
 */
public final class InvalidKeyFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidKeyFileException(String message) {
    super(message);
  }
}
