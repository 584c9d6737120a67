package io.flowproof.evidence.custody;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One line of the custody log.
 *
 * @param number the line, from 1
 * @param time when it was written, by the writer's clock
 * @param action what was done
 * @param body the whole line as JSON
 * @param previous the hash of the line before; 64 zeros in the first
 * @param hash SHA-256 of the line's bytes without its end
 */
public record CustodyEntry(
    long number, Instant time, Action action, JsonNode body, String previous, String hash) {

  /** The {@code kind} of a problem that says that an object is not what it was at the source. */
  public static final String CHANGED = "changed";

  /** A text of the entry; empty where it has none of that name. */
  public String text(String name) {
    return body.path(name).asText("");
  }

  /** What can be done with a case. Names in the log are in lower case. */
  public enum Action {
    /** The case was begun. */
    OPEN,
    /** A collection began: from where, by what command. */
    COLLECTION,
    /** An object was kept. */
    OBJECT,
    /** Something could not be collected, or is suspicious. */
    PROBLEM,
    /** A collection ended: how much, and whether all of it. */
    COLLECTED,
    /** An entry that was cut off by a crash was taken away. */
    RECOVERED,
    /** A hold was put on the case. */
    HOLD,
    /** A hold was ended. */
    RELEASE,
    /** The log up to here was signed. */
    SEAL,
    /** The case was written to an archive. */
    EXPORT,
    /** An incident was opened: the finding that began it, and when. */
    INCIDENT,
    /** Somebody took the incident on. */
    ACKNOWLEDGE,
    /** The attacker can go no further. */
    CONTAIN,
    /** The incident is over. */
    CLOSE
  }
}
