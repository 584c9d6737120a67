package io.flowproof.detection.trial;

import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.given.GivenFiles;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.Detector;
import io.flowproof.detection.splunk.LookupFolders;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.SplEnvironment;
import io.flowproof.simulate.record.FlowLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the cases of rules are given, written and staged once, ready to be run any number of times.
 * Cases with the same lists lie in one database, each in objects of its own; what several cases are
 * given alike lies there once. Closing removes all of it.
 */
public final class StagedCases implements AutoCloseable {
  private final Map<String, Path> lists;
  private final SimulationLibrary library;
  private final DuckDbSettings engine;
  private final Path folder;
  private final Map<TestCase, StagedCase> staged = new HashMap<>();
  private final Map<DuckDbEngine, Long> records = new HashMap<>();
  private final List<StagedLogs> databases = new ArrayList<>();

  /**
   * A case that can be run.
   *
   * @param engine holds its flows
   * @param compiler knows its lists
   * @param first the number of its first object
   * @param objects its objects, in the order of their arrival
   * @param hosts addresses of its scenarios' hosts, by their names
   * @param truth what is known of its attacks, a file, or null
   * @param logs the flow logs of its simulated VPCs, by the VPC's id
   */
  record StagedCase(
      DuckDbEngine engine,
      QueryCompiler compiler,
      int first,
      List<GivenObjects.Arrived> objects,
      Map<String, List<String>> hosts,
      @Nullable Path truth,
      Map<String, FlowLog> logs) {

    /** The objects that had arrived by a tick. */
    QueryTime.Objects arrivedBy(Instant tick) {
      int count = 0;
      while (count < objects.size() && !objects.get(count).at().isAfter(tick)) {
        count++;
      }
      return new QueryTime.Objects(first, first + count);
    }
  }

  private StagedCases(
      Map<String, Path> lists, SimulationLibrary library, DuckDbSettings engine, Path folder) {
    this.lists = lists;
    this.library = library;
    this.engine = engine;
    this.folder = folder;
  }

  /**
   * Writes and stages what the cases of these rules are given.
   *
   * @param pack holds the rules, and lists
   * @param rules those whose cases will be run
   * @param library the networks and scenarios that cases name
   * @param engine what queries may use
   * @param folder where logs and databases lie until this is closed; it must be empty
   * @throws io.flowproof.simulate.network.InvalidFileException for a network, scenario or parameter
   *     that is not there
   */
  public static StagedCases open(
      Pack pack, List<Rule> rules, SimulationLibrary library, DuckDbSettings engine, Path folder)
      throws IOException, InterruptedException {
    StagedCases cases = new StagedCases(pack.lists(), library, engine, folder);
    boolean opened = false;
    try {
      cases.stage(rules);
      opened = true;
      return cases;
    } finally {
      if (!opened) {
        cases.close();
      }
    }
  }

  /** How many records of flow logs the database of a case holds. */
  public long records(TestCase test) {
    return records.getOrDefault(of(test).engine(), 0L);
  }

  /** The staged case, which must be one of those that this was opened with. */
  StagedCase of(TestCase test) {
    StagedCase found = staged.get(test);
    if (found == null) {
      throw new IllegalArgumentException("Not staged: " + test.name());
    }
    return found;
  }

  private void stage(List<Rule> rules) throws IOException, InterruptedException {
    Map<Map<String, List<Map<String, String>>>, Set<TestCase>> groups = new LinkedHashMap<>();
    for (Rule rule : rules) {
      for (TestCase test : rule.tests()) {
        groups.computeIfAbsent(rows(test.given()), rows -> new LinkedHashSet<>()).add(test);
      }
    }
    Map<Given, GivenObjects> written = new HashMap<>();
    for (var group : groups.entrySet()) {
      for (TestCase test : group.getValue()) {
        Given content = content(test);
        if (!written.containsKey(content)) {
          Path own = folder.resolve("given-%04d".formatted(written.size()));
          written.put(content, GivenObjects.write(content, library, own));
        }
      }
      stage(rules, group.getKey(), group.getValue(), written);
    }
  }

  /** What its flows depend on. */
  private static Given content(TestCase test) {
    return new Given(test.given().logs(), test.given().simulation(), Map.of());
  }

  /** The rows of all lists, for a case that says nothing of them as its network has them. */
  private Map<String, List<Map<String, String>>> rows(Given given) throws IOException {
    Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();
    if (given.simulation() != null) {
      rows.putAll(library.lists(given.simulation().network()));
    }
    rows.putAll(given.lists());
    rows.keySet().retainAll(lists.keySet());
    rows.values().removeIf(List::isEmpty);
    return rows;
  }

  private void stage(
      List<Rule> rules,
      Map<String, List<Map<String, String>>> rows,
      Set<TestCase> tests,
      Map<Given, GivenObjects> written)
      throws IOException, InterruptedException {
    Path ownLists = folder.resolve("lists-%04d".formatted(databases.size()));
    GivenData data = GivenData.of(listFiles(rows, ownLists));
    Catalog catalog = Catalog.ofFlowLogs().with(data.tables());
    SplEnvironment splunk = splunk(ownLists);
    Set<String> columns =
        Detector.flowColumns(rules, EnumSet.allOf(Language.class), catalog, splunk);
    Map<Given, GivenObjects> chosen = new LinkedHashMap<>();
    for (TestCase test : tests) {
      chosen.put(content(test), Objects.requireNonNull(written.get(content(test))));
    }
    List<Path> files =
        chosen.values().stream()
            .flatMap(given -> given.objects().stream())
            .map(GivenObjects.Arrived::file)
            .toList();
    StagedLogs logs =
        StagedLogs.open(
            files,
            new StagingOptions(ReadOptions.STANDARD, folder, columns, data, engine),
            ReadProgress.NONE);
    databases.add(logs);
    var totals = logs.totals();
    records.put(logs.engine(), totals.flows() + totals.nodata() + totals.skipdata());
    QueryCompiler compiler = new QueryCompiler(catalog, splunk).running(logs.engine()::all);
    Map<String, Integer> ids = new HashMap<>();
    for (ObjectAccount account : logs.reading().objects()) {
      ids.put(account.object(), account.id());
    }
    if (ids.size() != files.size()) {
      throw new IllegalStateException("Not all that was written is read: " + logs.reading());
    }
    for (TestCase test : tests) {
      GivenObjects given = Objects.requireNonNull(chosen.get(content(test)));
      int first =
          given.objects().isEmpty()
              ? 0
              : ids.getOrDefault(given.objects().getFirst().file().toString(), 0);
      staged.put(
          test,
          new StagedCase(
              logs.engine(),
              compiler,
              first,
              given.objects(),
              given.hosts(),
              given.truth(),
              given.logs()));
    }
  }

  private static SplEnvironment splunk(Path lookups) {
    return SplEnvironment.PLAIN.withLookups(
        Lookups.of(ConfFile.EMPTY, new LookupFolders(List.of(lookups)), false));
  }

  /** Copies of the pack's lists, with these rows. */
  private GivenFiles listFiles(Map<String, List<Map<String, String>>> rows, Path to)
      throws IOException {
    Files.createDirectories(to);
    Map<String, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, Path> list : lists.entrySet()) {
      String header = Files.readAllLines(list.getValue()).getFirst();
      StringBuilder text = new StringBuilder(header).append('\n');
      for (Map<String, String> row : rows.getOrDefault(list.getKey(), List.of())) {
        List<String> values = new ArrayList<>();
        for (String column : header.split(",")) {
          values.add(row.getOrDefault(column.strip(), ""));
        }
        text.append(String.join(",", values)).append('\n');
      }
      Path file = to.resolve(list.getKey() + ".csv");
      files.put(list.getKey(), Files.writeString(file, text));
    }
    return new GivenFiles(List.of(), files, Map.of(), List.of(), Map.of(), List.of());
  }

  @Override
  public void close() {
    databases.forEach(StagedLogs::close);
  }
}
