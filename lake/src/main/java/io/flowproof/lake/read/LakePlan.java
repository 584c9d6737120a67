package io.flowproof.lake.read;

import io.flowproof.core.column.TableShape;
import io.flowproof.engine.api.FileChoice;
import io.flowproof.engine.duckdb.ParquetTable;
import io.flowproof.lake.ledger.LakeSnapshot;
import java.util.List;

/**
 * What a query over a lake reads.
 *
 * @param snapshot the state of the lake, or null where it has none yet
 * @param tables the tables, each with the files that are to be read
 * @param overlapping the interfaces that several flow logs record
 */
public record LakePlan(
    @org.jspecify.annotations.Nullable LakeSnapshot snapshot,
    List<PlannedTable> tables,
    List<String> overlapping) {

  /**
   * A table with the files that are to be read.
   *
   * @param shape its columns
   * @param files its files
   * @param there how many files the table has in that state
   * @param bytes how large those are that are to be read
   * @param choice chooses, for each query, the files that its own conditions leave, and fetches
   *     them where they lie in a bucket
   */
  public record PlannedTable(
      TableShape shape, ParquetTable files, int there, long bytes, FileChoice choice) {}

  /** The table of that name. */
  public PlannedTable table(String name) {
    return tables.stream()
        .filter(table -> table.shape().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
