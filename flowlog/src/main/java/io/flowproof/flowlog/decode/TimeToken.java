package io.flowproof.flowlog.decode;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;

/**
 * A Unix time, stored in microseconds. AWS documents seconds; milliseconds have been seen. Below
 * 100,000,000,000 it is seconds (up to the year 5138), from there on milliseconds (which as seconds
 * would lie past that year, and as milliseconds before April 1973 do not occur).
 */
final class TimeToken extends TokenColumn {
  private static final long FIRST_MILLIS = 100_000_000_000L;

  /** 9999-12-31 23:59:59.999, the last moment that the query languages know. */
  private static final long MOST = 253_402_300_799_999L;

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
    column.values[row] = value < FIRST_MILLIS ? value * 1_000_000 : value * 1_000;
    return value <= MOST ? from + digits : FAILED;
  }

  @Override
  Problem problem(String token) {
    return NumberToken.problem(name, token, MOST);
  }

  @Override
  Longs builder() {
    return column;
  }
}
