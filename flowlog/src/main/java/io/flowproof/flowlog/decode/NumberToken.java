package io.flowproof.flowlog.decode;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.ColumnBuilder.Ints;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;
import java.math.BigInteger;

/** A whole number from 0 up to a field's greatest. */
abstract sealed class NumberToken extends TokenColumn permits NumberToken.Int, NumberToken.Long64 {
  private final String name;
  final long most;

  private NumberToken(FlowLogField field, long most) {
    name = field.awsName();
    this.most = most;
  }

  static NumberToken of(FlowLogField field, int rows) {
    return switch (field.kind()) {
      case LONG -> new Long64(field, rows);
      case PORT -> new Int(field, rows, 65_535);
      // Eight bits in the IP and TCP headers.
      default ->
          field == FlowLogField.PROTOCOL || field == FlowLogField.TCP_FLAGS
              ? new Int(field, rows, 255)
              : new Int(field, rows, Integer.MAX_VALUE);
    };
  }

  /**
   * The number of at most 18 digits that starts at {@code from} and has {@code digits} of them, the
   * first eight of which are in {@code word}.
   */
  static long value(byte[] bytes, int from, long word, int digits) {
    if (digits <= Words.BYTES) {
      return Words.number(word, digits);
    }
    long value = Words.number(word, Words.BYTES);
    int at = from + Words.BYTES;
    int end = from + digits;
    if (end - at >= Words.BYTES) {
      value = value * 100_000_000L + Words.number(Words.get(bytes, at), Words.BYTES);
      at += Words.BYTES;
    }
    while (at < end) {
      value = value * 10 + bytes[at++] - '0';
    }
    return value;
  }

  /** How many digits start at {@code from}. */
  static int digits(byte[] bytes, int from, long word) {
    int digits = Words.digits(word);
    if (digits < Words.BYTES) {
      return digits;
    }
    int at = from + Words.BYTES;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at - from;
  }

  @Override
  Problem problem(String token) {
    return problem(name, token, most);
  }

  static Problem problem(String name, String token, long most) {
    if (!token.matches("-?[0-9]+")) {
      return new Problem(RejectKind.NOT_A_NUMBER, name + " '" + token + "' is not a number");
    }
    BigInteger number = token.length() > 40 ? null : new BigInteger(token);
    String how =
        token.startsWith("-")
            ? " is negative"
            : number != null && number.compareTo(BigInteger.valueOf(most)) > 0
                ? " is above " + most
                : " has too many digits";
    return new Problem(RejectKind.OUT_OF_RANGE, name + " " + token + how);
  }

  /** A number stored in 32 bits. */
  static final class Int extends NumberToken {
    private final Ints column;

    Int(FlowLogField field, int rows, int most) {
      super(field, most);
      column = new Ints(field.columnName(), rows);
    }

    @Override
    int read(byte[] bytes, int from, int row) {
      long word = Words.get(bytes, from);
      int digits = digits(bytes, from, word);
      if (digits == 0) {
        if (isDash(bytes, from)) {
          column.values[row] = -1;
          column.validity().setNull(row);
          return from + 1;
        }
        return FAILED;
      }
      if (digits > 18) {
        return FAILED;
      }
      long value = value(bytes, from, word, digits);
      column.values[row] = (int) value;
      return value <= most ? from + digits : FAILED;
    }

    @Override
    Ints builder() {
      return column;
    }
  }

  /** A number stored in 64 bits. */
  static final class Long64 extends NumberToken {
    private final Longs column;

    Long64(FlowLogField field, int rows) {
      super(field, Long.MAX_VALUE);
      column = new Longs(field.columnName(), ColumnType.LONG, rows);
    }

    @Override
    int read(byte[] bytes, int from, int row) {
      long word = Words.get(bytes, from);
      int digits = digits(bytes, from, word);
      if (digits == 0) {
        if (isDash(bytes, from)) {
          column.validity().setNull(row);
          return from + 1;
        }
        return FAILED;
      }
      if (digits > 18) {
        return readLongest(bytes, from, digits, row);
      }
      column.values[row] = value(bytes, from, word, digits);
      return from + digits;
    }

    private int readLongest(byte[] bytes, int from, int digits, int row) {
      if (digits > 19) {
        return FAILED;
      }
      long first = value(bytes, from, Words.get(bytes, from), 18);
      long last = (long) bytes[from + 18] - '0';
      if (first > (Long.MAX_VALUE - last) / 10) {
        return FAILED;
      }
      column.values[row] = first * 10 + last;
      return from + digits;
    }

    @Override
    Longs builder() {
      return column;
    }
  }
}
