package io.flowproof.core.column;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table, column by column. Columns of the table that the batch does not name are null
 * in all its rows.
 *
 * @param table the table's name
 * @param rows how many rows
 * @param columns the columns that have values, each with at least {@code rows} of them
 */
public record ColumnBatch(String table, int rows, List<Column> columns) {

  /** The column of that name, or null when the batch does not name it. */
  public @Nullable Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  /** A batch of these rows, in the order given. */
  public ColumnBatch select(int[] chosen) {
    return new ColumnBatch(
        table,
        chosen.length,
        columns.stream().map(column -> RowSelection.of(column, chosen)).toList());
  }
}
