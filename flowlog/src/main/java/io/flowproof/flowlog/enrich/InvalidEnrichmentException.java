package io.flowproof.flowlog.enrich;

/**
 * A file that logs are to be enriched with cannot be used. The message names it and its place, and
 * says what would be right.
 */
public final class InvalidEnrichmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence. */
  public InvalidEnrichmentException(String message) {
    super(message);
  }
}
