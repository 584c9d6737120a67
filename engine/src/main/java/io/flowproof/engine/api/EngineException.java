package io.flowproof.engine.api;

import io.flowproof.core.source.ErrorCode;
import java.time.Duration;
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

  /** A query took longer than it may. */
  public static EngineException timeout(Duration limit) {
    double seconds = limit.toMillis() / 1000.0;
    return new EngineException(
        ErrorCode.TIMEOUT,
        "The query took longer than %s s (narrow it, or raise the limit with --timeout)"
            .formatted(seconds == Math.rint(seconds) ? Long.toString((long) seconds) : seconds));
  }

  /** A query was cancelled. */
  public static EngineException cancelled() {
    return new EngineException(ErrorCode.CANCELLED, "The query was cancelled");
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
