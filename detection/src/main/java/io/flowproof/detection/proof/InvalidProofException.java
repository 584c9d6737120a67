package io.flowproof.detection.proof;

import org.jspecify.annotations.Nullable;

/** A file that is no proof; the message names it, the place, and what is wrong. */
public final class InvalidProofException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidProofException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
