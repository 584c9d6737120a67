package io.flowproof.query.lower.kql;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that look at the rows around a row, which must be in an order. */
enum WindowFunction {
  /** The value of an earlier row. */
  PREV("prev", "(column, offset, default)", 1, 3, "The value that an earlier row has"),
  /** The value of a later row. */
  NEXT("next", "(column, offset, default)", 1, 3, "The value that a later row has"),
  /** The number of a row. */
  ROW_NUMBER("row_number", "(start, restart)", 0, 2, "The number of the row"),
  /** The sum so far. */
  ROW_CUMSUM("row_cumsum", "(number, restart)", 1, 2, "The sum of the rows so far"),
  /** How many different values came so far. */
  ROW_RANK_DENSE("row_rank_dense", "(value, restart)", 1, 2, "Rank without gaps, in order"),
  /** The number of the first row with the value. */
  ROW_RANK_MIN("row_rank_min", "(value, restart)", 1, 2, "Number of the first row of the value"),
  /** Where the session of a row began. */
  ROW_WINDOW_SESSION(
      "row_window_session",
      "(datetime, from first, between neighbours, restart)",
      3,
      4,
      "When the session began that the row belongs to");

  private final String word;
  private final String signature;
  private final int least;
  private final int most;
  private final String about;

  WindowFunction(String word, String signature, int least, int most, String about) {
    this.word = word;
    this.signature = signature;
    this.least = least;
    this.most = most;
    this.about = about;
  }

  String word() {
    return word;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  static @Nullable WindowFunction named(String word) {
    return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst().orElse(null);
  }

  /**
   * The functions as the registry lists them. A call that reaches the registry stands where no rows
   * in order are.
   */
  static List<ScalarFunction> all() {
    return Arrays.stream(values())
        .map(f -> new ScalarFunction(f.word, f.signature, f.least, f.most, f.about, f::refused))
        .toList();
  }

  private Scalar refused(FunctionCall call) {
    throw call.binder()
        .unsupported(
            call.span(), "'" + word + "()' outside of where, extend, project and serialize");
  }
}
