package io.flowproof.lake.upkeep;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.duckdb.ParquetColumn;
import io.flowproof.engine.duckdb.ParquetTable;
import io.flowproof.engine.duckdb.ParquetWriter;
import io.flowproof.lake.table.LakeSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of rows in compacted files. Sorted by source alone, the records that an address sent
 * lie together and those that it got lie everywhere. So both ends count alike: each is given its
 * part of {@value #PARTS} that have about equally many rows, and the bits of both numbers are taken
 * in turn (a Z-order curve; G. M. Morton, 1966). Blocks of rows then have narrow bounds of either
 * end. Within such a cell rows are sorted by source, destination and time.
 */
final class AddressOrder {
  /** Parts of each end: a power of two, more than the square root of a day's row groups. */
  static final int PARTS = 64;

  private static final List<String> WITHIN =
      List.of(
          FlowTables.SRCADDR_IPV4,
          LakeSchema.SRCADDR_KEY,
          FlowTables.DSTADDR_IPV4,
          LakeSchema.DSTADDR_KEY,
          LakeSchema.TIME,
          FlowTables.SOURCE_ID,
          FlowTables.SOURCE_LINE);

  private AddressOrder() {}

  /** What to sort these files by, in SQL. */
  static List<String> of(ParquetWriter parquet, ParquetTable source) {
    List<String> order = new ArrayList<>();
    if (has(source, FlowTables.SRCADDR_IPV4) && has(source, FlowTables.DSTADDR_IPV4)) {
      order.add(
          cell(
              FlowTables.SRCADDR_IPV4,
              parquet.bounds(source, FlowTables.SRCADDR_IPV4, PARTS),
              FlowTables.DSTADDR_IPV4,
              parquet.bounds(source, FlowTables.DSTADDR_IPV4, PARTS)));
    }
    WITHIN.stream().filter(name -> has(source, name)).map(AddressOrder::quoted).forEach(order::add);
    return order;
  }

  private static boolean has(ParquetTable source, String name) {
    return source.columns().stream().map(ParquetColumn::name).anyMatch(name::equals);
  }

  /**
   * The number of a row's cell on the curve; without the number of an IPv4 address at either end
   * the last.
   *
   * @param sourceBounds the first value of each part but the first, in order
   * @param destinationBounds the same of the other end
   */
  static String cell(
      String source, List<Long> sourceBounds, String destination, List<Long> destinationBounds) {
    return "coalesce(%s + %s, %d)"
        .formatted(
            part(quoted(source), sourceBounds, 0, 1),
            part(quoted(destination), destinationBounds, 0, 0),
            PARTS * PARTS);
  }

  /** A tree of comparisons, whose leaves are the parts' numbers with their bits apart. */
  private static String part(String column, List<Long> bounds, int first, int shift) {
    if (bounds.isEmpty()) {
      return "CASE WHEN %s IS NOT NULL THEN %d END".formatted(column, spread(first) << shift);
    }
    int middle = bounds.size() / 2;
    return "CASE WHEN %s < %d THEN %s ELSE %s END"
        .formatted(
            column,
            bounds.get(middle),
            part(column, bounds.subList(0, middle), first, shift),
            part(column, bounds.subList(middle + 1, bounds.size()), first + middle + 1, shift));
  }

  /** Each bit of a number at twice its place. */
  static int spread(int number) {
    int spread = 0;
    for (int bit = 0; bit < Integer.SIZE / 2; bit++) {
      spread |= ((number >> bit) & 1) << (2 * bit);
    }
    return spread;
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
