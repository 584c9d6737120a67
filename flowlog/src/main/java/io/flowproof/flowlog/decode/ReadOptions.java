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
 */
public record ReadOptions(@Nullable LogFormat format, InternalNetworks networks, int threads) {
  /** No format, the standard networks, a thread for every processor. */
  public static final ReadOptions STANDARD =
      new ReadOptions(null, InternalNetworks.STANDARD, Runtime.getRuntime().availableProcessors());

  /** Checks the number of threads. */
  public ReadOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("Invalid threads: " + threads + " (must be 1 or more)");
    }
  }

  /** The same with that format. */
  public ReadOptions withFormat(@Nullable LogFormat newFormat) {
    return new ReadOptions(newFormat, networks, threads);
  }

  /** The same with those networks. */
  public ReadOptions withNetworks(InternalNetworks newNetworks) {
    return new ReadOptions(format, newNetworks, threads);
  }

  /** The same with that many threads. */
  public ReadOptions withThreads(int newThreads) {
    return new ReadOptions(format, networks, newThreads);
  }
}
