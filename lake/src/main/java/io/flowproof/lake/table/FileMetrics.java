package io.flowproof.lake.table;

import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** What DuckDB says of a file, in Iceberg's form: what a plan skips files by. */
final class FileMetrics {
  /** Longer texts are no bound that prunes. */
  private static final int LONGEST_TEXT = 64;

  private FileMetrics() {}

  static Metrics of(TableFile file, Schema schema) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    file.columns()
        .forEach(
            (name, stats) -> {
              Types.NestedField field = schema.findField(name);
              if (field == null) {
                return;
              }
              int id = field.fieldId();
              sizes.put(id, stats.bytes());
              values.put(id, file.rows());
              nulls.put(id, stats.nulls());
              bounds(field.type(), stats, id, lower, upper);
            });
    return new Metrics(file.rows(), sizes, values, nulls, null, lower, upper);
  }

  private static void bounds(
      Type type,
      ColumnStats stats,
      int id,
      Map<Integer, ByteBuffer> lower,
      Map<Integer, ByteBuffer> upper) {
    ByteBuffer min = bound(type, stats.min());
    ByteBuffer max = bound(type, stats.max());
    if (min != null && max != null) {
      lower.put(id, min);
      upper.put(id, max);
    }
  }

  private static @Nullable ByteBuffer bound(Type type, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (type.typeId()) {
      case INTEGER -> Conversions.toByteBuffer(type, Integer.valueOf(text));
      case LONG -> Conversions.toByteBuffer(type, Long.valueOf(text));
      case TIMESTAMP -> Conversions.toByteBuffer(type, micros(text));
      case BINARY -> ByteBuffer.wrap(HexFormat.of().parseHex(text));
      case STRING -> text.length() > LONGEST_TEXT ? null : Conversions.toByteBuffer(type, text);
      default -> null;
    };
  }

  private static long micros(String text) {
    String bare = text.replace("'", "").replace(' ', 'T');
    return ChronoUnit.MICROS.between(
        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), LocalDateTime.parse(bare));
  }
}
