package io.flowproof.core.column;

import java.util.List;

/**
 * Rows of one table, column by column. Columns of the table that the batch does not name are null
 * in all its rows.
 *
 * @param table the table's name
 * @param rows how many rows
 * @param columns the columns that have values, each with at least {@code rows} of them
 */
public record ColumnBatch(String table, int rows, List<Column> columns) {}
