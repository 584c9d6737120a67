package io.flowproof.flowlog.decode;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;

/**
 * A Unix time, stored in microseconds. AWS documents seconds; milliseconds have been seen. Below
 * 100,000,000,000 it is seconds, from there on milliseconds (which as seconds would lie past the
 * year 5138, and as milliseconds before April 1973 do not occur). A time from 2100 on is refused:
 * one such record would decide when the logs end, and with that what {@code now()} is for all the
 * others.
 */
final class TimeToken extends TokenColumn {
  private static final long FIRST_MILLIS = 100_000_000_000L;

  /** 2099-12-31 23:59:59. */
  private static final long MOST_SECONDS = 4_102_444_799L;

  private static final long MOST_MILLIS = MOST_SECONDS * 1_000 + 999;

  private final Longs column;
  private final String name;

  TimeToken(FlowLogField field, int rows) {
    column = new Longs(field.columnName(), ColumnType.TIMESTAMP, rows);
    name = field.awsName();
  }

  @Override
  int read(byte[] bytes, int from, int row) {
    long word = Words.get(bytes, from);
    int digits = NumberToken.digits(bytes, from, word);
    if (digits == 0) {
      if (isDash(bytes, from)) {
        column.validity().setNull(row);
        return from + 1;
      }
      return FAILED;
    }
    if (digits > 18) {
      return FAILED;
    }
    long value = NumberToken.value(bytes, from, word, digits);
    boolean seconds = value < FIRST_MILLIS;
    column.values[row] = seconds ? value * 1_000_000 : value * 1_000;
    return value <= (seconds ? MOST_SECONDS : MOST_MILLIS) ? from + digits : FAILED;
  }

  @Override
  Problem problem(String token) {
    if (token.matches("[0-9]{1,18}")) {
      return new Problem(RejectKind.OUT_OF_RANGE, name + " " + token + " is past the year 2099");
    }
    return NumberToken.problem(name, token, MOST_MILLIS);
  }

  @Override
  Longs builder() {
    return column;
  }
}
