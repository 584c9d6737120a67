package io.flowproof.query.catalog;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A table as a SIEM has it, made from stored records.
 *
 * @param name what a rule calls it
 * @param about one line for documentation and messages
 * @param stored the stored tables whose records it shows
 * @param columns its columns in order
 * @param shown which of those records it shows; all of them where it is null
 * @param rows what tells a stored record from all others, and when it was
 */
public record SiemTable(
    String name,
    String about,
    List<String> stored,
    List<SiemColumn> columns,
    @Nullable Function<ViewRow, RexNode> shown,
    Rows rows) {

  /**
   * What is known of stored records.
   *
   * @param identity stored columns whose values no two records share
   * @param time the stored column that a run's time range is put on; null where it has no bearing
   */
  public record Rows(List<String> identity, @Nullable String time) {
    /** Records of flow logs: an object and a line, and when the record begins. */
    static final Rows OF_LOGS =
        new Rows(
            List.of(FlowTables.SOURCE_ID, FlowTables.SOURCE_LINE), FlowLogField.START.columnName());
  }

  /** A table of flow logs that shows all records of its stored tables. */
  public SiemTable(String name, String about, List<String> stored, List<SiemColumn> columns) {
    this(name, about, stored, columns, null, Rows.OF_LOGS);
  }

  /** The same table with only some of its records. */
  SiemTable only(Function<ViewRow, RexNode> condition) {
    return new SiemTable(name, about, stored, columns, condition, rows);
  }
}
