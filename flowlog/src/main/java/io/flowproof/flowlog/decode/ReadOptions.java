package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.enrich.InternalNetworks;
import org.jspecify.annotations.Nullable;

/**
 * How flow logs are read.
 *
 * @param format the format of text without a header and of events in JSON, or null: then only the
 *     default format is recognised without a header
 * @param networks which addresses are inside
 * @param threads how many threads decode, at least 1
 * @param parquet opens Parquet objects, or null: then they are named and skipped
 */
public record ReadOptions(
    @Nullable LogFormat format,
    InternalNetworks networks,
    int threads,
    RecordFile.@Nullable Opener parquet) {
  /** No format, the standard networks, a thread for every processor, no Parquet. */
  public static final ReadOptions STANDARD =
      new ReadOptions(
          null, InternalNetworks.STANDARD, Runtime.getRuntime().availableProcessors(), null);

  /** Checks the number of threads. */
  public ReadOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid threads: " + threads + " (must be 1 or more)");
    }
  }

  /** The same with that format. */
  public ReadOptions withFormat(@Nullable LogFormat newFormat) {
    return new ReadOptions(newFormat, networks, threads, parquet);
  }

  /** The same with those networks. */
  public ReadOptions withNetworks(InternalNetworks newNetworks) {
    return new ReadOptions(format, newNetworks, threads, parquet);
  }

  /** The same with that many threads. */
  public ReadOptions withThreads(int newThreads) {
    return new ReadOptions(format, networks, newThreads, parquet);
  }

  /** The same with Parquet, which that opens. */
  public ReadOptions withParquet(RecordFile.Opener newParquet) {
    return new ReadOptions(format, networks, threads, newParquet);
  }
}
