package io.flowproof.app.cli;

import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.lake.ingest.IngestOptions;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.CompactionOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What writing to a lake may use. */
final class LakeWritingArguments {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeArgument.class,
      description = "How much memory the engine may use beside Java's (default: ${DEFAULT-VALUE}).",
      defaultValue = "1g")
  private long memory = 1L << 30;

  @Option(
      names = "--staging",
      paramLabel = "DIR",
      description = {
        "Where the engine puts what does not fit into its memory (default: the system's directory",
        "for temporary files)."
      })
  private @Nullable Path staging;

  /** In bytes, beside Java's. */
  long memory() {
    return memory;
  }

  /** Where private directories are made for what does not fit into the memory. */
  Path staging() {
    return staging == null ? DuckDbStaging.defaultParent() : staging;
  }

  /** How raw objects are taken in, until a stop is asked for. */
  IngestOptions ingest(ReadOptions reading, GracefulStop stop) {
    return new IngestOptions(
        reading, staging(), memory, IngestOptions.BATCH_BYTES, Steps.ALL, stop::isAsked);
  }

  /** How files are put together. */
  CompactionOptions compaction() {
    return new CompactionOptions(
        staging(),
        memory,
        Runtime.getRuntime().availableProcessors(),
        CompactionOptions.TARGET_BYTES,
        CompactionOptions.BATCH_BYTES,
        Steps.ALL);
  }
}
