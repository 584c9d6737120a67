package io.flowproof.app.cli;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.Logs;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.read.Copies;
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lake as the commands read it: views over its files, in a database that is otherwise empty. */
final class LakeLogs implements Logs {
  private final DuckDbStaging staging;
  private final DuckDbEngine engine;
  private final LakePlan plan;
  private final LakeAccounts accounts;

  private LakeLogs(DuckDbStaging staging, DuckDbEngine engine, LakePlan plan) {
    this.staging = staging;
    this.engine = engine;
    this.accounts = new LakeAccounts(engine);
    this.plan = plan;
  }

  static LakeLogs open(
      Path lake,
      @Nullable String asOf,
      TimeRange range,
      Copies copies,
      GivenData given,
      Path directory,
      DuckDbSettings settings) {
    try (LakeReader reader = LakeReader.open(lake)) {
      return open(reader, reader.plan(asOf, range), copies, given, directory, settings);
    }
  }

  static LakeLogs open(
      LakeReader reader,
      LakePlan plan,
      Copies copies,
      GivenData given,
      Path directory,
      DuckDbSettings settings) {
    DuckDbStaging staging =
        DuckDbStaging.open(
            directory,
            settings.limits().memoryBytes(),
            given.shapes(),
            given.files(),
            reader.directory().path());
    boolean opened = false;
    try {
      given.load(staging);
      reader.attach(plan, staging, copies);
      SessionViews.create(staging);
      given.planViews(staging);
      LakeLogs logs = new LakeLogs(staging, staging.finish(SessionViews.settings(settings)), plan);
      opened = true;
      return logs;
    } finally {
      if (!opened) {
        staging.close();
      }
    }
  }

  @Override
  public DuckDbEngine engine() {
    return engine;
  }

  @Override
  public String state() {
    LakeSnapshot snapshot = plan.snapshot();
    return snapshot == null
        ? "which is empty"
        : "snapshot %d of %s, %d of %d files of flows"
            .formatted(
                snapshot.number(),
                snapshot.at(),
                plan.table(FlowTables.FLOW).files().files().size(),
                plan.table(FlowTables.FLOW).there());
  }

  @Override
  public List<FilesRead> files(String sql) {
    Map<String, List<Path>> chosen = engine.files(sql);
    return plan.tables().stream()
        .map(
            table -> {
              String name = table.shape().name();
              List<Path> read =
                  chosen.containsKey(name) || !name.equals(FlowTables.FLOW)
                      ? chosen.getOrDefault(name, List.of())
                      : chosen.getOrDefault(Copies.RECORDED, List.of());
              return new FilesRead(name, read.size(), table.there());
            })
        .toList();
  }

  /** How many copies of records are left out; see {@link Copies}. */
  long copiesLeftOut() {
    boolean none =
        engine
            .all("SELECT 1 FROM duckdb_tables() WHERE table_name = '" + Copies.TABLE + "'")
            .isEmpty();
    return !none
            && engine
                    .all("SELECT coalesce(sum(copies), 0) FROM " + Copies.TABLE)
                    .getFirst()
                    .getFirst()
                instanceof Number copies
        ? copies.longValue()
        : 0;
  }

  @Override
  public Reading reading() {
    return accounts.reading();
  }

  @Override
  public ReadTotals totals() {
    return accounts.totals();
  }

  @Override
  public void close() {
    staging.close();
  }
}
