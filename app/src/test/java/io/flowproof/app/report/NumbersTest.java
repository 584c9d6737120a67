package io.flowproof.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 bytes",
        "1 | 1 byte",
        "9999 | 9,999 bytes",
        "10000 | 10.0 kB (10,000 bytes)",
        "499999999 | 499.9 MB (499,999,999 bytes)",
        "500000000 | 500.0 MB (500,000,000 bytes)",
        "9223372036854775807 | 9.2 EB (9,223,372,036,854,775,807 bytes)"
      })
  void saysASizeForPeopleAndExactly(long bytes, String expected) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(expected);
  }

  @Property
  void neverLooksLargerThanItIs(@ForAll @LongRange(min = 10_000) long bytes) {
    String[] words = Numbers.bytes(bytes).split(" ");
    int power = "kMGTPE".indexOf(words[1].charAt(0)) + 1;
    assertThat(new java.math.BigDecimal(words[0]).movePointRight(3 * power))
        .isLessThanOrEqualTo(java.math.BigDecimal.valueOf(bytes));
  }
}
