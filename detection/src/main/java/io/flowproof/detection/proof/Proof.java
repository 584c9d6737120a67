package io.flowproof.detection.proof;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was proven of a pack. Every figure in it was measured in the run that wrote it; what was not
 * measured is absent (an empty list or null), never zero.
 *
 * @param version of this format: {@value #VERSION}
 * @param tool what made it
 * @param pack what was proven
 * @param made when
 * @param seed where all chance comes from: the same seed, files and tool give the same proof, save
 *     {@code made} and the times that the work took
 * @param attack the version of MITRE ATT&amp;CK that technique ids were checked against, such as
 *     {@code 18.1}
 * @param rules in the order of the pack
 * @param signature null in a proof that nobody signed
 */
public record Proof(
    int version,
    Tool tool,
    PackIdentity pack,
    Instant made,
    long seed,
    String attack,
    List<RuleProof> rules,
    @Nullable Signature signature) {
  /** The version of the format that this class reads and writes. */
  public static final int VERSION = 1;

  /** Copies the list. */
  public Proof {
    rules = List.copyOf(rules);
  }

  /** The rule of that name. */
  public Optional<RuleProof> rule(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /** The same with another signature, or none. */
  public Proof with(@Nullable Signature other) {
    return new Proof(version, tool, pack, made, seed, attack, rules, other);
  }

  /** What made a proof: {@code flowproof}, and its version. */
  public record Tool(String name, String version) {}

  /**
   * What was proven.
   *
   * @param name the name of the pack's folder
   * @param sha256 of all files of all its rules, see {@link RuleProof#sha256}
   * @param commit the Git commit that was checked out where the pack lies, or null without one
   * @param modified true when files of the pack differ from that commit, or there is none
   */
  public record PackIdentity(
      String name, String sha256, @Nullable String commit, boolean modified) {}
}
