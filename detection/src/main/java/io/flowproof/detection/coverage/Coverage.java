package io.flowproof.detection.coverage;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.FlowSight;
import io.flowproof.core.attack.Tactic;
import io.flowproof.core.attack.Technique;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.RuleProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a pack covers of ATT&amp;CK: every technique that MITRE's analytics look for in flow data,
 * and every one that a rule names.
 *
 * @param rules of the pack
 * @param proof what is proven of them; null where no proof was given
 * @param observation how the user's network is recorded; null where none was given
 * @param techniques in the order of their ids
 * @param ruleCoverage what each rule sees of the user's network; empty without an observation
 * @param changes what would help; empty without an observation
 * @param stale rules whose text differs from the one that was proven, or that the proof lacks
 */
public record Coverage(
    List<Rule> rules,
    @Nullable Proof proof,
    @Nullable Observation observation,
    List<TechniqueCoverage> techniques,
    List<RuleCoverage> ruleCoverage,
    List<Change> changes,
    List<String> stale) {
  /** Copies the lists. */
  public Coverage {
    rules = List.copyOf(rules);
    techniques = List.copyOf(techniques);
    ruleCoverage = List.copyOf(ruleCoverage);
    changes = List.copyOf(changes);
    stale = List.copyOf(stale);
  }

  /** Of these rules. */
  public static Coverage of(
      List<Rule> rules, @Nullable Proof proof, @Nullable Observation observation) {
    SortedSet<String> ids = new TreeSet<>();
    AttackMatrix.pinned().sights().forEach(sight -> ids.add(sight.technique()));
    ids.removeIf(id -> analytics(id).isEmpty());
    rules.forEach(rule -> rule.attack().forEach(technique -> ids.add(technique.id())));
    List<Delay> delays = proof == null ? List.of() : Delay.of(proof);
    return new Coverage(
        rules,
        proof,
        observation,
        ids.stream().map(id -> technique(id, rules, proof, observation, delays)).toList(),
        observation == null
            ? List.of()
            : rules.stream().map(rule -> RuleCoverage.of(rule, observation)).toList(),
        observation == null ? List.of() : Change.of(rules, observation),
        proof == null ? List.of() : stale(rules, proof));
  }

  /** The techniques that stand under a tactic, in the order of their ids. */
  public List<TechniqueCoverage> under(Tactic tactic) {
    return techniques.stream().filter(each -> each.tactics().contains(tactic)).toList();
  }

  private static List<String> analytics(String id) {
    return AttackMatrix.pinned().sight(id).map(FlowSight::analytics).orElse(List.of());
  }

  private static TechniqueCoverage technique(
      String id,
      List<Rule> rules,
      @Nullable Proof proof,
      @Nullable Observation observation,
      List<Delay> delays) {
    AttackMatrix matrix = AttackMatrix.pinned();
    Technique technique = matrix.technique(id).orElseThrow();
    List<Rule> naming =
        rules.stream()
            .filter(rule -> rule.attack().stream().anyMatch(each -> each.id().equals(id)))
            .toList();
    return new TechniqueCoverage(
        technique,
        tactics(technique, naming),
        matrix.sight(id).orElse(null),
        naming,
        proof == null ? null : level(naming, proof),
        ReplayedAttack.of(delays.stream().filter(delay -> delay.technique().equals(id)).toList()),
        observation == null ? Map.of() : TechniqueCoverage.shares(naming, observation));
  }

  private static List<Tactic> tactics(Technique technique, List<Rule> naming) {
    List<Tactic> named = new ArrayList<>();
    for (Rule rule : naming) {
      rule.attack().stream()
          .filter(each -> each.id().equals(technique.id()))
          .map(each -> Tactic.find(each.tactic()))
          .flatMap(Optional::stream)
          .filter(tactic -> !named.contains(tactic))
          .forEach(named::add);
    }
    return named.isEmpty() ? technique.tactics() : named.stream().sorted().toList();
  }

  private static @Nullable ProofLevel level(List<Rule> naming, Proof proof) {
    return naming.stream()
        .map(rule -> proof.rule(rule.name()).map(RuleProof::level).orElse(null))
        .filter(Objects::nonNull)
        .max(ProofLevel::compareTo)
        .orElse(null);
  }

  private static List<String> stale(List<Rule> rules, Proof proof) {
    return rules.stream()
        .filter(rule -> proof.rule(rule.name()).filter(proven -> same(rule, proven)).isEmpty())
        .map(Rule::name)
        .toList();
  }

  /** Whether the texts are those that were proven. */
  private static boolean same(Rule rule, RuleProof proven) {
    return Objects.equals(rule.kql() == null ? null : rule.kql().text(), proven.kql())
        && Objects.equals(rule.spl() == null ? null : rule.spl().text(), proven.spl());
  }
}
