package io.flowproof.lake.table;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lake has of an address beside its text: a key that sorts as addresses do, and the scope.
 * Keys of IPv6 addresses are stored; the rest follows from the number of an IPv4 address when it is
 * read. For one thread.
 */
public final class AddressColumns {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final String MAPPED =
      "'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xFF\\xFF'::BLOB";

  private final AddressReader reader = new AddressReader();

  /** Creates one that has seen nothing yet. */
  public AddressColumns() {}

  /** The key of an address in SQL: from its number, or as it is stored. */
  static String key(String number, String key) {
    return "CASE WHEN %1$s IS NULL THEN %2$s ELSE %3$s || CAST(CAST(CAST(%1$s AS UINTEGER) AS BIT) AS BLOB) END"
        .formatted(number, key, MAPPED);
  }

  /** The scope of an address in SQL. */
  static String scope(String number, String key) {
    return "CASE WHEN %1$s IS NOT NULL THEN CASE %3$s ELSE '%5$s' END WHEN %2$s IS NOT NULL THEN CASE %4$s ELSE '%5$s' END END"
        .formatted(
            number,
            key,
            cases(false, network -> range(number, network.firstIpv4(), network.lastIpv4())),
            cases(true, network -> range(key, network)),
            AddressScope.GLOBAL.text());
  }

  /** Something of a network, in SQL. */
  @FunctionalInterface
  private interface Condition {
    String of(Network network);
  }

  private static String cases(boolean ipv6, Condition condition) {
    return Stream.of(AddressScope.values())
        .flatMap(
            scope ->
                scope.networks().stream()
                    .filter(network -> network.ipv6() == ipv6)
                    .map(
                        network ->
                            "WHEN " + condition.of(network) + " THEN '" + scope.text() + "'"))
        .collect(Collectors.joining(" "));
  }

  private static String range(String number, long first, long last) {
    return String.format(Locale.ROOT, "%s BETWEEN %d AND %d", number, first, last);
  }

  private static String range(String key, Network network) {
    long high = network.bits() >= Long.SIZE ? 0 : -1L >>> network.bits();
    long low =
        network.bits() <= Long.SIZE ? -1L : network.bits() == 128 ? 0 : -1L >>> network.bits();
    return "%s BETWEEN %s AND %s"
        .formatted(
            key,
            blob(network.high(), network.low()),
            blob(network.high() | high, network.low() | low));
  }

  private static String blob(long high, long low) {
    String hex = String.format(Locale.ROOT, "%016X%016X", high, low);
    return "'" + hex.replaceAll("..", "\\\\x$0") + "'::BLOB";
  }

  /** The batch with the keys of its IPv6 addresses, where it has any. */
  public ColumnBatch with(ColumnBatch batch) {
    List<Column> columns = new ArrayList<>(batch.columns());
    add(batch, FlowLogField.SRCADDR, FlowTables.SRCADDR_IPV4, LakeSchema.SRCADDR_KEY, columns);
    add(batch, FlowLogField.DSTADDR, FlowTables.DSTADDR_IPV4, LakeSchema.DSTADDR_KEY, columns);
    return new ColumnBatch(batch.table(), batch.rows(), columns);
  }

  private void add(
      ColumnBatch batch, FlowLogField address, String number, String key, List<Column> columns) {
    if (!(batch.column(address.columnName()) instanceof Column.Texts texts)) {
      return;
    }
    byte[] numbered =
        batch.column(number) instanceof Column.Longs longs ? longs.validity() : new byte[0];
    if (numbered == null) {
      return; // All of them are IPv4.
    }
    byte[] keys = new byte[batch.rows() * Column.Addresses.WIDTH];
    byte[] validity = new byte[(batch.rows() + 7) / 8];
    boolean any = false;
    for (int row = 0; row < batch.rows(); row++) {
      boolean isIpv4 = numbered.length > 0 && isSet(numbered, row);
      if (!isIpv4
          && isSet(texts.validity(), row)
          && reader.read(texts.bytes(), texts.offsets()[row], texts.offsets()[row + 1])) {
        BIG_ENDIAN.set(keys, row * Column.Addresses.WIDTH, reader.high());
        BIG_ENDIAN.set(keys, row * Column.Addresses.WIDTH + Long.BYTES, reader.low());
        validity[row >> 3] |= (byte) (1 << (row & 7));
        any = true;
      }
    }
    if (any) {
      columns.add(new Column.Addresses(key, keys, validity));
    }
  }

  private static boolean isSet(byte @Nullable [] validity, int row) {
    return validity == null || (validity[row >> 3] >> (row & 7) & 1) != 0;
  }
}
