package io.flowproof.app.report;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.run.EvidenceBasis;
import io.flowproof.detection.run.Finding;
import io.flowproof.detection.run.RuleOutcome;
import io.flowproof.query.Language;
import io.flowproof.query.Notice;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Findings for people: each a short block, the worst first; then what was searched, and which rules
 * could not look.
 */
public final class DetectReport {
  private static final int MOST_RANGES = 4;
  private static final int MOST_WINDOWS = 5;
  private static final String INDENT = "  ";

  private final PrintStream out;
  private final Page page;

  /** Writes to {@code out}. */
  public DetectReport(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /** Writes everything. */
  public void print(Detection detection) {
    List<SharedFinding> findings = SharedFinding.of(detection.findings());
    out.println(page.strong(heading(findings.size(), detection.outcomes())));
    findings.forEach(finding -> block(finding, detection));
    out.println();
    printSearched(detection);
  }

  /** Writes what was searched, and which rules could not look, without the findings. */
  public void printSearched(Detection detection) {
    searched(detection);
    problems(detection.outcomes());
  }

  /** "No findings" alone would be a lie where a rule could not look. */
  private static String heading(int findings, List<RuleOutcome> outcomes) {
    long idle = outcomes.stream().filter(o -> !(o instanceof RuleOutcome.Ran)).count();
    String found =
        findings == 0 ? "No findings" : Numbers.count(findings, "finding") + ", times in UTC";
    return idle == 0
        ? found
        : "%s; %d of %s did not run, see below"
            .formatted(found, idle, Numbers.count(outcomes.size(), "rule text"));
  }

  private void block(SharedFinding shared, Detection detection) {
    Finding finding = shared.first();
    Rule rule = finding.rule();
    out.println();
    out.println(
        "%s  %s%s  (%s)"
            .formatted(
                page.severity(rule.severity().name()),
                page.strong(rule.name()),
                rule.attack().isEmpty() ? "" : "  " + techniques(rule),
                languages(shared.languages())));
    out.println(INDENT + page.dim(rule.title()));
    out.println(INDENT + page.strong(entities(finding.entities())));
    detection
        .contexts()
        .lines(finding)
        .forEach((name, line) -> out.println(INDENT + INDENT + name + ": " + line));
    if (shared.isAgreed()) {
      seen("", finding);
    } else {
      shared.findings().forEach(f -> seen(name(f.language()) + ": ", f));
    }
    evidence(finding, detection.searched());
  }

  private void seen(String before, Finding finding) {
    out.println(
        INDENT
            + before
            + UtcTime.range(finding.firstSeen(), finding.lastSeen())
            + ", "
            + Numbers.count(finding.flows(), "flow")
            + ", "
            + Numbers.bytes(finding.bytes()));
  }

  /** Where to look first; everything is in the JSON. */
  private void evidence(Finding finding, Searched searched) {
    Map<Integer, List<Long>> byObject = LineRanges.byObject(finding.evidence().lines());
    if (byObject.isEmpty()) {
      return;
    }
    Map.Entry<Integer, List<Long>> first = byObject.entrySet().iterator().next();
    String place =
        Printable.of(searched.object(first.getKey()).object())
            + ":"
            + LineRanges.text(first.getValue(), MOST_RANGES);
    boolean all = finding.evidence().lines().size() == finding.evidence().total();
    String rest =
        byObject.size() == 1 && all
            ? ""
            : " and "
                + Numbers.count(byObject.size() - 1, "other object")
                + (all ? "" : " or more");
    out.println(INDENT + page.dim("in " + place + rest));
    if (finding.evidence().basis() == EvidenceBasis.ENTITY) {
      out.println(
          INDENT
              + page.dim(
                  "evidence by entity: all records of these entities in the rule's windows"));
    }
  }

  private static String techniques(Rule rule) {
    return rule.attack().stream()
        .map(technique -> technique.id() + " " + technique.tactic())
        .collect(Collectors.joining(", "));
  }

  /** {@code source 203.0.113.7 -> host 10.0.1.5}: who, to whom. */
  private static String entities(Map<String, @Nullable String> entities) {
    List<String> parts = new ArrayList<>();
    entities.forEach(
        (name, value) -> parts.add(name + " " + (value == null ? "-" : Printable.of(value))));
    return String.join(parts.size() == 2 ? " -> " : ", ", parts);
  }

  private static String languages(List<Language> languages) {
    return languages.stream().map(DetectReport::name).collect(Collectors.joining(" and "));
  }

  private static String name(Language language) {
    return language.name();
  }

  private void searched(Detection detection) {
    Searched searched = detection.searched();
    Layout layout = Layout.columns("ll");
    layout.line("Searched", InspectReport.summary(searched.totals()));
    layout.line(
        "Time", UtcTime.range(searched.totals().first(), searched.totals().last()) + " UTC");
    layout.line(
        "Seen by",
        names(searched.totals().interfaces(), "interface")
            + " of "
            + names(searched.totals().accounts(), "account"));
    layout.line("Rules", rules(detection.outcomes()));
    layout.lines("").forEach(out::println);
    gaps(searched);
  }

  private static String names(io.flowproof.flowlog.decode.NameSet names, String noun) {
    return (names.complete() ? "" : "more than ") + Numbers.count(names.count(), noun);
  }

  private static String rules(List<RuleOutcome> outcomes) {
    long rules = outcomes.stream().map(outcome -> outcome.rule().name()).distinct().count();
    String states =
        List.of("ran", "blind", "invalid", "not supported", "failed").stream()
            .map(
                state ->
                    Map.entry(
                        state,
                        outcomes.stream().filter(o -> OutcomeName.of(o).equals(state)).count()))
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "%s in %s: %s"
        .formatted(Numbers.count(rules, "rule"), Numbers.count(outcomes.size(), "text"), states);
  }

  /** What could hide something from every rule. */
  private void gaps(Searched searched) {
    int shown = 0;
    for (Searched.SkippedWindow window : searched.skipped()) {
      if (shown++ == MOST_WINDOWS) {
        break;
      }
      out.println(
          page.warning("SKIPDATA")
              + "  AWS lost records of "
              + window.networkInterface()
              + ", "
              + UtcTime.range(window.from(), window.to()));
    }
    int more = searched.skipped().size() - MOST_WINDOWS;
    if (more > 0) {
      out.println(
          page.warning("SKIPDATA")
              + "  and "
              + Numbers.count(more, "other window")
              + (searched.isCut() ? " or more" : ""));
    }
    gap("REJECTED", searched.totals().rejected(), "line", "shows them");
    gap("DAMAGED", searched.totals().damaged(), "object", "shows them");
    gap("SKIPPED", searched.reading().skipped().size(), "other file", "names them");
  }

  private void gap(String what, long count, String noun, String inspect) {
    if (count > 0) {
      out.println(
          page.warning(what)
              + " ".repeat(10 - what.length())
              + Numbers.count(count, noun)
              + " (flowproof inspect "
              + inspect
              + ")");
    }
  }

  private void problems(List<RuleOutcome> outcomes) {
    for (RuleOutcome outcome : outcomes) {
      String text = "%s (%s)".formatted(outcome.rule().name(), name(outcome.language()));
      switch (outcome) {
        case RuleOutcome.Blind blind ->
            problem("BLIND", text, "cannot see anything here: " + blind.sight().reason());
        case RuleOutcome.Failed failed ->
            problem("FAILED", text, failed.problem().code() + ": " + failed.problem().getMessage());
        case RuleOutcome.Invalid invalid -> {
          problem(OutcomeName.of(invalid).toUpperCase(Locale.ROOT), text, "");
          invalid
              .problem()
              .diagnostics()
              .forEach(
                  d -> out.println(d.render(invalid.problem().source()).indent(2).stripTrailing()));
        }
        case RuleOutcome.Ran ran -> {
          String reason = ran.sight().reason();
          if (reason != null) {
            problem("PARTLY BLIND", text, reason);
          }
          ran.notices().forEach(notice -> note(ran, text, notice));
        }
      }
    }
  }

  private void problem(String kind, String text, String what) {
    out.println();
    out.println((page.warning(kind) + "  " + page.strong(text) + "  " + what).stripTrailing());
  }

  private void note(RuleOutcome outcome, String text, Notice notice) {
    SourceText source = outcome.rule().text(outcome.language()).orElseThrow();
    SourceText.Position position = source.position(notice.span().start());
    out.println();
    out.println(
        "NOTE  %s  line %d: %s".formatted(page.strong(text), position.line(), notice.message()));
  }
}
