package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @CsvSource({
    "* * * * *, 1",
    "*/15 * * * *, 15",
    "'3,18,33,48 * * * *', 15",
    "3-59/15 * * * *, 15",
    "7 * * * *, 60",
    "0 */6 * * *, 360",
    "30 2 * * *, 1440",
    "30 2 * * 1, 10080",
    "30 2 * * 7, 10080"
  })
  void knowsTheTimeBetweenTicks(String text, long minutes) {
    assertThat(Cron.parse(text).flatMap(Cron::interval)).hasValue(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/7 * * * *", "0 9-17 * * *", "0 0 1 * *", "0 0 * * 1-5"})
  void knowsWhenTicksAreUneven(String text) {
    assertThat(Cron.parse(text).flatMap(Cron::interval)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"* * * *", "60 * * * *", "*/0 * * * *", "5-1 * * * *", "@hourly", "a * * * *"})
  void refusesWhatIsNoCron(String text) {
    assertThat(Cron.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 15, 60, 120, 1440})
  void saysPlainlyWhatItCan(long minutes) {
    Duration every = Duration.ofMinutes(minutes);
    assertThat(Cron.of(every).flatMap(Cron::parse).flatMap(Cron::interval)).hasValue(every);
  }
}
