package io.flowproof.engine.api;

import io.flowproof.core.source.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * An engine could not do what it was asked. The code says who must act: {@code TIMEOUT}, {@code
 * MEMORY} and {@code CANCELLED} are what their names say; a code of kind {@code INVALID} means that
 * the SQL text is wrong (a bug of ours where we generated it); anything else is {@code ENGINE}.
 */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** The message is one a user can act on. */
  public EngineException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** The cause is for a stack trace only; the message must not need it. */
  public EngineException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public ErrorCode code() {
    return code;
  }

  /** The message, never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }
}
