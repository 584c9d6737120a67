package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.detection.pack.Exemption;
import io.flowproof.detection.pack.Pack;
import java.util.ArrayList;
import java.util.List;

/** Runs every check over a pack. */
public final class Lint {
  private static final List<LintCheck> CHECKS =
      List.of(
          new OnlyDeployableTables(),
          new KindsOfTests(),
          new UniqueIds(),
          new EntitiesInText(),
          new ThresholdsInText(),
          new ThresholdsInTuning(),
          new ColumnsThatAreRead(),
          new ArrivalInWindow(),
          new TacticsOfTechniques(),
          new PagesOfTechniques(),
          new ToldToTheAnalyst());

  private static final String EXEMPTIONS_IN_USE = "exemptions-in-use";

  private Lint() {}

  /** The names of all checks. */
  public static List<String> checks() {
    List<String> names = new ArrayList<>(CHECKS.stream().map(LintCheck::name).toList());
    names.add(EXEMPTIONS_IN_USE);
    return names;
  }

  /**
   * What is found, in the order of the checks and of the rules, without what the pack exempts. An
   * exemption that exempts nothing is a finding too.
   */
  public static List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    List<Exemption> unused = new ArrayList<>(pack.exemptions());
    for (LintCheck check : CHECKS) {
      for (LintFinding finding : check.findings(pack)) {
        List<Exemption> covering =
            pack.exemptions().stream()
                .filter(exemption -> exemption.covers(finding.check(), finding.rule()))
                .toList();
        unused.removeAll(covering);
        if (covering.isEmpty()) {
          found.add(finding);
        }
      }
    }
    unused.forEach(exemption -> found.add(unused(pack, exemption)));
    return found;
  }

  private static LintFinding unused(Pack pack, Exemption exemption) {
    return new LintFinding(
        EXEMPTIONS_IN_USE,
        exemption.rule(),
        new SourceText(pack.directory().resolve("exemptions.yml").toString(), ""),
        Span.at(0),
        "Nothing needs the exemption of '%s' from '%s'"
            .formatted(exemption.rule(), exemption.check()));
  }
}
