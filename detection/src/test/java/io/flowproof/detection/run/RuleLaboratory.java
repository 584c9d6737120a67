package io.flowproof.detection.run;

import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.flowlog.enrich.GeoDatabase;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages logs as the product does, with the country database that ships. */
public final class RuleLaboratory implements AutoCloseable {
  private final Watchdog watchdog = Watchdog.halting(() -> {});
  private final GeoDatabase countries = GeoDatabase.shipped();

  /** One thread, little memory, and the functions that queries call. */
  public DuckDbSettings settings() {
    QueryLimits limits = new QueryLimits(Duration.ofSeconds(60), 256L << 20);
    return DuckDbSettings.of(limits, watchdog)
        .withThreads(1)
        .withFunctions(JavaFunctions.all(new Shipped(countries)));
  }

  StagedLogs stage(Path logs) throws IOException, InterruptedException {
    return stage(logs, null);
  }

  /** The same with these columns of flows and no other. */
  StagedLogs stage(Path logs, @Nullable Set<String> columns)
      throws IOException, InterruptedException {
    StagingOptions options =
        new StagingOptions(
            ReadOptions.STANDARD.withThreads(1),
            DuckDbStaging.defaultParent(),
            columns,
            GivenData.NONE,
            settings());
    return StagedLogs.open(List.of(logs), options, ReadProgress.NONE);
  }

  @Override
  public void close() {
    watchdog.close();
    try {
      countries.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
