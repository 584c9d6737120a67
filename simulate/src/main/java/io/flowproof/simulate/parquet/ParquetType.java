package io.flowproof.simulate.parquet;

/** What a column holds; numbers are those of Parquet's {@code Type} and {@code ConvertedType}. */
public enum ParquetType {
  /** 32-bit integers. */
  INT_32(1, 17),
  /** 64-bit integers. */
  INT_64(2, 18),
  /** Texts in UTF-8. */
  STRING(6, 0);

  final int physical;
  final int converted;

  ParquetType(int physical, int converted) {
    this.physical = physical;
    this.converted = converted;
  }
}
