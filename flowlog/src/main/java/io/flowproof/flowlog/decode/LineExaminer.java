package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a line that the quick way refused, token by token: either it is a record after all (its
 * text is not all ASCII, or spaces end it), or it says which token is wrong and why.
 */
final class LineExaminer {
  private static final int LONGEST_VALUE = 100;

  private byte[] scratch = new byte[256];

  /**
   * What is wrong with a line.
   *
   * @param token which token, from 1, or 0
   * @param field its field, or null
   * @param value the token, shortened, or null
   * @param problem why
   */
  record Finding(int token, @Nullable String field, @Nullable String value, Problem problem) {}

  /** What came of a line: a row that waits for its commit, a problem, or a coverage record. */
  record Outcome(@Nullable Finding finding, boolean coverage) {
    static final Outcome ROW = new Outcome(null, false);
    static final Outcome COVERAGE = new Outcome(null, true);
  }

  /** Reads {@code bytes[from..to)}, a line without its end, into the rows. */
  Outcome examine(RowBuffer rows, byte[] bytes, int from, int to) {
    int expected = rows.format().columns().size();
    int got = 1;
    for (int i = from; i < to; i++) {
      if (bytes[i] == ' ') {
        got++;
      }
    }
    if (got != expected) {
      String reason = "expected " + expected + (expected == 1 ? " token" : " tokens");
      Problem problem = new Problem(RejectKind.TOKEN_COUNT, reason + " and got " + got);
      return new Outcome(new Finding(0, null, null, problem), false);
    }
    rows.begin();
    int at = from;
    for (int c = 0; c < expected; c++) {
      int end = at;
      while (end < to && bytes[end] != ' ') {
        end++;
      }
      Problem problem = read(rows, c, bytes, at, end);
      if (COVERAGE.equals(problem)) {
        rows.undo();
        return Outcome.COVERAGE;
      }
      if (problem != null) {
        rows.undo();
        String name = rows.format().columns().get(c).name();
        String value = LineText.printable(bytes, at, end, LONGEST_VALUE);
        return new Outcome(new Finding(c + 1, name, value, problem), false);
      }
      at = end + 1;
    }
    return Outcome.ROW;
  }

  private static final Problem COVERAGE = new Problem(RejectKind.UNKNOWN_STATUS, "coverage");

  private @Nullable Problem read(RowBuffer rows, int c, byte[] bytes, int from, int to) {
    LogColumn column = rows.format().columns().get(c);
    int length = to - from;
    if (length == 0) {
      return new Problem(RejectKind.MALFORMED_TEXT, column.name() + " is empty");
    }
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7f) {
        String reason = column.name() + " holds the control byte 0x%02x".formatted(bytes[i]);
        return new Problem(RejectKind.MALFORMED_TEXT, reason);
      }
      ascii &= bytes[i] >= 0;
    }
    TokenColumn token = rows.token(c);
    String value = LineText.printable(bytes, from, to, LONGEST_VALUE);
    if (!ascii) {
      if (!TextToken.isUtf8(bytes, from, length)) {
        return new Problem(RejectKind.MALFORMED_TEXT, column.name() + " is not valid UTF-8");
      }
      return token.readText(bytes, from, length, rows.rows()) ? null : token.problem(value);
    }
    if (scratch.length < length + 64) {
      scratch = new byte[2 * length + 64];
    }
    System.arraycopy(bytes, from, scratch, 0, length);
    Arrays.fill(scratch, length, length + 64, (byte) '\n');
    int read = token.read(scratch, 0, rows.rows());
    if (read == TokenColumn.COVERAGE) {
      return COVERAGE;
    }
    return read == length
        ? null
        : token.problem(new String(bytes, from, length, StandardCharsets.US_ASCII));
  }
}
