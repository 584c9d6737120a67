package io.flowproof.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A problem is shown with the place in the text where it is. */
class DiagnosticTest {
  private static String rendered(String text, int start, int end) {
    return new Diagnostic(ErrorCode.SYNTAX, new Span(start, end), "Wrong", "right")
        .render(new SourceText("q", text));
  }

  @Test
  void caretsStandUnderTheSpan() {
    assertThat(rendered("T\n\t| ab cd", 6, 7))
        .isEqualTo("q:2:5: SYNTAX: Wrong (right)\n  \t| ab cd\n  \t   ^");
  }

  @Test
  void ofALongLineThePartAroundTheSpanIsShown() {
    String text = "a".repeat(3_000) + "BBB" + "c".repeat(3_000);
    assertThat(rendered(text, 3_000, 3_003))
        .isEqualTo(
            "q:1:3001: SYNTAX: Wrong (right)\n  …%sBBB%s…\n  %s^^^"
                .formatted("a".repeat(100), "c".repeat(137), " ".repeat(101)));
  }

  @Test
  void aSpanThatIsLongerThanWhatIsShownIsMarkedAsFarAsItIsShown() {
    assertThat(rendered("x".repeat(1_000), 0, 1_000))
        .isEqualTo(
            "q:1:1: SYNTAX: Wrong (right)\n  %s…\n  %s"
                .formatted("x".repeat(240), "^".repeat(240)));
  }

  @Test
  void aLineIsNotCutInsideACharacterOfTwoUnits() {
    String text = "😀".repeat(500);
    assertThat(rendered(text, 501, 502).lines().skip(1).findFirst().orElseThrow())
        .isEqualTo("  …" + "😀".repeat(120) + "…");
  }
}
