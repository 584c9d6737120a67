package io.flowproof.lake.upkeep;

import io.flowproof.lake.table.Steps;
import java.nio.file.Path;

/**
 * How files are put together.
 *
 * @param staging where the engine puts what does not fit into its memory
 * @param memoryBytes how much memory the engine may use
 * @param threads how many threads sort
 * @param targetBytes how large files become, about
 * @param batchBytes how many bytes of files are committed together, at most, unless one day has
 *     more
 * @param steps told of each step
 */
public record CompactionOptions(
    Path staging, long memoryBytes, int threads, long targetBytes, long batchBytes, Steps steps) {
  /** What Iceberg's readers like: few seeks, and enough files for many readers. */
  public static final long TARGET_BYTES = 128L << 20;

  /** Some files of the target's size. */
  public static final long BATCH_BYTES = 1L << 30;
}
