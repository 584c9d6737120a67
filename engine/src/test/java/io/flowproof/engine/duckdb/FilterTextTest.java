package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.engine.api.ScanFilter;
import io.flowproof.engine.api.ScanFilter.And;
import io.flowproof.engine.api.ScanFilter.Compare;
import io.flowproof.engine.api.ScanFilter.Comparison;
import io.flowproof.engine.api.ScanFilter.Or;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files can be left out by, of what DuckDB prints. */
class FilterTextTest {
  private static final String PREFIX = "flow.";

  private static ScanFilter parse(String text) {
    return FilterText.parse(text, PREFIX);
  }

  private static Compare compare(String column, Comparison how, Object value) {
    return new Compare(column, how, value);
  }

  @Test
  void comparisonsWithNumbersTextsAndTimesAreRead() {
    assertThat(parse("(\"flow.srcport\" >= 443)"))
        .isEqualTo(compare("srcport", Comparison.AT_LEAST, 443L));
    assertThat(parse("\"flow.action\" = 'it''s'"))
        .isEqualTo(compare("action", Comparison.EQUAL, "it's"));
    assertThat(parse("(\"flow.start_time\" < '2026-03-02 10:00:00'::TIMESTAMP)"))
        .isEqualTo(compare("start_time", Comparison.LESS, Instant.parse("2026-03-02T10:00:00Z")));
  }

  @Test
  void andKeepsWhatIsKnownAndOrIsKnownOnlyWhole() {
    Compare port = compare("srcport", Comparison.EQUAL, 1L);
    Compare bytes = compare("bytes", Comparison.GREATER, 2L);
    assertThat(parse("((\"flow.srcport\" = 1) AND (\"flow.bytes\" > 2))"))
        .isEqualTo(new And(List.of(port, bytes)));
    assertThat(parse("((\"flow.srcport\" = 1) AND contains(\"flow.action\", 'x'))"))
        .isEqualTo(port);
    assertThat(parse("((\"flow.srcport\" = 1) OR (\"flow.bytes\" > 2))"))
        .isEqualTo(new Or(List.of(port, bytes)));
    assertThat(parse("((\"flow.srcport\" = 1) OR contains(\"flow.action\", 'x'))"))
        .isEqualTo(ScanFilter.ALL);
  }

  @Test
  void aListIsOneOfItsValues() {
    assertThat(parse("\"flow.srcport\" IN (22, 3389)"))
        .isEqualTo(
            new Or(
                List.of(
                    compare("srcport", Comparison.EQUAL, 22L),
                    compare("srcport", Comparison.EQUAL, 3389L))));
  }

  @Test
  void aRangeIsItsTwoEnds() {
    assertThat(parse("(flow.srcport BETWEEN 1 AND 2)"))
        .isEqualTo(
            new And(
                List.of(
                    compare("srcport", Comparison.AT_LEAST, 1L),
                    compare("srcport", Comparison.AT_MOST, 2L))));
  }

  @Test
  void aTimeInTicksOfKqlIsATime() {
    String ticks = "((epoch_us(%s) * 10) + 621355968000000000)";
    Instant time = Instant.parse("2026-03-02T10:00:00Z");
    assertThat(parse("(" + ticks.formatted("flow.start_time") + " > 639080424000000000)"))
        .isEqualTo(compare("start_time", Comparison.AT_LEAST, time));
    assertThat(FilterText.parse("(" + ticks.formatted("start_time") + " < 639080424000000001)", ""))
        .isEqualTo(compare("start_time", Comparison.AT_MOST, time));
  }

  @Test
  void aFilterThatIsOptionalHoldsForWhatIsNeeded() {
    assertThat(parse("optional: (flow.srcport IN (22))"))
        .isEqualTo(compare("srcport", Comparison.EQUAL, 22L));
  }

  @Test
  void aTextNamesATableByItsColumns() {
    assertThat(FilterText.names("(flow.srcport = 1)", PREFIX)).isTrue();
    assertThat(FilterText.names("\"flow.srcport\"", PREFIX)).isTrue();
    assertThat(FilterText.names("(recorded_flow.srcport = 1)", PREFIX)).isFalse();
    assertThat(FilterText.names("", PREFIX)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((\"flow.srcport\" + 1) > 5)",
        "(NOT (\"flow.srcport\" = 1))",
        "NOT \"flow.srcport\" = 1",
        "(\"flow.srcport\" <> 1)",
        "(\"flow.srcport\" = \"flow.dstport\")",
        "(\"other.srcport\" = 1)",
        "CASE WHEN x AND \"flow.srcport\" = 1 THEN true ELSE y END",
        "(CASE  WHEN ((\"flow.srcport\" = 1)) THEN (true) ELSE (\"flow.bytes\" = 2) END)",
        "optional: Dynamic Filter (\"flow.srcport\")",
        "(\"flow.srcport\" = 1.5)",
        "(\"flow.srcport\" = 1",
        "\"flow.srcport\" = 1)",
        "'",
        ""
      })
  void whatIsNoComparisonWithAConstantMeansAnyRow(String text) {
    assertThat(parse(text)).isEqualTo(ScanFilter.ALL);
  }
}
