package io.flowproof.lake.ingest;

import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;

/**
 * How raw objects are taken in.
 *
 * @param read how lines are decoded
 * @param staging where decoded rows lie until they are written
 * @param memoryBytes how much memory the engine may use
 * @param batchBytes how many bytes of raw objects are committed together, at most, unless one
 *     object is larger
 * @param steps told of each step
 */
public record IngestOptions(
    ReadOptions read, Path staging, long memoryBytes, long batchBytes, Steps steps) {
  /** About ten million records as gzip. */
  public static final long BATCH_BYTES = 256L << 20;
}
