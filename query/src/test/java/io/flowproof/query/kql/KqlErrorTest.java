package io.flowproof.query.kql;

import static io.flowproof.query.kql.KqlAssert.kql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad texts and the whole message for each, as a person sees it. */
class KqlErrorTest {

  /** Each case is a query, a line {@code =>}, and the message; cases stand between {@code ----}. */
  static Stream<Arguments> badQueries() throws IOException {
    try (InputStream in = KqlErrorTest.class.getResourceAsStream("bad-queries.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("\n----\n"))
          .map(c -> c.split("\n=>\n"))
          .map(c -> Arguments.of(c[0], c[1]));
    }
  }

  @ParameterizedTest
  @MethodSource("badQueries")
  void saysWhatIsWrongWhereAndWhatWouldBeRight(String query, String message) {
    kql(query).fails(message);
  }

  @Test
  void pointsExactlyAtNotIn() {
    String text = "VPCFlow | where Geo not in (\"IN\", \"US\")";
    InvalidQueryException e =
        catchThrowableOfType(InvalidQueryException.class, () -> KqlAssert.parse(text));
    assertThat(e.diagnostics()).hasSize(1);
    assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.SYNTAX);
    assertThat(e.diagnostics().getFirst().span()).isEqualTo(new Span(20, 26));
    assertThat(e.diagnostics().getFirst().hint()).isEqualTo("use '!in'");
  }

  @Test
  void acceptsFiveHundredNestedBracketsAndRefusesMore() {
    kql("print " + "(".repeat(500) + "1" + ")".repeat(500)).roundTripped();
    KqlAssert.parse("print " + "f(".repeat(500) + ")".repeat(500));
    refuses(
        "print " + "(".repeat(501) + "1" + ")".repeat(501), "Brackets are nested deeper than 500");
    refuses(
        "print " + "f(".repeat(100_000) + ")".repeat(100_000),
        "Brackets are nested deeper than 500");
  }

  @Test
  void acceptsThreeHundredStagesAndRefusesMore() {
    kql("T" + " | take 1".repeat(299)).roundTripped();
    refuses("T" + " | take 1".repeat(300), "A pipeline has more than 300 stages");
  }

  @Test
  void acceptsLongConditionsAndRefusesLongChains() {
    kql("T | where a == 0" + " or a == 1".repeat(5_000)).roundTripped();
    kql("print 1" + " + 1".repeat(500)).roundTripped();
    refuses("print 1" + " + 1".repeat(501), "More than 500 operators in one chain");
    refuses("print " + "-".repeat(50_000) + "1", "More than 500 operators in one chain");
    refuses("print a" + ".b".repeat(50_000), "More than 500 operators in one chain");
  }

  @Test
  void refusesTextOverOneMebibyte() {
    refuses(
        "print 1" + " ".repeat(1 << 20),
        "The query has 1,048,583 characters (at most 1,048,576 are read)");
  }

  @Test
  void reportsEachBrokenPartOfALongTextOnce() {
    String text =
        Stream.generate(() -> "T | wher x").limit(10).reduce((a, b) -> a + "; " + b).orElseThrow();
    InvalidQueryException e =
        catchThrowableOfType(InvalidQueryException.class, () -> KqlAssert.parse(text));
    assertThat(e.diagnostics()).hasSize(10).allMatch(d -> d.code() == ErrorCode.UNKNOWN_OPERATOR);
  }

  private static void refuses(String text, String message) {
    InvalidQueryException e =
        catchThrowableOfType(InvalidQueryException.class, () -> KqlAssert.parse(text));
    assertThat(e.diagnostics()).hasSize(1);
    assertThat(e.diagnostics().getFirst().text()).isEqualTo(message);
    assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.TOO_LARGE);
  }
}
