package io.flowproof.flowlog.decode;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sink that keeps every row as a map of its values, nulls left out. */
final class CollectedRows implements BatchSink {
  private final List<Map<String, Object>> rows = new ArrayList<>();

  @Override
  public synchronized void accept(ColumnBatch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("table", batch.table());
      for (Column column : batch.columns()) {
        Object value = value(column, row);
        if (value != null) {
          values.put(column.name(), value);
        }
      }
      rows.add(values);
    }
  }

  private static @Nullable Object value(Column column, int row) {
    byte[] validity = column.validity();
    if (validity != null && (validity[row >> 3] >> (row & 7) & 1) == 0) {
      return null;
    }
    return switch (column) {
      case Column.Ints ints -> ints.values()[row];
      case Column.Longs longs -> longs.values()[row];
      case Column.Constant constant -> constant.value();
      case Column.Addresses addresses ->
          throw new AssertionError("The decoder gives no " + addresses.name());
      case Column.Texts texts ->
          new String(
              texts.bytes(),
              texts.offsets()[row],
              texts.offsets()[row + 1] - texts.offsets()[row],
              StandardCharsets.UTF_8);
    };
  }

  /** All rows, by object and line. */
  List<Map<String, Object>> all() {
    return rows.stream()
        .sorted(
            Comparator.<Map<String, Object>>comparingInt(row -> (Integer) row.get("source_id"))
                .thenComparingLong(row -> (Long) row.get("source_line")))
        .toList();
  }

  /**
   * The values of one column, of all rows by object and line; missing ones as {@code null} text.
   */
  List<String> column(String name) {
    return all().stream().map(row -> String.valueOf(row.get(name))).toList();
  }
}
