package io.flowproof.app.report;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.FlowSight;
import io.flowproof.core.attack.Tactic;
import io.flowproof.detection.coverage.Change;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.RuleCoverage;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.coverage.TechniqueCoverage;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Coverage for people at a terminal. */
public final class CoverageReport {
  private final PrintStream out;
  private final Page page;

  /** Prints there. */
  public CoverageReport(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /**
   * Prints all of it.
   *
   * @param since what changed since an older proof, a line each; none where there is none
   */
  public void print(Coverage coverage, List<String> since) {
    head(coverage);
    section("Since the older proof", since);
    for (Tactic tactic : Tactic.values()) {
      tactic(coverage, tactic);
    }
    missing(coverage);
    if (coverage.observation() != null) {
      rules(coverage);
      changes(coverage);
      section("Cannot be told", coverage.observation().doubts());
    }
    never(coverage);
  }

  private void head(Coverage coverage) {
    long never = coverage.techniques().stream().filter(TechniqueCoverage::isNeverSeen).count();
    long covered =
        coverage.techniques().stream()
            .filter(each -> !each.isNeverSeen() && !each.rules().isEmpty())
            .count();
    out.println(
        "ATT&CK %s  %s: flow logs can show something of %d, and never anything of %d"
            .formatted(
                AttackMatrix.VERSION,
                Numbers.count(coverage.techniques().size(), "technique"),
                coverage.techniques().size() - never,
                never));
    out.println(
        "Pack         %s, which cover%s %d of these %d"
            .formatted(
                Numbers.count(coverage.rules().size(), "rule"),
                coverage.rules().size() == 1 ? "s" : "",
                covered,
                coverage.techniques().size() - never));
    Proof proof = coverage.proof();
    out.println(
        proof == null
            ? "Proof        none given (flowproof prove --out DIR makes one, --proof names it)"
            : "Proof        of %s, seed %d".formatted(UtcTime.of(proof.made()), proof.seed()));
    if (!coverage.stale().isEmpty()) {
      out.println(
          page.warning(
              "STALE        not what was proven: %s (prove again)"
                  .formatted(String.join(", ", coverage.stale()))));
    }
    if (coverage.observation() != null) {
      out.println(
          "Recorded     %s: %s %s"
              .formatted(
                  Printable.of(coverage.observation().source()),
                  Numbers.count(Math.round(coverage.observation().amount())),
                  coverage.observation().unit().words()));
    }
  }

  private void tactic(Coverage coverage, Tactic tactic) {
    List<TechniqueCoverage> covered =
        coverage.under(tactic).stream().filter(each -> !each.rules().isEmpty()).toList();
    if (covered.isEmpty()) {
      return;
    }
    out.println();
    out.println(page.strong(tactic.title()));
    Layout layout = Layout.columns("lllllll");
    for (TechniqueCoverage each : covered) {
      layout.line(
          each.technique().id(),
          each.technique().name(),
          degree(each),
          coverage.proof() == null ? "" : level(each),
          delays(each),
          shares(each.shares()),
          names(each.rules()));
    }
    layout.lines("  ").forEach(out::println);
  }

  /** How much of it shows, in a word. */
  public static String degree(TechniqueCoverage technique) {
    FlowSight sight = technique.sight();
    return sight == null ? "not judged" : sight.degree().name().toLowerCase(Locale.ROOT);
  }

  private static String level(TechniqueCoverage technique) {
    return technique.level() == null
        ? "not proven"
        : technique.level().name().toLowerCase(Locale.ROOT);
  }

  private static String delays(TechniqueCoverage technique) {
    if (technique.attacks().isEmpty()) {
      return "";
    }
    String found = "%d of %d found".formatted(technique.found(), technique.attacks().size());
    return technique
        .timeToDetect()
        .map(time -> found + ", median " + Durations.of(time.median()))
        .orElse(found);
  }

  private static String shares(Map<Grade, Double> shares) {
    return new TreeMap<>(shares)
        .entrySet().stream()
            .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + " " + percent(e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String names(List<Rule> rules) {
    return rules.stream().map(Rule::name).collect(Collectors.joining(", "));
  }

  /** Never 0 for something, never 100 for less than all. */
  public static String percent(double share) {
    long rounded = Math.round(share * 100);
    if (rounded == 0 && share > 0) {
      return "< 1 %";
    }
    return rounded == 100 && share < 1 ? "> 99 %" : rounded + " %";
  }

  private void missing(Coverage coverage) {
    Layout layout = Layout.columns("llll");
    int count = 0;
    for (TechniqueCoverage each : coverage.techniques()) {
      FlowSight sight = each.sight();
      if (each.rules().isEmpty() && sight != null && !each.isNeverSeen()) {
        layout.line(each.technique().id(), each.technique().name(), degree(each), sight.reason());
        count++;
      }
    }
    block("No rule, though flow logs show or hint at it (%d)".formatted(count), layout);
  }

  private void rules(Coverage coverage) {
    Layout layout = Layout.columns("lll");
    for (RuleCoverage each : coverage.ruleCoverage()) {
      layout.line(
          each.rule().name(),
          shares(each.shares()),
          each.lacks().entrySet().stream()
              .map(lack -> "%s (%s)".formatted(lack.getKey(), percent(lack.getValue())))
              .collect(Collectors.joining("; ")));
    }
    block("Rules on your network", layout);
  }

  private void changes(Coverage coverage) {
    section(
        "What one change would buy",
        coverage.changes().isEmpty()
            ? List.of("Nothing: no rule lacks anything that a setting could give")
            : coverage.changes().stream().map(each -> sentence(coverage, each)).toList());
  }

  /** Such as "add tcp-flags to the log format: 7 rules from degraded to runnable". */
  public static String sentence(Coverage coverage, Change change) {
    Map<String, List<Change.Gain>> steps =
        change.gains().stream()
            .collect(
                Collectors.groupingBy(
                    gain ->
                        "from %s to %s".formatted(gain.from(), gain.to()).toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.toList()));
    List<String> parts = new ArrayList<>();
    steps.forEach(
        (step, gains) -> {
          double most = gains.stream().mapToDouble(Change.Gain::share).max().orElse(0);
          parts.add(
              "%s %s%s"
                  .formatted(
                      Numbers.count(gains.size(), "rule"),
                      step,
                      most < 1 && coverage.observation() != null
                          ? " on %s%s of the %s"
                              .formatted(
                                  gains.size() == 1 ? "" : "up to ",
                                  percent(most),
                                  coverage.observation().unit().words())
                          : ""));
        });
    return change.what() + ": " + String.join(", ", parts);
  }

  private void never(Coverage coverage) {
    Layout layout = Layout.columns("llll");
    int count = 0;
    for (TechniqueCoverage each : coverage.techniques()) {
      FlowSight sight = each.sight();
      if (sight != null && each.isNeverSeen()) {
        layout.line(
            each.technique().id(),
            each.technique().name(),
            sight.reason(),
            sight.page().toString());
        count++;
      }
    }
    block("Never seen in flow logs, in no format (%d)".formatted(count), layout);
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(page.strong(title));
      lines.forEach(line -> out.println("  " + Printable.of(line)));
    }
  }

  private void block(String title, Layout layout) {
    List<String> lines = layout.lines("  ");
    if (!lines.isEmpty()) {
      out.println();
      out.println(page.strong(title));
      lines.forEach(out::println);
    }
  }
}
