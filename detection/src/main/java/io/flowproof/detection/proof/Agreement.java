package io.flowproof.detection.proof;

import io.flowproof.query.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Level 3: KQL and SPL on generated samples of traffic.
 *
 * @param outcome whether they agree
 * @param seed that the samples were drawn from
 * @param samples how many were run in both languages
 * @param firing in how many of them each language found something
 * @param known differences of the two SIEMs that the rule's author declares, and how often they
 *     showed
 * @param disagreements each shrunk to the fewest flows that still show it; of those that look the
 *     same only the first
 */
public record Agreement(
    Outcome outcome,
    long seed,
    int samples,
    List<Firing> firing,
    List<KnownDifference> known,
    List<Disagreement> disagreements) {
  /** How many samples must fire, and how many stay silent, in each language. */
  public static final int ENOUGH = 20;

  /** Copies the lists. */
  public Agreement {
    firing = List.copyOf(firing);
    known = List.copyOf(known);
    disagreements = List.copyOf(disagreements);
  }

  /** In how many samples a language found something, and in how many nothing. */
  public record Firing(Language language, int fired, int silent) {}

  /**
   * A difference that is known and not the rule's fault.
   *
   * @param difference what differs
   * @param reason why
   * @param samples in how many samples it showed
   */
  public record KnownDifference(String difference, String reason, int samples) {}

  /**
   * A sample on which the languages differ.
   *
   * @param sample its number, from 1
   * @param tick the time at which both ran
   * @param onlyKql entities that only KQL found, by the names of the rule's entities
   * @param onlySpl entities that only SPL found
   * @param log the flows, as a log file with a header line holds them
   * @param flows how many
   * @param smallest true when taking away any one of them makes the languages agree; false when the
   *     time for shrinking was over before
   */
  public record Disagreement(
      int sample,
      Instant tick,
      List<Map<String, @Nullable String>> onlyKql,
      List<Map<String, @Nullable String>> onlySpl,
      String log,
      int flows,
      boolean smallest) {
    /** Copies the lists. */
    public Disagreement {
      onlyKql = List.copyOf(onlyKql);
      onlySpl = List.copyOf(onlySpl);
    }
  }
}
