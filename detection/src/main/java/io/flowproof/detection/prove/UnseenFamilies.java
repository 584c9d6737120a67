package io.flowproof.detection.prove;

import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.detection.pack.Promises;
import io.flowproof.detection.pack.Rule;
import io.flowproof.simulate.attack.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scenarios of a rule's techniques that its author had not before him, and that the rule does not
 * leave to others. Sub-techniques of one technique count as one.
 */
final class UnseenFamilies {
  private UnseenFamilies() {}

  static List<Scenario> of(Rule rule, List<Scenario> all) {
    Set<String> techniques = new LinkedHashSet<>();
    rule.attack().forEach(technique -> techniques.add(parent(technique.id())));
    Promises promises = rule.promises();
    return all.stream()
        .filter(scenario -> techniques.contains(parent(scenario.technique())))
        .filter(scenario -> !isNamed(rule, scenario.name()))
        .filter(scenario -> promises == null || !promises.leaves(scenario.name()))
        .toList();
  }

  /** Why there is none. */
  static String none(Rule rule) {
    return "no scenario of %s is left that neither tests.yml nor writtenFrom names%s"
        .formatted(
            rule.attack().stream().map(Rule.Technique::id).collect(Collectors.joining(", ")),
            rule.promises() == null || rule.promises().leaves().isEmpty()
                ? ""
                : ", and that is not left to others");
  }

  private static String parent(String technique) {
    return technique.replaceFirst("\\..*", "");
  }

  private static boolean isNamed(Rule rule, String scenario) {
    boolean tested =
        rule.tests().stream()
            .map(test -> test.given().simulation())
            .filter(Objects::nonNull)
            .map(GivenSimulation::scenarios)
            .flatMap(List::stream)
            .anyMatch(name -> name.equals(scenario) || name.endsWith("/" + scenario));
    return tested
        || rule.writtenFrom().stream()
            .anyMatch(from -> from.matches("(.*[/ ])?" + scenario + "(\\.yml)?([ ,].*)?"));
  }
}
