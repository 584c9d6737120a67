package io.flowproof.detection.logs;

import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.flowlog.decode.ReadOptions;
import java.nio.file.Path;

/**
 * How logs are decoded and kept for queries.
 *
 * @param read how lines are decoded
 * @param directory where the staging database is made, in a private directory that is removed on
 *     close
 * @param engine what queries may use; its memory limit holds for staging too
 */
public record StagingOptions(ReadOptions read, Path directory, DuckDbSettings engine) {}
