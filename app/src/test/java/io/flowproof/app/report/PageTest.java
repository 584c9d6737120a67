package io.flowproof.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void coloursOnlyWhereColoursAreWanted() {
    assertThat(new Page(80, true).severity("high")).isEqualTo("\u001b[1;31mHIGH\u001b[0m");
    assertThat(new Page(80, false).severity("high")).isEqualTo("HIGH");
    assertThat(Page.PLAIN.strong("a")).isEqualTo("a");
  }

  @Test
  void writesOutControlCharactersAndDirectionMarks() {
    assertThat(Printable.of("a\u001b[31mb\nc\u202ed")).isEqualTo("a\\u001b[31mb\\nc\\u202ed");
    assertThat(Printable.of("Zürich 東京")).isEqualTo("Zürich 東京");
  }

  @Test
  void wrapsWordsAndBreaksNone() {
    assertThat(Printable.wrap("aa bb cccccccc d", 5)).containsExactly("aa bb", "cccccccc", "d");
  }

  @Test
  void saysADayOnce() {
    Instant from = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(UtcTime.range(from, from.plusSeconds(61)))
        .isEqualTo("2026-03-02 10:00:00 to 10:01:01");
    assertThat(UtcTime.range(from, from.plusSeconds(86_400)))
        .isEqualTo("2026-03-02 10:00:00 to 2026-03-03 10:00:00");
    assertThat(UtcTime.range(null, null)).isEqualTo("-");
  }
}
