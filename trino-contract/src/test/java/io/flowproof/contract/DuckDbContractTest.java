package io.flowproof.contract;

import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.lake.read.Copies;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import io.flowproof.query.sql.EngineSql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded engine, over the same lake. */
class DuckDbContractTest extends EngineContract {
  private static final Watchdog WATCHDOG = Watchdog.halting(() -> {});

  @TempDir static Path folder;

  private static DuckDbStaging staging;
  private static CaseRun run;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    CaseLake lake = CaseLake.of(GoldenCase.all(), folder);
    try (LakeReader reader = LakeReader.open(lake.directory())) {
      DuckDbSettings settings =
          DuckDbSettings.of(new QueryLimits(Duration.ofSeconds(60), 256L << 20), WATCHDOG)
              .withThreads(1)
              .withFunctions(JavaFunctions.all(new TwoCountries()));
      staging =
          DuckDbStaging.open(folder, 256L << 20, List.of(), List.of(), reader.directory().path());
      reader.attach(reader.plan(null, TimeRange.ALL), staging, Copies.READ);
      DuckDbEngine engine = staging.finish(settings);
      run = new CaseRun(engine, EngineSql.DUCKDB, lake);
    }
  }

  @AfterAll
  static void close() {
    staging.close();
    WATCHDOG.close();
  }

  @Override
  String engine() {
    return "duckdb";
  }

  @Override
  CaseRun run() {
    return run;
  }

  /** The countries that the cases know. */
  private static final class TwoCountries implements CountryLookup {
    @Override
    public @Nullable String isoCode(String address) {
      return address.startsWith("203.0.113.")
          ? "US"
          : address.startsWith("198.51.100.") ? "NL" : null;
    }

    @Override
    public @Nullable String name(String address) {
      return address.startsWith("203.0.113.")
          ? "United States"
          : address.startsWith("198.51.100.") ? "Netherlands" : null;
    }
  }
}
