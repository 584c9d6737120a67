package io.flowproof.core.attack;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A technique or sub-technique.
 *
 * @param id such as {@code T1595.001}
 * @param name its own name, without that of its parent
 * @param tactics what it serves, in the order of the matrix
 * @param state whether the id may still be used
 * @param replacedBy the id that replaced a revoked one; null for all others
 */
public record Technique(
    String id, String name, List<Tactic> tactics, State state, @Nullable String replacedBy) {

  /** Copies the list. */
  public Technique {
    tactics = List.copyOf(tactics);
  }

  /** Whether an id may still be used. */
  public enum State {
    /** It is part of the matrix. */
    VALID,
    /** Another id has taken its place. */
    REVOKED,
    /** MITRE does not keep it up any more, and nothing took its place. */
    DEPRECATED
  }

  /** The id without what follows the dot; its own for a technique. */
  public String parent() {
    return id.substring(0, 5);
  }

  /** True for a sub-technique. */
  public boolean isSub() {
    return id.length() > 5;
  }

  /** MITRE's page of it. */
  public URI page() {
    return URI.create("https://attack.mitre.org/techniques/" + id.replace('.', '/') + "/");
  }
}
