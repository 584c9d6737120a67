package io.flowproof.flowlog.decode;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import org.jspecify.annotations.Nullable;

/** An address, stored in canonical text. */
final class AddressToken extends TokenColumn {
  private static final int LONGEST_TEXT = 48;

  private final Texts column;
  private final @Nullable Longs number;
  private final FlowLogField field;
  private final RowFacts facts;
  private final AddressReader reader = new AddressReader();

  AddressToken(FlowLogField field, int rows, RowFacts facts) {
    this.field = field;
    this.facts = facts;
    column = new Texts(field.columnName(), rows);
    number =
        switch (field) {
          case SRCADDR -> new Longs(FlowTables.SRCADDR_IPV4, ColumnType.LONG, rows);
          case DSTADDR -> new Longs(FlowTables.DSTADDR_IPV4, ColumnType.LONG, rows);
          default -> null;
        };
  }

  @Override
  int read(byte[] bytes, int from, int row) {
    int at = from;
    int address = 0;
    for (int octet = 0; octet < 4; octet++) {
      int number = bytes[at] - '0';
      if (number < 0 || number > 9) {
        return readOther(bytes, from, row);
      }
      int digit = bytes[++at] - '0';
      if (digit >= 0 && digit <= 9) {
        // A number that starts with 0 and goes on is octal to some readers: not canonical.
        int first = number;
        number = number * 10 + digit;
        digit = bytes[++at] - '0';
        if (digit >= 0 && digit <= 9) {
          number = number * 10 + digit;
          at++;
        }
        if (number > 255 || first == 0) {
          return readOther(bytes, from, row);
        }
      }
      address = address << 8 | number;
      if (octet < 3 && bytes[at++] != '.') {
        return readOther(bytes, from, row);
      }
    }
    if (bytes[at] > ' ') {
      return readOther(bytes, from, row);
    }
    int used = column.offsets[row];
    byte[] room = column.room(used, 2 * Words.BYTES);
    Words.put(room, used, Words.get(bytes, from));
    Words.put(room, used + Words.BYTES, Words.get(bytes, from + Words.BYTES));
    column.offsets[row + 1] = used + at - from;
    if (number != null) {
      number.values[row] = Integer.toUnsignedLong(address);
    }
    place(facts.networks.containsIpv4(address));
    return at;
  }

  private void place(boolean internal) {
    if (field == FlowLogField.SRCADDR) {
      facts.source = facts.place(internal);
    } else if (field == FlowLogField.DSTADDR) {
      facts.destination = facts.place(internal);
    }
  }

  private int readOther(byte[] bytes, int from, int row) {
    if (number != null) {
      number.validity().setNull(row);
    }
    if (isDash(bytes, from)) {
      column.setNull(row);
      return from + 1;
    }
    int to = from;
    while (bytes[to] > ' ') {
      to++;
    }
    if (!reader.read(bytes, from, to)) {
      return FAILED;
    }
    int used = column.offsets[row];
    column.offsets[row + 1] = reader.write(column.room(used, LONGEST_TEXT), used);
    place(facts.networks.contains(reader.high(), reader.low()));
    return to;
  }

  @Override
  Problem problem(String token) {
    return new Problem(
        RejectKind.NOT_AN_ADDRESS,
        field.awsName() + " '" + token + "' is not an IPv4 or IPv6 address");
  }

  @Override
  Texts builder() {
    return column;
  }

  @Override
  @Nullable Longs companion() {
    return number;
  }
}
