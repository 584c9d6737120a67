package io.flowproof.app.cli;

import io.flowproof.app.report.DetectFormat;
import io.flowproof.app.report.DetectJson;
import io.flowproof.app.report.DetectReport;
import io.flowproof.app.report.Detection;
import io.flowproof.app.report.EntityContexts;
import io.flowproof.app.report.OcsfFindings;
import io.flowproof.app.report.Searched;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.Logs;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.Severity;
import io.flowproof.detection.run.Detector;
import io.flowproof.detection.run.RuleOutcome;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.query.Language;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code detect}: is there something bad in these logs? */
@Command(
    name = "detect",
    description = {
      "Run detections over flow logs as their SIEM would: at every tick of their schedule, each"
          + " over",
      "its last window. Says what was found, and what was searched."
    },
    footer = {
      "",
      "Example:",
      "  flowproof detect examples/logs",
      "  flowproof detect --lake /var/lib/flowproof",
      "  flowproof detect --rule external-scan --fail-on high --format json examples/logs"
    })
final class DetectCommand implements Callable<Integer> {
  enum Languages {
    KQL,
    SPL,
    BOTH
  }

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders of flow logs.")
  private List<Path> paths = List.of();

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A folder of rules (default: packs/vpc-flow of this installation).")
  private @Nullable Path pack;

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description = "Only the rule of that name; may be repeated.")
  private List<String> rules = List.of();

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description =
          "Which texts of the rules: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Languages language = Languages.BOTH;

  @Option(
      names = "--once",
      description = "Run each rule once over everything, instead of window by window.")
  private boolean once;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DetectFormat format = DetectFormat.TABLE;

  @Option(
      names = "--evidence",
      paramLabel = "N",
      description = "How many lines of evidence a finding lists (default: ${DEFAULT-VALUE}).")
  private int evidence = 1_000;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "Exit with 1 when a finding is at least this bad: ${COMPLETION-CANDIDATES}.")
  private @Nullable Severity failOn;

  @Option(names = "--strict", description = "Exit with 4 when a line or object is not intact.")
  private boolean strict;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final RemoteArguments remote = new RemoteArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final DataArguments data = new DataArguments();

  @Mixin private final EnrichmentArguments enrichment = new EnrichmentArguments();

  @Mixin private final SplunkArguments splunk = new SplunkArguments();

  @Mixin private final SearchArguments searches = new SearchArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final Terminal terminal;

  DetectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    lake.check(paths, !remote.isAsked());
    remote.check(lake, paths);
    Paths.check(paths);
    if (!remote.isAsked()) {
      DuckDbEngine.preload();
    }
    Pack loaded = Packs.toRun(pack, rules);
    List<Rule> chosen = new ArrayList<>(searches.rules(splunk, once));
    if (chosen.isEmpty() || pack != null || !rules.isEmpty()) {
      chosen.addAll(loaded.rules());
    }
    Enrichments known = enrichment.read(lake, terminal);
    GivenData given = data.read(loaded.lists(), known.current()).forTexts(texts(chosen));
    Catalog catalog = Catalog.ofFlowLogs().with(given.tables());
    // A rule that runs at every tick must not write where another reads.
    SplEnvironment around =
        splunk.environment(false, List.of(loaded.directory().resolve(Pack.LISTS)));
    Set<String> columns = Detector.flowColumns(chosen, languages(), catalog, around);
    try (Session session = session(columns, given)) {
      Logs logs = session.logs().orElseThrow();
      Detection detection =
          new Detection(
              run(session, catalog, around, chosen),
              Searched.of(logs),
              new EntityContexts(known, limits.countries()));
      ExitCode code = exitCode(detection);
      print(detection);
      return code.number();
    }
  }

  private List<SourceText> texts(List<Rule> chosen) {
    return chosen.stream()
        .flatMap(rule -> languages().stream().flatMap(language -> rule.text(language).stream()))
        .toList();
  }

  private Session session(Set<String> columns, GivenData given)
      throws IOException, InterruptedException {
    if (remote.isAsked()) {
      return Session.over(remote, limits, given, terminal);
    }
    Path directory = lake.lake();
    return directory == null
        ? Session.over(paths, reading, limits, columns, given, terminal)
        : Session.over(directory, lake, TimeRange.ALL, limits, given, terminal);
  }

  private List<RuleOutcome> run(
      Session session, Catalog catalog, SplEnvironment around, List<Rule> chosen) {
    Logs logs = session.logs().orElseThrow();
    Detector.Timing timing = once ? Detector.Timing.ONCE : Detector.Timing.SCHEDULED;
    try (Progress progress = new Progress(terminal)) {
      return new Detector(
              session.engine(), session.catalog(catalog), around, logs.facts(), timing, evidence)
          .forEngine(session.sql())
          .detect(chosen, languages(), new RunProgress(chosen, languages(), progress));
    }
  }

  private Set<Language> languages() {
    return switch (language) {
      case KQL -> EnumSet.of(Language.KQL);
      case SPL -> EnumSet.of(Language.SPL);
      case BOTH -> EnumSet.allOf(Language.class);
    };
  }

  private void print(Detection detection) {
    switch (format) {
      case TABLE -> new DetectReport(terminal.out(), terminal.page()).print(detection);
      case JSON -> new DetectJson(detection).object(terminal.out());
      case NDJSON -> {
        new DetectJson(detection).lines(terminal.out());
        new DetectReport(terminal.err(), terminal.messagePage()).printSearched(detection);
      }
      case OCSF -> {
        new OcsfFindings(detection, Flowproof.NUMBER).lines(terminal.out());
        new DetectReport(terminal.err(), terminal.messagePage()).printSearched(detection);
      }
    }
  }

  /** The gravest first: a rule that could not run makes "nothing found" worth nothing. */
  private ExitCode exitCode(Detection detection) {
    List<ExitCode> codes = new ArrayList<>();
    for (RuleOutcome outcome : detection.outcomes()) {
      switch (outcome) {
        case RuleOutcome.Failed failed -> codes.add(ExitCode.of(failed.problem().code()));
        case RuleOutcome.Invalid invalid ->
            codes.add(
                invalid.problem().unsupportedOnly() ? ExitCode.UNSUPPORTED : ExitCode.INVALID);
        case RuleOutcome.Ran ran -> {}
        case RuleOutcome.Blind blind -> {}
      }
    }
    for (ExitCode code :
        List.of(ExitCode.BUG, ExitCode.ENGINE, ExitCode.INVALID, ExitCode.UNSUPPORTED)) {
      if (codes.contains(code)) {
        return code;
      }
    }
    if (strict
        && (detection.searched().totals().rejected() > 0
            || detection.searched().totals().damaged() > 0)) {
      return ExitCode.DATA;
    }
    boolean failing =
        failOn != null
            && detection.findings().stream()
                .anyMatch(finding -> finding.rule().severity().compareTo(failOn) >= 0);
    return failing ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }
}
