package io.flowproof.detection.logs;

import io.flowproof.detection.given.GivenData;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.flowlog.decode.ReadOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How logs are decoded and kept for queries.
 *
 * @param read how lines are decoded
 * @param directory where the staging database is made, in a private directory that is removed on
 *     close
 * @param flowColumns the columns of the flow table that are kept, or null for all: what is not kept
 *     takes no time, and a query that asks for it fails
 * @param given what is staged beside the logs
 * @param engine what queries may use; its memory limit holds for staging too
 */
public record StagingOptions(
    ReadOptions read,
    Path directory,
    @Nullable Set<String> flowColumns,
    GivenData given,
    DuckDbSettings engine) {

  /** Keeps all columns, with nothing beside the logs. */
  public StagingOptions(ReadOptions read, Path directory, DuckDbSettings engine) {
    this(read, directory, null, GivenData.NONE, engine);
  }
}
