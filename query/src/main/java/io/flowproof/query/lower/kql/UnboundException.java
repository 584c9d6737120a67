package io.flowproof.query.lower.kql;

/**
 * A value or table that could not be bound. The problem has been reported; whoever catches this
 * goes on with what stands beside it, so that all problems are found at once.
 */
final class UnboundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnboundException() {
    super(null, null, false, false);
  }
}
