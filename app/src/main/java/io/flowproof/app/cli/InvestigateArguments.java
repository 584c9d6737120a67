package io.flowproof.app.cli;

import io.flowproof.app.report.AnswerPrint;
import io.flowproof.app.report.AnswerRows;
import io.flowproof.app.report.html.AnswerPage;
import io.flowproof.core.address.AddressReader;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.investigate.Answer;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Investigation;
import io.flowproof.detection.investigate.Names;
import io.flowproof.detection.investigate.Scope;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.lake.read.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all questions of an investigation take: logs, a time, and how the answer comes out. */
final class InvestigateArguments {
  enum Format {
    TABLE,
    JSON,
    CSV
  }

  @Option(
      names = "--logs",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files and folders of flow logs.")
  private List<Path> logs = List.of();

  @Option(
      names = "--idle",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "The silence that ends a session, such as 15m or 1h (default: 15m).")
  private Duration idle = SessionViews.IDLE;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many rows of a long table are shown (default: ${DEFAULT-VALUE}).")
  private int top = 20;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); CSV is one table.")
  private Format format = Format.TABLE;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Which table CSV holds, by its name in JSON (default: the first).")
  private @Nullable String table;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write the answer as a page of its own too: pictures, tables, method, limits.")
  private @Nullable Path report;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final EnrichmentArguments enrichment = new EnrichmentArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  /** The records that begin in this time. */
  Scope scope(@Nullable Instant from, @Nullable Instant to) {
    PeriodArguments.check(from, to);
    if (idle.isNegative() || idle.isZero()) {
      throw new UsageException("--idle must be longer than nothing");
    }
    return new Scope(from, to, idle);
  }

  /**
   * Asks a question and writes the answer.
   *
   * @param scope the time that is looked at
   * @param readFrom records that begin earlier are not read; null for all
   * @param intel files of indicators beside those that the options name
   */
  int answer(
      Scope scope,
      @Nullable Instant readFrom,
      List<Path> intel,
      Function<Investigation, Answer> question,
      Function<Names, Names> check,
      Terminal terminal)
      throws IOException, InterruptedException {
    lake.check(logs, true);
    if (top < 1) {
      throw new UsageException("--top must be at least 1, not " + top);
    }
    Names names = check.apply(enrichment.names(lake, intel, limits.geo(), terminal));
    try (Session session = session(new TimeRange(readFrom, scope.to()), terminal)) {
      Answer answer =
          question.apply(
              new Investigation(session.logs().orElseThrow(), inputs(session), scope, names, top));
      write(answer, terminal);
      if (report != null) {
        write(report, answer, terminal);
      }
    }
    return ExitCode.DONE.number();
  }

  /** The same without further indicators. */
  int answer(Scope scope, Function<Investigation, Answer> question, Terminal terminal)
      throws IOException, InterruptedException {
    return answer(scope, scope.from(), List.of(), question, names -> names, terminal);
  }

  private Session session(TimeRange range, Terminal terminal)
      throws IOException, InterruptedException {
    Path directory = lake.lake();
    return directory == null
        ? Session.over(logs, reading, limits, null, GivenData.NONE, terminal)
        : Session.over(directory, lake, range, limits, GivenData.NONE, terminal);
  }

  private String inputs(Session session) {
    Path directory = lake.lake();
    return directory == null
        ? "files: " + logs.stream().map(Path::toString).collect(Collectors.joining(", "))
        : "lake " + directory + ", " + session.logs().orElseThrow().state();
  }

  private static void write(Path file, Answer answer, Terminal terminal) {
    try {
      Files.writeString(file, AnswerPage.of(answer, Flowproof.VERSION));
    } catch (IOException e) {
      throw new UsageException("Cannot write the report: " + e);
    }
    terminal.say("the report is " + file);
  }

  private void write(Answer answer, Terminal terminal) {
    switch (format) {
      case TABLE -> new AnswerPrint(terminal.out(), terminal.page()).print(answer);
      case JSON -> AnswerRows.json(answer, terminal.out());
      case CSV -> AnswerRows.csv(chosen(answer), terminal.out());
    }
  }

  private Table chosen(Answer answer) {
    List<Table> tables = answer.tables();
    if (tables.isEmpty()) {
      throw new UsageException("The answer has no table (--format json has what it says)");
    }
    if (table == null) {
      return tables.getFirst();
    }
    return tables.stream()
        .filter(one -> one.name().equals(table.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no table '%s' (there are %s)"
                        .formatted(
                            table,
                            tables.stream().map(Table::name).collect(Collectors.joining(", ")))));
  }

  /** An address in canonical text. */
  static String address(String text) {
    AddressReader reader = new AddressReader();
    if (!reader.read(text.strip())) {
      throw new UsageException(
          "'%s' is no address (must be like 10.0.1.5 or 2001:db8::5)".formatted(text));
    }
    return reader.text();
  }
}
