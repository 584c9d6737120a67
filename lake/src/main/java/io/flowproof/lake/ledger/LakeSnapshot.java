package io.flowproof.lake.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * A state of a lake that can be read: one snapshot of each of its tables, of the same moment.
 *
 * @param number counts from 1
 * @param at when it came to be
 * @param operation {@code ingest} or {@code compact}
 * @param batch the batch that brought it
 * @param tables the Iceberg snapshot of each table; a table without rows is missing
 */
public record LakeSnapshot(
    long number, Instant at, String operation, String batch, Map<String, Long> tables) {

  /** The same state, whose tables have other snapshots. */
  public LakeSnapshot withTables(Map<String, Long> others) {
    return new LakeSnapshot(number, at, operation, batch, others);
  }
}
