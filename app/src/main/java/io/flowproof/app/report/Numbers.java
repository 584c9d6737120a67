package io.flowproof.app.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Counts and sizes for people. */
public final class Numbers {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Numbers() {}

  /** With separators: {@code 1,204}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number and its noun: {@code 1 line}, {@code 2 lines}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * Bytes in powers of 1000 with the exact number beside, as thresholds are written: {@code 612.3
   * MB (612,334,121 bytes)}; below 10,000 the exact number alone. Rounded down, so that no size
   * looks as if it had reached a threshold that it has not.
   */
  static String bytes(long bytes) {
    String exact = count(bytes, "byte");
    return bytes < 10_000 ? exact : size(bytes) + " (" + exact + ")";
  }

  /** The same without the exact number, for columns: {@code 612.3 MB}; below 10,000 it is exact. */
  public static String size(long bytes) {
    if (bytes < 10_000) {
      return count(bytes) + " B";
    }
    BigDecimal scaled = BigDecimal.valueOf(bytes);
    int unit = -1;
    while (scaled.compareTo(BigDecimal.valueOf(1000)) >= 0) {
      scaled = scaled.movePointLeft(3);
      unit++;
    }
    return scaled.setScale(1, RoundingMode.DOWN) + " " + UNITS[unit];
  }
}
