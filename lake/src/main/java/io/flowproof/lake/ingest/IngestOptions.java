package io.flowproof.lake.ingest;

import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * How raw objects are taken in.
 *
 * @param read how lines are decoded
 * @param staging where the engine puts what does not fit into its memory
 * @param memoryBytes how much memory the engine may use
 * @param batchBytes how many bytes of raw objects are committed together, at most, unless one
 *     object is larger
 * @param steps told of each step
 * @param stop asked before each batch: true ends the run there, with what is committed
 */
public record IngestOptions(
    ReadOptions read,
    Path staging,
    long memoryBytes,
    long batchBytes,
    Steps steps,
    BooleanSupplier stop) {
  /** About ten million records as gzip. */
  public static final long BATCH_BYTES = 256L << 20;
}
