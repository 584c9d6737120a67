package io.flowproof.detection.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;

/**
 * A file of known differences or equivalent mutants that cannot be read; the message says where.
 */
public final class InvalidMarksException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the file, what was seen and what would be right. */
  public InvalidMarksException(String message) {
    super(message);
  }

  /** What the reader of the file says, with the place. */
  public static InvalidMarksException of(Path file, JsonProcessingException e) {
    return new InvalidMarksException(
        "%s:%d:%d: INVALID_RULE: %s"
            .formatted(
                file,
                e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                e.getOriginalMessage()));
  }
}
