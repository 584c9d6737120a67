package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import java.util.List;

/** The references of a rule lead to MITRE's page of each of its techniques, or of its parent. */
final class PagesOfTechniques implements LintCheck {
  private static final String SITE = "https://attack.mitre.org/techniques/";

  @Override
  public String name() {
    return "pages-of-techniques";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    return pack.rules().stream()
        .flatMap(
            rule ->
                rule.attack().stream()
                    .filter(
                        technique -> {
                          List<String> pages =
                              List.of(
                                  SITE + technique.id().replace('.', '/') + "/",
                                  SITE + technique.id().replaceFirst("\\..*", "") + "/");
                          return rule.references().stream()
                              .noneMatch(page -> pages.contains(page.toString()));
                        })
                    .map(technique -> about(rule, "No reference to the page of " + technique.id())))
        .toList();
  }
}
