package io.flowproof.app.cli;

import io.flowproof.app.cli.FindingFile.EvidenceObject;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.Logs;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.duckdb.SelectOnly;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines that the result of a query rests on: of KQL and SPL those that passed the query's own
 * filters (why-provenance), of SQL those that its rows name by {@code source_id} and {@code
 * source_line}.
 *
 * @param objects the first of the lines, by object
 * @param total how many there are in all
 */
record QueriedLines(List<EvidenceObject> objects, long total) {

  /** Runs the query. */
  static QueriedLines of(
      QueryText text,
      List<Path> paths,
      LakeArguments lake,
      ReadArguments reading,
      EngineArguments limits,
      int most,
      Terminal terminal)
      throws IOException, InterruptedException {
    QueryText.Given given = text.given(new SplunkArguments());
    Path directory = lake.lake();
    try (Session session =
        directory == null
            ? Session.over(paths, reading, limits, null, GivenData.NONE, terminal)
            : Session.over(directory, lake, TimeRange.ALL, limits, GivenData.NONE, terminal)) {
      Logs logs = session.logs().orElseThrow();
      if (given.language() == null) {
        SelectOnly.check(given.source(), session.embedded());
        try (Rows rows = session.engine().run(given.source().text())) {
          return of(rows, place(rows, FlowTables.SOURCE_ID), logs, most);
        }
      }
      try (Rows rows = session.engine().run(lineage(given, session, logs))) {
        return of(rows, 0, logs, most);
      }
    }
  }

  private static String lineage(QueryText.Given given, Session session, Logs logs) {
    Instant last = logs.facts().last();
    CompiledQuery query =
        new QueryCompiler(Catalog.ofFlowLogs(), SplEnvironment.PLAIN)
            .running(session.engine()::all)
            .compile(
                given.source(),
                Objects.requireNonNull(given.language()),
                QueryTime.at(last == null ? Instant.now() : last));
    return query
        .lineageSql(List.of(), List.of())
        .orElseThrow(
            () ->
                new UsageException(
                    "The query has a step through which no row can be followed back to its lines"
                        + " (give the filter alone, or --sql 'select source_id, source_line from"
                        + " flow where …')"));
  }

  private static int place(Rows rows, String name) {
    List<String> names = rows.columns().stream().map(Rows.ResultColumn::name).toList();
    int place = names.indexOf(name);
    if (place < 0 || names.indexOf(FlowTables.SOURCE_LINE) != place + 1) {
      throw new UsageException(
          "The rows do not say which lines they are (select source_id, source_line, side by side;"
              + " the columns are %s)".formatted(String.join(", ", names)));
    }
    return place;
  }

  private static QueriedLines of(Rows rows, int at, Logs logs, int most) {
    SortedMap<Integer, TreeSet<Long>> lines = new TreeMap<>();
    long total = 0;
    while (rows.next()) {
      if (rows.value(at) instanceof Number id && rows.value(at + 1) instanceof Number line) {
        TreeSet<Long> ofObject = lines.computeIfAbsent(id.intValue(), n -> new TreeSet<>());
        if (ofObject.add(line.longValue())) {
          total++;
        }
      }
    }
    return new QueriedLines(objects(lines, accounts(logs), most), total);
  }

  private static Map<Integer, ObjectAccount> accounts(Logs logs) {
    Map<Integer, ObjectAccount> accounts = new LinkedHashMap<>();
    logs.reading().objects().forEach(account -> accounts.put(account.id(), account));
    return accounts;
  }

  private static List<EvidenceObject> objects(
      SortedMap<Integer, TreeSet<Long>> lines, Map<Integer, ObjectAccount> accounts, int most) {
    List<EvidenceObject> objects = new ArrayList<>();
    int left = most;
    for (Map.Entry<Integer, TreeSet<Long>> each : lines.entrySet()) {
      @Nullable ObjectAccount account = accounts.get(each.getKey());
      if (account != null && left > 0) {
        TreeSet<Long> some = new TreeSet<>(each.getValue().stream().limit(left).toList());
        left -= some.size();
        objects.add(new EvidenceObject(account.object(), account.sha256(), some));
      }
    }
    return objects;
  }
}
