package io.flowproof.flowlog.asset;

/** A file is no inventory. The message names it and its place, and says what would be right. */
public final class InvalidInventoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence for whoever gave the file. */
  public InvalidInventoryException(String message) {
    super(message);
  }
}
