package io.flowproof.evidence.custody;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hold: until it is released no command of this program deletes what it covers.
 *
 * @param name its name
 * @param placed when
 * @param operator who placed it
 * @param reason why
 * @param released when it was ended; null while it holds
 * @param lakes the states of lakes that it keeps
 */
public record Hold(
    String name,
    Instant placed,
    String operator,
    String reason,
    @Nullable Instant released,
    List<HeldLake> lakes) {

  /**
   * A state of a lake that a hold keeps by a tag.
   *
   * @param lake the lake's directory
   * @param tag the tag
   * @param snapshot the state's number
   * @param heldBy the words by which alone the tag can be taken away
   */
  public record HeldLake(String lake, String tag, long snapshot, String heldBy) {}

  /** Copies the list. */
  public Hold {
    lakes = List.copyOf(lakes);
  }

  /** Whether it still binds. */
  public boolean inForce() {
    return released == null;
  }
}
