package io.flowproof.contract;

import io.flowproof.engine.api.Watchdog;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.trino.TrinoEngine;
import io.flowproof.trino.TrinoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a Trino of one coordinator and two workers. */
class TrinoContractTest extends EngineContract {
  private static final Watchdog WATCHDOG = Watchdog.halting(() -> {});

  @TempDir static Path folder;

  private static TrinoProcess trino;
  private static CaseRun run;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    CaseLake lake = CaseLake.of(GoldenCase.all(), folder);
    trino = TrinoProcess.start();
    trino.catalog("cases", lake.directory());
    TrinoSettings settings =
        new TrinoSettings(
            trino.url(), "contract", null, "cases", "flowproof", Duration.ofMinutes(2), WATCHDOG);
    run = new CaseRun(new TrinoEngine(settings), EngineSql.TRINO, lake);
  }

  @AfterAll
  static void stop() {
    trino.close();
    WATCHDOG.close();
  }

  @Override
  String engine() {
    return "trino";
  }

  @Override
  CaseRun run() {
    return run;
  }
}
