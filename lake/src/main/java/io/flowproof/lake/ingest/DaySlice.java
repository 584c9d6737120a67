package io.flowproof.lake.ingest;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.lake.table.LakeSchema;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that begin on one day.
 *
 * @param day the day in UTC, or null for rows without a time
 * @param rows the rows
 */
record DaySlice(@Nullable LocalDate day, ColumnBatch rows) {
  private static final long MICROS_OF_DAY = ChronoUnit.DAYS.getDuration().toNanos() / 1000;
  private static final long NO_DAY = Long.MIN_VALUE;

  /** Cuts a batch by days; nearly always it is all of one. */
  static List<DaySlice> of(ColumnBatch batch) {
    if (!(batch.column(LakeSchema.TIME) instanceof Column.Longs times)) {
      return List.of(new DaySlice(null, batch));
    }
    long first = day(times, 0);
    if (isAllOf(first, times, batch.rows())) {
      return List.of(new DaySlice(date(first), batch));
    }
    Map<Long, IntStream.Builder> rows = new TreeMap<>();
    for (int row = 0; row < batch.rows(); row++) {
      rows.computeIfAbsent(day(times, row), day -> IntStream.builder()).add(row);
    }
    List<DaySlice> slices = new ArrayList<>();
    rows.forEach(
        (day, chosen) ->
            slices.add(new DaySlice(date(day), batch.select(chosen.build().toArray()))));
    return slices;
  }

  private static boolean isAllOf(long day, Column.Longs times, int rows) {
    if (times.validity() != null) {
      return IntStream.range(0, rows).allMatch(row -> day(times, row) == day);
    }
    long from = day * MICROS_OF_DAY;
    long[] values = times.values();
    for (int row = 0; row < rows; row++) {
      if (values[row] < from || values[row] - from >= MICROS_OF_DAY) {
        return false;
      }
    }
    return true;
  }

  private static long day(Column.Longs times, int row) {
    byte[] validity = times.validity();
    boolean isSet = validity == null || (validity[row >> 3] >> (row & 7) & 1) != 0;
    return isSet ? Math.floorDiv(times.values()[row], MICROS_OF_DAY) : NO_DAY;
  }

  private static @Nullable LocalDate date(long day) {
    return day == NO_DAY ? null : LocalDate.ofEpochDay(day);
  }
}
