package io.flowproof.app.cli;

/** The command was called in a way that cannot work. The message says what would be right. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
