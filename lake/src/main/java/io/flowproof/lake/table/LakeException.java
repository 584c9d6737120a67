package io.flowproof.lake.table;

import io.flowproof.core.source.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A lake cannot do what it was asked. {@code DATA}: the lake or a raw object is not what it should
 * be; {@code ENGINE}: it could not be read or written, the disk being full for example.
 */
public final class LakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** The message is one a user can act on. */
  public LakeException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** The cause is for a stack trace only; the message must not need it. */
  public LakeException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public ErrorCode code() {
    return code;
  }
}
