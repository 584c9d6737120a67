package io.flowproof.core.column;

import java.util.List;

/**
 * The physical shape of a table: what a batch may fill and an engine creates.
 *
 * @param name the table's name
 * @param columns its columns, in order; all may hold nulls
 */
public record TableShape(String name, List<ShapeColumn> columns) {

  /** One column: its physical name and type. */
  public record ShapeColumn(String name, ColumnType type) {}
}
