package io.flowproof.engine.duckdb;

import java.util.List;

/**
 * A column of a Parquet file: Iceberg knows it by its field id, DuckDB by its name.
 *
 * @param name its name
 * @param id its field id; for a map those of key and value follow in {@code parts}
 * @param type its type in DuckDB, such as {@code BIGINT} or {@code MAP(VARCHAR, VARCHAR)}
 * @param expression SQL over the columns of the staged table, when it is written
 * @param reads the columns of the staged table that the expression reads: where none of them has a
 *     value the column is left out, and whoever reads finds nulls
 * @param parts the field ids of a map's key and value, else empty
 */
public record ParquetColumn(
    String name, int id, String type, String expression, List<String> reads, List<Integer> parts) {

  /** A column that is stored as it is staged. */
  public static ParquetColumn same(String name, int id, String type) {
    return new ParquetColumn(name, id, type, Ddl.quoted(name), List.of(name), List.of());
  }

  String fieldId() {
    String name = Ddl.literal(this.name);
    return parts.isEmpty()
        ? name + ": " + id
        : "%s: {__duckdb_field_id: %d, key: %d, value: %d}"
            .formatted(name, id, parts.getFirst(), parts.getLast());
  }
}
