package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.enrich.InternalNetworks;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The batches that one thread fills, one for each format and table, across objects: many small
 * objects of one format share a batch. How many stay open is bounded.
 */
final class OpenBatches {
  private static final int MOST_FORMATS = 16;
  private static final long MOST_BYTES = 96L << 20;

  private final InternalNetworks networks;
  private final BatchSink sink;
  private final Map<LogFormat, OpenFormat> formats = new LinkedHashMap<>();

  OpenBatches(InternalNetworks networks, BatchSink sink) {
    this.networks = networks;
    this.sink = sink;
  }

  /** The open tables of a format; others may be handed on to make room. */
  OpenFormat of(LogFormat format) {
    OpenFormat open = formats.get(format);
    if (open != null) {
      return open;
    }
    long size = formats.values().stream().mapToLong(OpenFormat::size).sum();
    if (formats.size() >= MOST_FORMATS || size > MOST_BYTES) {
      flush();
      formats.clear();
    }
    open = new OpenFormat(format, networks);
    formats.put(format, open);
    return open;
  }

  /** Hands a full table on. */
  void flush(OpenTable table) {
    OpenFormat.flush(table, sink);
  }

  /** Hands everything on. */
  void flush() {
    formats.values().forEach(format -> format.flush(sink));
  }
}
