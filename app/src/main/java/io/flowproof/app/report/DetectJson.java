package io.flowproof.app.report;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.run.Evidence;
import io.flowproof.detection.run.Finding;
import io.flowproof.detection.run.RuleOutcome;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadTotals;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Findings for programs: one object for each finding of each language. */
public final class DetectJson {
  private final Detection detection;

  /** Of one run. */
  public DetectJson(Detection detection) {
    this.detection = detection;
  }

  /** One object: {@code findings}, {@code searched}, {@code rules}. */
  public void object(PrintStream out) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    List<Finding> findings = detection.findings();
    json.put(
        "findings",
        (Iterable<Map<String, @Nullable Object>>)
            () -> findings.stream().map(this::finding).iterator());
    json.put("searched", searched());
    json.put("rules", detection.outcomes().stream().map(DetectJson::outcome).toList());
    Json.pretty(json, out);
  }

  /** A finding a line. */
  public void lines(PrintStream out) {
    detection.findings().forEach(finding -> out.print(Json.line(finding(finding)) + "\n"));
  }

  private Map<String, @Nullable Object> finding(Finding finding) {
    Rule rule = finding.rule();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", FindingTrace.id(finding));
    json.put("rule", rule.name());
    json.put("title", rule.title());
    json.put("severity", lower(rule.severity()));
    json.put("attack", rule.attack().stream().map(Rule.Technique::id).toList());
    json.put("tactics", rule.attack().stream().map(Rule.Technique::tactic).distinct().toList());
    json.put("language", lower(finding.language()));
    json.put("entities", finding.entities());
    if (!detection.contexts().isEmpty()) {
      json.put("context", detection.contexts().json(finding));
    }
    json.put("first_seen", finding.firstSeen());
    json.put("last_seen", finding.lastSeen());
    json.put("windows", finding.windows());
    json.put("flows", finding.flows());
    json.put("bytes", finding.bytes());
    json.put("row", finding.row());
    json.put("evidence_basis", lower(finding.evidence().basis()));
    json.put("evidence_lines", finding.evidence().total());
    json.put("evidence", evidence(finding.evidence()));
    json.put("trace_query", FindingTrace.sql(finding));
    return json;
  }

  private List<Object> evidence(Evidence evidence) {
    List<Object> objects = new ArrayList<>();
    LineRanges.byObject(evidence.lines())
        .forEach(
            (id, lines) -> {
              ObjectAccount account = detection.searched().object(id);
              Map<String, @Nullable Object> json = new LinkedHashMap<>();
              json.put("object", account.object());
              json.put("sha256", account.sha256());
              json.put("lines", lines);
              objects.add(json);
            });
    return objects;
  }

  private Map<String, @Nullable Object> searched() {
    Searched searched = detection.searched();
    ReadTotals totals = searched.totals();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("objects", totals.objects());
    json.put("damaged", totals.damaged());
    json.put("lines", totals.lines());
    json.put("flows", totals.flows());
    json.put("nodata", totals.nodata());
    json.put("skipdata", totals.skipdata());
    json.put("rejected", totals.rejected());
    json.put("first", totals.first());
    json.put("last", totals.last());
    json.put("interfaces", totals.interfaces().count());
    json.put("accounts", totals.accounts().names());
    json.put("skipdata_windows", searched.skipped().stream().map(DetectJson::window).toList());
    json.put(
        "skipped_files",
        searched.reading().skipped().stream()
            .map(file -> new TreeMap<>(Map.of("file", file.file(), "reason", file.reason())))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> window(Searched.SkippedWindow window) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("interface", window.networkInterface());
    json.put("from", window.from());
    json.put("to", window.to());
    return json;
  }

  private static Map<String, @Nullable Object> outcome(RuleOutcome outcome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("rule", outcome.rule().name());
    json.put("language", lower(outcome.language()));
    json.put("outcome", OutcomeName.of(outcome).replace(' ', '-'));
    json.put("findings", Detection.findings(outcome).size());
    switch (outcome) {
      case RuleOutcome.Ran ran -> {
        json.put("windows", ran.windows());
        sight(json, ran.sight());
        json.put("notices", ran.notices().stream().map(notice -> notice.message()).toList());
      }
      case RuleOutcome.Blind blind -> sight(json, blind.sight());
      case RuleOutcome.Failed failed ->
          json.put(
              "problems",
              List.of(
                  Map.of(
                      "code", failed.problem().code().name(),
                      "message", failed.problem().getMessage())));
      case RuleOutcome.Invalid invalid ->
          json.put(
              "problems",
              invalid.problem().diagnostics().stream()
                  .map(diagnostic -> problem(invalid.problem().source(), diagnostic))
                  .toList());
    }
    return json;
  }

  private static void sight(Map<String, @Nullable Object> json, RuleOutcome.Sight sight) {
    json.put("records_seen", sight.seen());
    json.put("records", sight.all());
    json.put("blind_to", sight.reason());
  }

  private static Map<String, @Nullable Object> problem(SourceText source, Diagnostic diagnostic) {
    SourceText.Position position = source.position(diagnostic.span().start());
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("code", diagnostic.code().name());
    json.put("message", diagnostic.message());
    json.put("hint", diagnostic.hint());
    json.put("file", source.name());
    json.put("line", position.line());
    json.put("column", position.column());
    return json;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
