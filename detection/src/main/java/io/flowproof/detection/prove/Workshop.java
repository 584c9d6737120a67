package io.flowproof.detection.prove;

import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.given.GivenFiles;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.splunk.LookupFolders;
import io.flowproof.detection.trial.SimulationLibrary;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What proving needs beside a rule; for many rules at once. */
final class Workshop implements AutoCloseable {
  private final Pack pack;
  private final SimulationLibrary library;
  private final DuckDbSettings settings;
  private final Path folder;
  private final AtomicInteger folders = new AtomicInteger();
  private final DuckDbEngine engine;
  private final QueryCompiler compiler;

  /**
   * For the rules of a pack.
   *
   * @param library networks and scenarios
   * @param settings what queries may use
   * @param folder an empty folder for what is written meanwhile
   */
  Workshop(Pack pack, SimulationLibrary library, DuckDbSettings settings, Path folder)
      throws IOException {
    this.pack = pack;
    this.library = library;
    this.settings = settings.withThreads(1); // Rules run beside each other instead.
    this.folder = folder;
    this.engine = DuckDbEngine.inMemory(this.settings);
    GivenData lists =
        GivenData.of(
            new GivenFiles(List.of(), pack.lists(), Map.of(), List.of(), Map.of(), List.of()));
    this.compiler =
        new QueryCompiler(
            Catalog.ofFlowLogs().with(lists.tables()),
            SplEnvironment.PLAIN.withLookups(
                Lookups.of(
                    ConfFile.EMPTY,
                    new LookupFolders(List.of(pack.directory().resolve(Pack.LISTS))),
                    false)));
  }

  Pack pack() {
    return pack;
  }

  SimulationLibrary library() {
    return library;
  }

  DuckDbSettings settings() {
    return settings;
  }

  /** An engine without tables, for texts that are compiled and not run. */
  DuckDbEngine emptyEngine() {
    return engine;
  }

  /** Knows the tables of flow logs and the pack's lists. */
  QueryCompiler compiler() {
    return compiler;
  }

  /** A folder that is not there yet. */
  Path newFolder() {
    return folder.resolve("%05d".formatted(folders.incrementAndGet()));
  }

  /** Stages the cases of one rule. */
  StagedCases stage(Rule rule) throws IOException, InterruptedException {
    return stage(List.of(rule));
  }

  /** Stages the cases of several rules together. */
  StagedCases stage(List<Rule> rules) throws IOException, InterruptedException {
    return StagedCases.open(pack, rules, library, settings, newFolder());
  }

  @Override
  public void close() {
    engine.close();
  }
}
