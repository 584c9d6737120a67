package io.flowproof.app.cli;

import io.flowproof.app.report.Durations;
import io.flowproof.app.report.Page;
import io.flowproof.app.report.RowColumn;
import io.flowproof.app.report.RowFormat;
import io.flowproof.app.report.RowWriter;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.response.Incident;
import io.flowproof.evidence.response.ResponseTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code case}: the life of an incident, and how long its steps took. */
@Command(
    name = "case",
    description = {
      "Write the steps of an incident into the log of its case, and say how long they took:",
      "mean time to detect and to respond, by tactic and month, from such entries only."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  flowproof case open --case incident-7 --finding bulk-exfiltration --technique T1048 \\",
      "      --began 2026-03-02T09:20:00Z --at 2026-03-02T09:45:00Z",
      "  flowproof case acknowledge --case incident-7",
      "  flowproof case contain --case incident-7 --note 'security group closed'",
      "  flowproof case close --case incident-7",
      "  flowproof case times incident-*"
    })
final class CaseCommand {
  private final Terminal terminal;

  CaseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(description = "Open an incident: in a case that exists, or in a new one.")
  int open(
      @Mixin CaseArguments arguments,
      @Option(
              names = "--finding",
              required = true,
              paramLabel = "NAME",
              description = "The rule, or whatever else raised it.")
          String finding,
      @Option(
              names = "--technique",
              required = true,
              paramLabel = "ID",
              description = "The technique of MITRE ATT&CK, such as T1048.")
          String technique,
      @Option(
              names = "--tactic",
              paramLabel = "TACTIC",
              description = "The tactic that it served (default: the first of the technique).")
          @Nullable String tactic,
      @Option(
              names = "--began",
              paramLabel = "TIME",
              converter = TimeArgument.class,
              description = "The attack's first packet, such as first_seen of the finding.")
          @Nullable Instant began,
      @Option(
              names = "--at",
              paramLabel = "TIME",
              converter = TimeArgument.class,
              description = "When the finding was there (default: now).")
          @Nullable Instant at)
      throws IOException {
    Instant now = now();
    Incident.Opening opening =
        new Incident.Opening(finding, technique, tactic, began, at == null ? now : at);
    opening.check(now); // Before a case is begun for it.
    try (CaseFolder folder = arguments.openOrBegin(terminal, null)) {
      Incident.open(folder, opening, now);
      say(folder, "opened");
    }
    return ExitCode.DONE.number();
  }

  @Command(description = "Somebody took the incident on.")
  int acknowledge(@Mixin CaseArguments arguments, @Mixin StepArguments step) throws IOException {
    return step(arguments, step, Action.ACKNOWLEDGE, "acknowledged");
  }

  @Command(description = "The attacker can go no further.")
  int contain(@Mixin CaseArguments arguments, @Mixin StepArguments step) throws IOException {
    return step(arguments, step, Action.CONTAIN, "contained");
  }

  @Command(description = "The incident is over.")
  int close(@Mixin CaseArguments arguments, @Mixin StepArguments step) throws IOException {
    return step(arguments, step, Action.CLOSE, "closed");
  }

  private int step(CaseArguments arguments, StepArguments step, Action action, String done)
      throws IOException {
    Instant now = now();
    try (CaseFolder folder = arguments.open(terminal)) {
      Incident.step(folder, action, step.at(now), step.note(), now);
      say(folder, done);
    }
    return ExitCode.DONE.number();
  }

  @Command(description = "Say how long incidents took, by tactic and month of detection.")
  int times(
      @Parameters(arity = "1..*", paramLabel = "DIR", description = "Case folders.")
          List<Path> folders,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
              defaultValue = "TABLE")
          RowFormat format)
      throws IOException {
    Paths.check(folders);
    List<Incident> incidents = new ArrayList<>();
    for (Path folder : folders) {
      Optional<Incident> incident = Incident.of(CustodyRecord.read(folder));
      if (incident.isEmpty()) {
        terminal.say(folder + " has no incident, and is not counted");
      }
      incident.ifPresent(incidents::add);
    }
    boolean people = format == RowFormat.TABLE;
    RowWriter writer = format.writer(terminal.out(), page(people), columns(people));
    for (ResponseTimes times : ResponseTimes.of(incidents)) {
      writer.row(row(times, people));
    }
    writer.end();
    return ExitCode.DONE.number();
  }

  private Page page(boolean people) {
    return people ? terminal.page() : Page.PLAIN;
  }

  private static List<RowColumn> columns(boolean people) {
    List<RowColumn> columns = new ArrayList<>();
    columns.add(column("month", false));
    columns.add(column("tactic", false));
    columns.add(column("incidents", true));
    for (String name : List.of("detect", "acknowledge", "respond", "close")) {
      columns.add(column(people ? "mean to " + name : "mean_to_" + name + "_seconds", true));
      if (!people) {
        columns.add(column(name + "_of", true));
      }
    }
    return columns;
  }

  private static RowColumn column(String name, boolean numeric) {
    return new RowColumn(
        name, numeric, value -> value, value -> value == null ? null : value.toString());
  }

  private static List<@Nullable Object> row(ResponseTimes times, boolean people) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(times.month().toString());
    row.add(times.tactic());
    row.add(times.incidents());
    mean(row, times.detect(), times.incidents(), people);
    mean(row, times.acknowledge(), times.incidents(), people);
    mean(row, times.respond(), times.incidents(), people);
    mean(row, times.close(), times.incidents(), people);
    return row;
  }

  /** For people also of how many, where not all have it; an absent figure is a dash. */
  private static void mean(
      List<@Nullable Object> row, ResponseTimes.@Nullable Mean mean, int all, boolean people) {
    if (!people) {
      row.add(mean == null ? null : mean.time().toSeconds());
      row.add(mean == null ? 0 : mean.of());
      return;
    }
    if (mean == null) {
      row.add("-");
      return;
    }
    String text = Durations.of(mean.time());
    row.add(mean.of() == all ? text : "%s (of %d)".formatted(text, mean.of()));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private void say(CaseFolder folder, String done) {
    terminal
        .out()
        .println(
            "%s: incident %s; head of the log %s"
                .formatted(folder.folder(), done.toLowerCase(Locale.ROOT), folder.head()));
  }

  /** What every step has. */
  static final class StepArguments {
    @Option(
        names = "--at",
        paramLabel = "TIME",
        converter = TimeArgument.class,
        description = "When it was done (default: now).")
    private @Nullable Instant at;

    @Option(names = "--note", paramLabel = "TEXT", description = "What else is to be written down.")
    private String note = "";

    Instant at(Instant now) {
      return at == null ? now : at;
    }

    String note() {
      return note;
    }
  }
}
