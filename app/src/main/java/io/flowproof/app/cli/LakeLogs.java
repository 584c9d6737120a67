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
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lake as the commands read it: views over its files, in a database that is otherwise empty. */
final class LakeLogs implements Logs {
  private final DuckDbStaging staging;
  private final DuckDbEngine engine;
  private final LakePlan plan;
  private @Nullable Reading reading;
  private @Nullable ReadTotals totals;

  private LakeLogs(DuckDbStaging staging, DuckDbEngine engine, LakePlan plan) {
    this.staging = staging;
    this.engine = engine;
    this.plan = plan;
  }

  static LakeLogs open(
      Path lake,
      @Nullable String asOf,
      TimeRange range,
      GivenData given,
      Path directory,
      DuckDbSettings settings) {
    try (LakeReader reader = LakeReader.open(lake)) {
      return open(reader, reader.plan(asOf, range), given, directory, settings);
    }
  }

  static LakeLogs open(
      LakeReader reader, LakePlan plan, GivenData given, Path directory, DuckDbSettings settings) {
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
      LakeReader.attach(plan, staging);
      SessionViews.create(staging);
      LakeLogs logs = new LakeLogs(staging, staging.finish(settings), plan);
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
  public synchronized Reading reading() {
    Reading known = reading;
    if (known == null) {
      known = new Reading(LakeReader.accounts(engine), List.of());
      reading = known;
    }
    return known;
  }

  @Override
  public synchronized ReadTotals totals() {
    ReadTotals known = totals;
    if (known == null) {
      known = reading().totals();
      totals = known;
    }
    return known;
  }

  @Override
  public void close() {
    staging.close();
  }
}
