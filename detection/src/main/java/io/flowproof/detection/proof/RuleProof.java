package io.flowproof.detection.proof;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was proven of one rule.
 *
 * @param name its directory's name
 * @param path of its directory below the pack, with slashes
 * @param id of the rule
 * @param title what fired, as an analyst reads it
 * @param status how far its author lets it be trusted
 * @param severity of its findings
 * @param attack the techniques that it shows
 * @param everySeconds between two runs
 * @param overSeconds what a run looks back on
 * @param needs the fields of flow logs without which it is blind, by AWS's names
 * @param kql the text for Sentinel, or null
 * @param spl the text for Splunk, or null
 * @param sha256 of its files: of the lines {@code sha256 name}, sorted by name
 * @param demanded the level that its status demands
 * @param level the level that it has: the highest with all levels below it shown
 * @param valid level 1
 * @param tested level 2
 * @param agreeing level 3
 * @param robust level 4
 * @param replayed level 5
 * @param seconds how long proving it took, level by level; a level taken from the cache has the
 *     time that it took when it was computed
 */
public record RuleProof(
    String name,
    String path,
    String id,
    String title,
    Rule.Status status,
    Severity severity,
    List<Rule.Technique> attack,
    long everySeconds,
    long overSeconds,
    List<String> needs,
    @Nullable String kql,
    @Nullable String spl,
    String sha256,
    ProofLevel demanded,
    ProofLevel level,
    Validity valid,
    Testing tested,
    Agreement agreeing,
    Robustness robust,
    Replaying replayed,
    List<Effort> seconds) {

  /** Copies the lists. */
  public RuleProof {
    attack = List.copyOf(attack);
    needs = List.copyOf(needs);
    seconds = List.copyOf(seconds);
  }

  /** True when it has the level that its status demands. */
  public boolean isEnough() {
    return level.compareTo(demanded) >= 0;
  }

  /** The same, taken from a cache. */
  public RuleProof cached() {
    return new RuleProof(
        name,
        path,
        id,
        title,
        status,
        severity,
        attack,
        everySeconds,
        overSeconds,
        needs,
        kql,
        spl,
        sha256,
        demanded,
        level,
        valid,
        tested,
        agreeing,
        robust,
        replayed,
        seconds.stream().map(e -> new Effort(e.level(), e.seconds(), true)).toList());
  }

  /** What came of showing a level. */
  public Outcome outcome(ProofLevel of) {
    return switch (of) {
      case WRITTEN -> Outcome.SHOWN;
      case VALID -> valid.outcome();
      case TESTED -> tested.outcome();
      case AGREEING -> agreeing.outcome();
      case ROBUST -> robust.outcome();
      case REPLAYED -> replayed.outcome();
    };
  }

  /**
   * The level that a status demands: {@code stable} is robust, {@code test} is tested, {@code
   * experimental} is valid.
   */
  public static ProofLevel demandedBy(Rule.Status status) {
    return switch (status) {
      case EXPERIMENTAL -> ProofLevel.VALID;
      case TEST -> ProofLevel.TESTED;
      case STABLE -> ProofLevel.ROBUST;
    };
  }

  /**
   * How long a level took.
   *
   * @param level which
   * @param seconds of wall-clock time
   * @param cached true when this run took the result from the cache
   */
  public record Effort(ProofLevel level, double seconds, boolean cached) {}
}
