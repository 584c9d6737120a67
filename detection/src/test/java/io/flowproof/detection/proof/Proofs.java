package io.flowproof.detection.proof;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.Severity;
import io.flowproof.query.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proof with something in every place, made up for tests. */
public final class Proofs {
  private Proofs() {}

  /** One rule at level 4, with a disagreement that is known and a replay that missed. */
  public static Proof example() {
    return new Proof(
        Proof.VERSION,
        new Proof.Tool("flowproof", "0.1.0"),
        new Proof.PackIdentity("vpc-flow", "aa".repeat(32), "ab".repeat(20), false),
        Instant.parse("2026-03-02T09:00:00Z"),
        1,
        "18.1",
        List.of(rule("external-scan")),
        null);
  }

  /** The rule of the example under another name. */
  public static RuleProof rule(String name) {
    return new RuleProof(
        name,
        "reconnaissance/" + name,
        "6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70",
        "External address scans <hosts>",
        Rule.Status.STABLE,
        Severity.MEDIUM,
        List.of(new Rule.Technique("T1595.001", "reconnaissance")),
        900,
        3600,
        List.of("srcaddr", "dstport"),
        "AWSVPCFlow | where DstPort == 22\n",
        null,
        "bb".repeat(32),
        ProofLevel.ROBUST,
        ProofLevel.ROBUST,
        validity(),
        new Testing(
            Outcome.SHOWN,
            List.of(
                new Testing.CaseResult(
                    "a port scan that is mostly rejected fires", Language.KQL, true, true, null))),
        agreement(),
        robustness(),
        replaying(),
        List.of(new RuleProof.Effort(ProofLevel.TESTED, 0.25, false)));
  }

  private static Validity validity() {
    return new Validity(
        Outcome.SHOWN,
        List.of(
            new Validity.TextProblem(
                Language.KQL, 1, 3, "UNKNOWN_COLUMN", "Unknown column 'x'", "r:1:3: …")),
        List.of("version 2"),
        List.of(new Validity.TechniqueCheck("T1595.001", "Scanning IP Blocks", null, null)));
  }

  private static Agreement agreement() {
    return new Agreement(
        Outcome.SHOWN,
        1,
        60,
        List.of(
            new Agreement.Firing(Language.KQL, 30, 30), new Agreement.Firing(Language.SPL, 30, 30)),
        List.of(new Agreement.KnownDifference("spl: a reason", "because", 2)),
        List.of(
            new Agreement.Disagreement(
                7,
                Instant.parse("2026-03-02T10:00:00Z"),
                List.of(entity("203.0.113.77")),
                List.of(entity(null)),
                "version srcaddr\n2 203.0.113.77\n",
                1,
                true)));
  }

  private static Robustness robustness() {
    return new Robustness(
        Outcome.SHOWN,
        List.of(
            new Robustness.Mutant(
                "k-1a2b3c",
                Language.KQL,
                Robustness.Kind.THRESHOLD,
                3,
                16,
                "25 → 26",
                "AWSVPCFlow",
                Robustness.Fate.KILLED,
                "exactly 25 ports fire")));
  }

  private static Replaying replaying() {
    TimeToDetect delay =
        new TimeToDetect(
            915.5,
            List.of(
                new TimeToDetect.Share(
                    TimeToDetect.Part.BEHAVIOUR, 15.5, TimeToDetect.Origin.SIMULATED),
                new TimeToDetect.Share(
                    TimeToDetect.Part.INGEST, 900, TimeToDetect.Origin.ASSUMED)));
    return new Replaying(
        Outcome.notShown("no scenario shows T1595.001 that the tests do not name"),
        List.of(
            new Replaying.Replay(
                "port-scan-slow",
                "T1595.001",
                Replaying.Origin.SIMULATED,
                Replaying.Strength.MILD,
                "web-shop",
                1,
                Instant.parse("2026-03-02T10:00:00Z"),
                Instant.parse("2026-03-02T11:00:00Z"),
                List.of(
                    new Replaying.ReplayResult(
                        Language.KQL,
                        true,
                        1,
                        0,
                        2,
                        1.0,
                        1.0 / 3,
                        List.of(entity("1.2.3.4")),
                        delay),
                    new Replaying.ReplayResult(
                        Language.SPL, false, 0, 0, null, null, null, List.of(), null)))),
        List.of(
            new Replaying.HonestDay(
                "web-shop",
                Replaying.Origin.SIMULATED,
                1,
                24,
                12_345,
                List.of(new Replaying.Alerts(Language.KQL, 2, 2.0, List.of(entity("1.2.3.4")))))));
  }

  private static Map<String, @Nullable String> entity(@Nullable String source) {
    Map<String, @Nullable String> entity = new HashMap<>();
    entity.put("source", source);
    return entity;
  }

  /** The example with some rules in the place of its one. */
  public static Proof of(RuleProof... rules) {
    Proof one = example();
    List<RuleProof> all = new ArrayList<>();
    Collections.addAll(all, rules);
    return new Proof(
        one.version(), one.tool(), one.pack(), one.made(), one.seed(), one.attack(), all, null);
  }
}
