package io.flowproof.detection.investigate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of a result, by the places of its columns. */
record Row(List<@Nullable Object> values) {
  String text(int column) {
    return String.valueOf(values.get(column));
  }

  @Nullable String textOrNull(int column) {
    Object value = values.get(column);
    return value == null ? null : value.toString();
  }

  long number(int column) {
    return values.get(column) instanceof Number number ? number.longValue() : 0;
  }

  boolean truth(int column) {
    return Boolean.TRUE.equals(values.get(column));
  }

  Instant time(int column) {
    return (Instant) Objects.requireNonNull(values.get(column));
  }

  @Nullable Instant timeOrNull(int column) {
    return (Instant) values.get(column);
  }
}
