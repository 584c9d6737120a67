package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One column of a log format: reads its token out of a line into the row, and says what is wrong
 * with a token that it could not read.
 */
abstract sealed class TokenColumn
    permits TextToken, NumberToken, TimeToken, AddressToken, WordToken, ExtraToken {
  /** The token is not of the column's type. */
  static final int FAILED = -1;

  /** The line is a NODATA or SKIPDATA record, and this table takes none. */
  static final int COVERAGE = -2;

  static TokenColumn of(FlowLogField field, int rows, RowFacts facts) {
    return switch (field) {
      case ACTION -> new WordToken.Action(new Texts(field.columnName(), rows));
      case LOG_STATUS -> new WordToken.Status(new Texts(field.columnName(), rows), facts);
      case FLOW_DIRECTION -> new WordToken.Way(new Texts(field.columnName(), rows), facts);
      default ->
          switch (field.kind()) {
            case INT, PORT, LONG -> NumberToken.of(field, rows);
            case TIME -> new TimeToken(field, rows);
            case ADDRESS -> new AddressToken(field, rows, facts);
            case TAG -> new TextToken(field, rows, true);
            case TEXT -> new TextToken(field, rows, false);
          };
    };
  }

  /**
   * Reads the token that starts at {@code from} into {@code row}, which is the one after the last.
   * The line ends with a line feed, after which the array has spare bytes.
   *
   * @return the index after the token, {@link #FAILED} or {@link #COVERAGE}
   */
  abstract int read(byte[] bytes, int from, int row);

  /** What is wrong with a token that {@link #read} refused, the token holding no control bytes. */
  abstract Problem problem(String token);

  /** A second column that is filled with the same value in another form, or null. */
  @Nullable ColumnBuilder companion() {
    return null;
  }

  /** The column that is filled, or null when the value goes into the unknown fields. */
  abstract @Nullable ColumnBuilder builder();

  /**
   * Reads a token of valid UTF-8 that is not all ASCII, which few columns may hold.
   *
   * @return false when this one may not
   */
  boolean readText(byte[] bytes, int from, int length, int row) {
    return false;
  }

  /** True when the token at {@code at} is {@code -} alone. */
  static boolean isDash(byte[] bytes, int at) {
    return bytes[at] == '-' && bytes[at + 1] >= 0 && bytes[at + 1] <= ' ';
  }
}
