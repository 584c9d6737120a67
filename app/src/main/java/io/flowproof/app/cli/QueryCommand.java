package io.flowproof.app.cli;

import io.flowproof.app.report.ResultColumns;
import io.flowproof.app.report.RowColumn;
import io.flowproof.app.report.RowFormat;
import io.flowproof.app.report.RowWriter;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.given.EnrichedFlow;
import io.flowproof.detection.given.GivenData;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.duckdb.SelectOnly;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.QueryTime;
import io.flowproof.query.TableWrite;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.GivenTables;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code query}: one query in KQL, SPL or SQL, over logs or over nothing. */
@Command(
    name = "query",
    description = "Run a query in KQL, SPL or SQL over flow logs.",
    footer = {
      "",
      "Example:",
      "  flowproof query --logs examples/logs --kql 'AWSVPCFlow | summarize count() by Action'"
    })
final class QueryCommand implements Callable<Integer> {
  @Option(
      names = "--logs",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files and folders of flow logs; queries that need no table need none.")
  private List<Path> logs = List.of();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private QueryText text = new QueryText();

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "What now() is (default: the end of the logs).")
  private @Nullable Instant at;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.TABLE;

  @Option(
      names = "--explain",
      description = "Show the query's tree, its algebra and its SQL instead of running it.")
  private boolean explain;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final RemoteArguments remote = new RemoteArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final DataArguments data = new DataArguments();

  @Mixin private final EnrichmentArguments enrichment = new EnrichmentArguments();

  @Mixin private final SplunkArguments splunk = new SplunkArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final Terminal terminal;

  QueryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    lake.check(logs, false);
    remote.check(lake, logs);
    QueryText.Given given = text.given(splunk);
    checkTimes(given);
    Enrichments known = enrichment.read(lake, terminal);
    GivenData beside = data.read(known.current()).forTexts(List.of(given.source()));
    remote.check(given.language() != null);
    if (given.language() == null && (lake.lake() != null || !logs.isEmpty())) {
      beside = beside.with(new EnrichedFlow(known, limits.countries()));
    }
    if (given.language() != null && explain && lake.lake() == null) {
      Catalog catalog = Catalog.ofFlowLogs().with(beside.tables());
      explain(
          new QueryCompiler(catalog, splunk.environment(true))
              .forEngine(remote.sql())
              .compile(given.source(), given.language(), at(Instant.now())));
      return ExitCode.DONE.number();
    }
    try (Session session = session(beside)) {
      run(session, given, beside.tables());
    }
    return ExitCode.DONE.number();
  }

  private Session session(GivenData beside) throws IOException, InterruptedException {
    if (remote.isAsked()) {
      return Session.over(remote, limits, beside, terminal);
    }
    Path directory = lake.lake();
    if (directory != null) {
      return Session.over(
          directory, lake, new TimeRange(period.from(), period.to()), limits, beside, terminal);
    }
    return logs.isEmpty()
        ? Session.withoutLogs(limits, beside)
        : Session.over(logs, reading, limits, null, beside, terminal);
  }

  private void checkTimes(QueryText.Given given) {
    Instant from = period.from();
    Instant to = period.to();
    if (given.language() == null && (from != null || to != null)) {
      throw new UsageException(
          "--from and --to are for KQL and SPL (in SQL, test start_time in the WHERE clause)");
    }
    PeriodArguments.check(from, to);
  }

  private void run(Session session, QueryText.Given given, GivenTables beside) throws IOException {
    if (given.language() == null) {
      SelectOnly.check(given.source(), session.embedded());
      if (explain && lake.lake() != null) {
        files(session, given.source().text());
        return;
      }
      write(session, given.source().text(), rows -> ResultColumns.ofSql(rows.columns()));
      return;
    }
    Catalog stored =
        session
            .logs()
            .map(logs -> Catalog.ofFlowLogs().withUnset(logs.facts().unset()))
            .orElseGet(Catalog::withoutLogs);
    Catalog catalog = session.catalog(stored.with(beside));
    CompiledQuery query =
        new QueryCompiler(catalog, splunk.environment(true))
            .forEngine(session.sql())
            .forRecords(session.logs().map(logs -> logs.facts().records()).orElse(0L))
            .running(session.engine()::all)
            .compile(given.source(), given.language(), time(session));
    if (explain) {
      explain(query);
      terminal.out().println();
      files(session, query.sql());
      return;
    }
    write(session, query.sql(), rows -> ResultColumns.of(query.columns(), splunk.zone()));
    write(session, query);
    query
        .chart()
        .ifPresent(
            kind -> terminal.say("The query asks for a " + kind + ", which rows are shown for"));
    for (Notice notice : query.notices()) {
      say(given.source(), notice);
    }
    for (LimitCheck check : query.limitChecks()) {
      if (session.engine().all(query.sql(check)).getFirst().getFirst() instanceof Number counted
          && counted.longValue() > check.limit()) {
        say(given.source(), new Notice(check.span(), check.message()));
      }
    }
  }

  /** Writes the lookups that the search says. */
  private void write(Session session, CompiledQuery query) throws IOException {
    for (TableWrite write : query.writes()) {
      List<List<@Nullable Object>> rows = session.engine().all(query.sql(write));
      Path file = splunk.written().write(write, rows);
      terminal.say("%s: %d rows".formatted(file, rows.size()));
    }
  }

  private QueryTime time(Session session) {
    Instant end = session.logs().map(logs -> logs.facts().last()).orElse(null);
    if (at == null && end != null) {
      terminal.say("now() is " + end + ", the end of the logs (--at TIME sets it)");
    }
    return at(end == null ? Instant.now() : end);
  }

  private QueryTime at(Instant otherwise) {
    return new QueryTime(at == null ? otherwise : at, period.from(), period.to());
  }

  private void write(Session session, String sql, Function<Rows, List<RowColumn>> columns) {
    try (Rows rows = session.engine().run(sql)) {
      List<RowColumn> headings = columns.apply(rows);
      RowWriter writer = format.writer(terminal.out(), terminal.page(), headings);
      List<@Nullable Object> values = new ArrayList<>(headings.size());
      while (rows.next()) {
        values.clear();
        for (int i = 0; i < headings.size(); i++) {
          values.add(rows.value(i));
        }
        writer.row(values);
      }
      writer.end();
    }
  }

  private void say(SourceText source, Notice notice) {
    SourceText.Position position = source.position(notice.span().start());
    terminal
        .err()
        .println(
            "%s:%d:%d: note: %s"
                .formatted(source.name(), position.line(), position.column(), notice.message()));
  }

  /** The files of a lake that a query reads, beside those that are there. */
  private void files(Session session, String sql) {
    terminal.out().println(terminal.page().strong("Files"));
    session
        .logs()
        .ifPresent(
            logs ->
                logs.files(sql)
                    .forEach(
                        table ->
                            terminal
                                .out()
                                .println(
                                    "%-20s %d of %d"
                                        .formatted(table.table(), table.read(), table.there()))));
  }

  private void explain(CompiledQuery query) {
    PrintStream out = terminal.out();
    out.println(terminal.page().strong("Tree"));
    out.println(query.tree());
    out.println();
    out.println(terminal.page().strong("Algebra"));
    out.println(query.algebra().stripTrailing());
    out.println();
    for (String stage : query.stageSql()) {
      out.println(terminal.page().strong("SQL that runs first"));
      out.println(stage);
      out.println();
    }
    out.println(terminal.page().strong("SQL"));
    out.println(query.sql());
  }
}
