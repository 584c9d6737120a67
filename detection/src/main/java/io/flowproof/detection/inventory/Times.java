package io.flowproof.detection.inventory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times as the AWS CLI prints them. */
final class Times {
  private Times() {}

  /** ISO 8601 with an offset; null for anything else. */
  static @Nullable Instant parse(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
