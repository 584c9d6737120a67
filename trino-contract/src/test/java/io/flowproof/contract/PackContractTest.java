package io.flowproof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.given.CarriedRows;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.given.GivenFiles;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.run.Detector;
import io.flowproof.detection.run.Finding;
import io.flowproof.detection.run.LogFacts;
import io.flowproof.detection.run.RuleOutcome;
import io.flowproof.detection.splunk.LookupFolders;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.flowlog.enrich.GeoDatabase;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.ingest.IngestOptions;
import io.flowproof.lake.read.Copies;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.Steps;
import io.flowproof.query.Language;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.SplEnvironment;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.trino.TrinoEngine;
import io.flowproof.trino.TrinoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that ship find the same in a lake by both engines, with the same evidence. */
class PackContractTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final Path CANNOT = Path.of("src/test/resources/trino-rules.txt");
  private static final long MEMORY = 512L << 20;

  @TempDir static Path folder;

  private final Pack pack = Pack.load(ROOT.resolve("packs/vpc-flow"));
  private final SplEnvironment splunk =
      SplEnvironment.PLAIN.withLookups(
          Lookups.of(
              ConfFile.EMPTY,
              new LookupFolders(List.of(pack.directory().resolve(Pack.LISTS))),
              false));

  @Test
  void theRulesFindTheSameInTrino() throws Exception {
    Path lake = folder.resolve("lake");
    IngestOptions options =
        new IngestOptions(
            ReadOptions.STANDARD,
            DuckDbStaging.defaultParent(),
            MEMORY,
            IngestOptions.BATCH_BYTES,
            Steps.ALL,
            () -> false);
    new Ingest(options)
        .run(lake, List.of(ROOT.resolve("examples/logs/small-vpc")), ReadProgress.NONE);
    GivenData given =
        GivenData.of(
            new GivenFiles(List.of(), pack.lists(), Map.of(), List.of(), Map.of(), List.of()));
    Map<String, String> embedded;
    Map<String, String> trino;
    try (Watchdog watchdog = Watchdog.halting(() -> {});
        GeoDatabase countries = GeoDatabase.shipped();
        LakeReader reader = LakeReader.open(lake)) {
      DuckDbSettings settings =
          DuckDbSettings.of(new QueryLimits(Duration.ofMinutes(2), MEMORY), watchdog)
              .withFunctions(JavaFunctions.all(new Shipped(countries)));
      try (DuckDbStaging staging =
          DuckDbStaging.open(
              folder, MEMORY, given.shapes(), given.files(), reader.directory().path())) {
        given.load(staging);
        reader.attach(reader.plan(null, TimeRange.ALL), staging, Copies.READ);
        QueryEngine engine = staging.finish(settings);
        Catalog catalog = Catalog.ofFlowLogs().with(given.tables());
        embedded = found(engine, EngineSql.DUCKDB, catalog);
        trino = inTrino(lake, watchdog, catalog.carrying(CarriedRows.of(given, engine)));
      }
    }
    TreeSet<String> refused = new TreeSet<>();
    trino.forEach(
        (text, findings) -> {
          if (findings.startsWith("refused: ")) {
            refused.add(text + " " + findings.substring("refused: ".length()));
          }
        });
    embedded.keySet().removeIf(text -> trino.getOrDefault(text, "").startsWith("refused: "));
    trino.values().removeIf(findings -> findings.startsWith("refused: "));
    if (Boolean.getBoolean("contract.record")) {
      Files.write(CANNOT, refused);
    }
    assertThat(trino).isEqualTo(embedded);
    assertThat(embedded.values()).anyMatch(findings -> !findings.isEmpty());
    assertThat(refused).containsExactlyElementsOf(Files.readAllLines(CANNOT));
  }

  private Map<String, String> inTrino(Path lake, Watchdog watchdog, Catalog catalog) {
    try (TrinoProcess process = TrinoProcess.start()) {
      process.catalog("lake", lake);
      TrinoSettings settings =
          new TrinoSettings(
              process.url(),
              "contract",
              null,
              "lake",
              "flowproof",
              Duration.ofMinutes(5),
              watchdog);
      try (TrinoEngine engine = new TrinoEngine(settings)) {
        return found(engine, EngineSql.TRINO, catalog);
      }
    }
  }

  /** What each text finds, over all logs at once. */
  private Map<String, String> found(QueryEngine engine, EngineSql sql, Catalog catalog) {
    ReadTotals totals = new Reading(LakeReader.accounts(engine), List.of()).totals();
    LogFacts facts = new LogFacts(totals.formats(), totals.first(), totals.last());
    Map<String, String> found = new TreeMap<>();
    for (RuleOutcome outcome :
        new Detector(engine, catalog, splunk, facts, Detector.Timing.ONCE, 50)
            .forEngine(sql)
            .detect(
                pack.rules(), EnumSet.allOf(Language.class), (rule, language, done, all) -> {})) {
      found.put(outcome.rule().name() + "." + outcome.language(), text(outcome));
    }
    return found;
  }

  private static String text(RuleOutcome outcome) {
    return switch (outcome) {
      case RuleOutcome.Ran ran ->
          String.join(
              "\n", new TreeSet<>(ran.findings().stream().map(PackContractTest::text).toList()));
      case RuleOutcome.Blind blind -> "blind";
      case RuleOutcome.Invalid invalid ->
          "refused: " + invalid.problem().diagnostics().getFirst().message();
      case RuleOutcome.Failed failed -> "failed: " + failed.problem().getMessage();
    };
  }

  private static String text(Finding finding) {
    return "%s %s to %s, %d flows, %d bytes, %s"
        .formatted(
            finding.entities(),
            finding.firstSeen(),
            finding.lastSeen(),
            finding.flows(),
            finding.bytes(),
            finding.evidence().lines());
  }

  private record Shipped(GeoDatabase database) implements CountryLookup {
    @Override
    public @Nullable String isoCode(String address) {
      return database.countryCode(address);
    }

    @Override
    public @Nullable String name(String address) {
      return database.countryName(address);
    }
  }
}
