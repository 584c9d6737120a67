package io.flowproof.simulate.parquet;

/**
 * A column, whose values may be null.
 *
 * @param name its name
 * @param type what it holds
 */
public record ParquetColumn(String name, ParquetType type) {}
