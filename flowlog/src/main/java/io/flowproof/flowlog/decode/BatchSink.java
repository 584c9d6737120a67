package io.flowproof.flowlog.decode;

import io.flowproof.core.column.ColumnBatch;

/**
 * Takes decoded rows. It is called from several threads at once. A batch's arrays are lent: they
 * are filled again after the call returns, so what is needed longer must be copied. A sink that
 * blocks holds up decoding, which is how memory stays bounded; one that throws ends the reading.
 */
@FunctionalInterface
public interface BatchSink {
  /** Takes a batch of one of the tables of {@code FlowTables}; it has at least one row. */
  void accept(ColumnBatch batch);
}
