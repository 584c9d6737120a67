package io.flowproof.detection.mutation;

import java.math.BigDecimal;
import java.util.List;

/** The numbers next to a number, as it is written. */
final class Numbers {
  private Numbers() {}

  /** One more and one less in the last digit that is written: 24 and 26, 0.7 and 0.9. */
  static List<BigDecimal> beside(BigDecimal number) {
    return List.of(number.add(number.ulp()), number.subtract(number.ulp()));
  }
}
