package io.flowproof.query;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flow log lines in a real engine: a fixture for tests. Addresses in 203.0.113.0/24 lie in the
 * United States here, those in 198.51.100.0/24 in the Netherlands, all others nowhere.
 */
public final class StagedFlows implements AutoCloseable {
  private final Watchdog watchdog = Watchdog.halting(() -> {});
  private final DuckDbStaging staging;
  private final QueryEngine engine;

  private StagedFlows(String text, GivenCase given) {
    this(
        folder -> text.isBlank() ? null : Files.writeString(folder.resolve("flows.log"), text),
        given);
  }

  /** Where logs lie; null for none. */
  private interface Logs {
    @Nullable Path in(Path folder) throws IOException;
  }

  private StagedFlows(Logs logs, GivenCase given) {
    try {
      Path folder = Files.createTempDirectory("flows");
      Path file = logs.in(folder);
      List<TableShape> tables = new ArrayList<>(FlowTables.all());
      tables.addAll(given.shapes());
      staging = DuckDbStaging.open(folder, 256L << 20, tables, given.files());
      given.load(staging);
      if (file != null) {
        new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
            .read(List.of(file), staging::append, ReadProgress.NONE);
      }
      if (file != null && file.startsWith(folder)) {
        Files.delete(file);
      }
      engine =
          staging.finish(
              DuckDbSettings.of(new QueryLimits(Duration.ofSeconds(20), 256L << 20), watchdog)
                  .withThreads(1)
                  .withFunctions(JavaFunctions.all(new TwoCountries())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines of a log file, a header first where the format is not the default one. */
  public static StagedFlows of(String text) {
    return new StagedFlows(text, GivenCase.NONE);
  }

  /** The same, and what a case gives beside its flows. */
  public static StagedFlows of(String text, GivenCase given) {
    return new StagedFlows(text, given);
  }

  /** The logs in a folder, and what a case gives beside them. */
  public static StagedFlows in(Path logs, GivenCase given) {
    return new StagedFlows(folder -> logs, given);
  }

  /** No flows at all: for queries that bring their own rows. */
  public static StagedFlows none() {
    return new StagedFlows("", GivenCase.NONE);
  }

  /** Runs SQL. */
  public QueryEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    staging.close();
    watchdog.close();
  }

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
