package io.flowproof.query.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.time.Ticks;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KqlTimeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-01-31                        | 2024-01-31T00:00:00.0000000Z
          2024                              | 2024-01-01T00:00:00.0000000Z
          2024-02                           | 2024-02-01T00:00:00.0000000Z
          2024-01-31 23:59                  | 2024-01-31T23:59:00.0000000Z
          2024-01-31T23:59:59.1234567Z      | 2024-01-31T23:59:59.1234567Z
          2024-01-31T23:59:59.123456789Z    | 2024-01-31T23:59:59.1234567Z
          2024-01-31T23:59:59+02:00         | 2024-01-31T21:59:59.0000000Z
          2024-01-31 11:59:59 PM            | 2024-01-31T23:59:59.0000000Z
          10/30/2014 12:01 AM               | 2014-10-30T00:01:00.0000000Z
          Sat, 8 Nov 14 15:05:02 GMT        | 2014-11-08T15:05:02.0000000Z
          8 Nov 2014 15:05:02               | 2014-11-08T15:05:02.0000000Z
          Nov 8, 2014                       | 2014-11-08T00:00:00.0000000Z
          9999-12-31 23:59:59.9999999       | 9999-12-31T23:59:59.9999999Z
          """)
  void readsTextsOfDatetime(String text, String canonical) {
    Long ticks = KqlTime.datetime(text);
    assertThat(ticks).isNotNull();
    assertThat(KqlTime.datetimeText(ticks)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2024-13-01", "2024-02-30", "24:00", "2024-01-01 25:00"})
  void findsNoDatetimeInOtherTexts(String text) {
    assertThat(KqlTime.datetime(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.02:03:04.5     | 1.02:03:04.5000000
          02:03            | 02:03:00
          -00:00:01        | -00:00:01
          1h               | 01:00:00
          1.5d             | 1.12:00:00
          2                | 2.00:00:00
          15microseconds   | 00:00:00.0000150
          100nanoseconds   | 00:00:00.0000001
          """)
  void readsTextsOfTimespan(String text, String canonical) {
    Long ticks = KqlTime.timespan(text);
    assertThat(ticks).isNotNull();
    assertThat(KqlTime.timespanText(ticks)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "25:00:00", "00:61:00", "1 parsec", "99999999999999999999d"})
  void findsNoTimespanInOtherTexts(String text) {
    assertThat(KqlTime.timespan(text)).isNull();
  }

  @Property
  void readsBackEveryDatetimeItWrites(
      @ForAll @LongRange(min = 0, max = Ticks.MAX_DATETIME) long ticks) {
    assertThat(KqlTime.datetime(KqlTime.datetimeText(ticks))).isEqualTo(ticks);
  }

  @Property
  void readsBackEveryTimespanItWrites(@ForAll long ticks) {
    assertThat(KqlTime.timespan(KqlTime.timespanText(ticks))).isEqualTo(ticks);
  }
}
