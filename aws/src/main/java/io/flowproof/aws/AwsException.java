package io.flowproof.aws;

/** AWS cannot be reached as asked, or refuses everything. The message says why and what to do. */
public final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public AwsException(String message) {
    super(message);
  }
}
