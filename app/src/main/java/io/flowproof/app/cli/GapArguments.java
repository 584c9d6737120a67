package io.flowproof.app.cli;

import io.flowproof.detection.gaps.DeliveredObject;
import io.flowproof.detection.gaps.GapAnalysis;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Period;
import io.flowproof.detection.gaps.PlannedAction;
import io.flowproof.detection.gaps.RecordedLogs;
import io.flowproof.detection.gaps.SiemCounts;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.inventory.Inventory;
import io.flowproof.detection.inventory.InventoryFile;
import io.flowproof.detection.inventory.InventoryReader;
import io.flowproof.detection.logs.Logs;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The logs, the inventory and the window of which somebody asks what is missing. */
final class GapArguments {
  /** Records that end in the window may begin before it. */
  private static final Duration LONGEST_RECORD = Duration.ofMinutes(15);

  @Option(
      names = "--case",
      paramLabel = "DIR",
      description = "A case: its logs, its inventory, and what changed at the source.")
  private @Nullable Path folder;

  @Option(
      names = "--logs",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files and folders of flow logs, in place of a case's.")
  private List<Path> logs = List.of();

  @Option(
      names = "--inventory",
      paramLabel = "PATH",
      arity = "1..*",
      description = {
        "Files and folders of what the AWS CLI printed (collect inventory --print-commands says",
        "the commands), beside those of the case and the assets that a lake keeps."
      })
  private List<Path> inventory = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "The beginning of the incident (default: the first record).")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Its end (default: the last record).")
  private @Nullable Instant to;

  @Option(
      names = "--siem-counts",
      paramLabel = "FILE",
      description = "How many records the SIEM has: lines of an hour and a count, or JSON.")
  private @Nullable Path siem;

  @Option(
      names = "--before",
      paramLabel = "ACTION",
      split = ",",
      description = {
        "What would be lost if one did that: terminate:i-…, stop:i-…, isolate:i-…, detach:eni-…,",
        "delete:eni-…|subnet-…|vpc-…|fl-…; may be repeated."
      })
  private List<String> before = List.of();

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final List<String> sources = new ArrayList<>();

  /** What was looked at, for people. */
  List<String> sources() {
    return List.copyOf(sources);
  }

  /**
   * Looks for what is missing.
   *
   * @throws UsageException for arguments that mean nothing together
   */
  GapReport report(Terminal terminal) throws IOException, InterruptedException {
    return report(terminal, null, (session, window) -> {});
  }

  /**
   * The same, and while the logs are open something else.
   *
   * @param columns the columns of flows that it asks for; null where it asks for none
   */
  GapReport report(
      Terminal terminal, @Nullable Set<String> columns, BiConsumer<Session, Period> more)
      throws IOException, InterruptedException {
    List<PlannedAction> actions = actions();
    Optional<SiemCounts> counts =
        siem == null ? Optional.empty() : Optional.of(SiemCounts.read(checked(siem)));
    PeriodArguments.check(from, to);
    CaseEvidence evidence = folder == null ? null : CaseEvidence.read(folder);
    Inventory known = inventory(evidence);
    try (Session session = session(evidence, columns, terminal)) {
      Logs opened = session.logs().orElseThrow();
      Period window = window(opened);
      more.accept(session, window);
      return new GapAnalysis(
              window,
              Clock.systemUTC().instant(),
              known,
              objects(opened, evidence),
              evidence == null ? List.of() : evidence.changes(),
              evidence != null,
              actions,
              counts)
          .of(
              RecordedLogs.of(
                  session.engine(), window, known.longestInterval(window.from(), window.to())));
    }
  }

  /** The case; null where none was given. */
  @Nullable Path folder() {
    return folder;
  }

  /** What the shipped rules find in these logs now. */
  List<FindingFile.Summary> detected(Terminal terminal) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("detect", "--format", "ndjson", "--evidence", "1"));
    if (lake.lake() != null) {
      arguments.addAll(List.of("--lake", String.valueOf(lake.lake())));
    } else if (logs.isEmpty() && folder != null) {
      arguments.add(CaseEvidence.read(folder).raw().toString());
    } else {
      logs.forEach(path -> arguments.add(path.toString()));
    }
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    Terminal apart =
        new Terminal(
            new PrintStream(found, false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            false,
            false,
            terminal.columns(),
            terminal.environment());
    int code = Flowproof.run(arguments.toArray(String[]::new), apart);
    if (code != ExitCode.DONE.number()) {
      throw new UsageException(
          "The rules could not run over these logs (flowproof %s says why)"
              .formatted(String.join(" ", arguments)));
    }
    return FindingFile.all(found.toByteArray());
  }

  private List<PlannedAction> actions() {
    try {
      return before.stream().map(PlannedAction::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Path checked(Path file) {
    Paths.check(List.of(file));
    return file;
  }

  private Inventory inventory(@Nullable CaseEvidence evidence) throws IOException {
    Paths.check(inventory);
    List<InventoryFile> files = new ArrayList<>(CaseEvidence.files(inventory));
    if (evidence != null) {
      files.addAll(evidence.inventory());
    }
    files.addAll(EnrichmentArguments.inventory(lake));
    return InventoryReader.read(files);
  }

  private Session session(
      @Nullable CaseEvidence evidence, @Nullable Set<String> columns, Terminal terminal)
      throws IOException, InterruptedException {
    Path directory = lake.lake();
    lake.check(logs, evidence == null);
    if (evidence != null) {
      sources.add("case " + folder);
    }
    if (directory != null) {
      sources.add("lake %s, snapshot %s".formatted(directory, state(directory)));
      TimeRange range = new TimeRange(from == null ? null : from.minus(LONGEST_RECORD), to);
      return Session.over(directory, lake, range, limits, GivenData.NONE, terminal);
    }
    logs.forEach(path -> sources.add("logs " + path));
    List<Path> paths = logs.isEmpty() && evidence != null ? List.of(evidence.raw()) : logs;
    return Session.over(
        paths,
        reading,
        limits,
        columns == null ? RecordedLogs.columns() : columns,
        GivenData.NONE,
        terminal);
  }

  /** The state that is read, so that somebody else can read the same. */
  private String state(Path directory) {
    if (lake.asOf() != null) {
      return String.valueOf(lake.asOf());
    }
    try (LakeReader reader = LakeReader.open(directory)) {
      List<LakeSnapshot> all = reader.snapshots();
      return all.isEmpty() ? "none" : String.valueOf(all.getLast().number());
    }
  }

  private Period window(Logs opened) {
    Instant first = from == null ? opened.totals().first() : from;
    Instant last = to == null ? opened.totals().last() : to;
    if (first == null || last == null) {
      throw new UsageException(
          "There is no record to tell the window from (give --from TIME and --to TIME)");
    }
    if (!first.isBefore(last)) {
      throw new UsageException(
          "There is no record between %s and %s (give both --from TIME and --to TIME)"
              .formatted(first, last));
    }
    return new Period(first, last);
  }

  private static List<DeliveredObject> objects(Logs opened, @Nullable CaseEvidence evidence) {
    List<DeliveredObject> objects = new ArrayList<>();
    for (ObjectAccount account : opened.reading().objects()) {
      Optional<KeptObject> kept =
          evidence == null ? Optional.empty() : evidence.object(account.object());
      objects.add(
          new DeliveredObject(
              kept.map(KeptObject::uri).orElse(account.object()),
              account.s3Name().flowLogId(),
              account.s3Name().time(),
              kept.map(CaseEvidence::delivered).orElse(null),
              account.first(),
              account.last(),
              account.rejected(),
              !account.damage().isEmpty(),
              account.interfaces().names()));
    }
    return objects;
  }
}
