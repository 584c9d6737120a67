package io.flowproof.evidence.custody;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hold: until it is released no command of this program deletes what it covers.
 *
 * @param name its name
 * @param placed when
 * @param operator who placed it
 * @param reason why
 * @param released when it was ended; null while it holds
 */
public record Hold(
    String name, Instant placed, String operator, String reason, @Nullable Instant released) {

  /** Whether it still binds. */
  public boolean inForce() {
    return released == null;
  }
}
