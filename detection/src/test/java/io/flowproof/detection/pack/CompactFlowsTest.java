package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactFlowsTest {
  @TempDir Path pack;

  @Test
  void aRangeIsAFlowForEachValueAndRangesAdvanceTogether() {
    assertThat(lines("{srcaddr: 203.0.113.7, dstaddr: 10.0.0.255..10.0.1.1, dstport: 20..22}"))
        .extracting(line -> line.split(" ")[4] + ":" + line.split(" ")[6])
        .containsExactly("10.0.0.255:20", "10.0.1.0:21", "10.0.1.1:22");
  }

  @Test
  void timesRepeatsTheMap() {
    assertThat(lines("{srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 1..2, times: 3}"))
        .extracting(line -> line.split(" ")[6])
        .containsExactly("1", "2", "1", "2", "1", "2");
  }

  @Test
  void timesAreUnixSecondsInstantsOrBeforeTheTick() {
    assertThat(
            lines("{srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, start: -90s, end: 2024-05-14T10:00:00Z}"))
        .first()
        .asString()
        .contains(" 1715680710 1715680800 ACCEPT OK");
  }

  @Test
  void aRangeOfTimesHasAStep() {
    assertThat(lines("{srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, srcport: 1..3, start: -1h..-10m/25m}"))
        .extracting(line -> line.split(" ")[5] + " at " + line.split(" ")[10])
        .containsExactly("1 at 1715677200", "2 at 1715678700", "3 at 1715680200");
  }

  @Test
  void aFieldOfVersion5BringsItsTwentyNineFields() {
    assertThat(lines("{srcaddr: 203.0.113.7, dstaddr: 10.0.0.2, tcp-flags: 2}"))
        .containsExactly(
            "5 123456789012 eni-0a1b2c3d4e5f67890 203.0.113.7 10.0.0.2 49152 443 6 10 1000"
                + " 1715680200 1715680259 ACCEPT OK vpc-0a1b2c3d4e5f67890"
                + " subnet-0a1b2c3d4e5f67890 i-0a1b2c3d4e5f67890 2 IPv4 203.0.113.7 10.0.0.2"
                + " us-east-1 use1-az1 - - - - ingress -");
  }

  @Test
  void aWindowWithoutTrafficHasNoValues() {
    assertThat(lines("{log-status: NODATA}"))
        .containsExactly(
            "2 123456789012 eni-0a1b2c3d4e5f67890 - - - - - - - 1715680200 1715680259 - NODATA");
  }

  @Test
  void rawLinesStayAsTheyAre() {
    RuleDirectory.valid(pack, "knock")
        .spoil(
            "tests.yml",
            "given:\n      - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22}",
            "given: |\n      srcaddr dstport\n      10.0.0.1 22");

    assertThat(
            Pack.load(pack).rules().getFirst().tests().getFirst().given().logs().getFirst().text())
        .isEqualTo("srcaddr dstport\n10.0.0.1 22\n");
  }

  @Test
  void refusesRangesOfDifferentLength() {
    assertThatThrownBy(
            () -> lines("{srcaddr: 10.0.0.1..10.0.0.3, dstaddr: 10.0.0.2, dstport: 1..2}"))
        .hasMessageContaining(
            "Invalid 'dstport': 1..2 (the ranges of one flow advance together: 3 values)");
  }

  @Test
  void refusesAFlowWithoutAddresses() {
    assertThatThrownBy(() -> lines("{dstport: 22}"))
        .hasMessageContaining("A flow needs srcaddr and dstaddr");
  }

  private List<String> lines(String flow) {
    RuleDirectory.valid(pack, "knock")
        .spoil("tests.yml", "{srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22}", flow);
    String log =
        Pack.load(pack).rules().getFirst().tests().getFirst().given().logs().getFirst().text();
    return log.lines().skip(1).toList();
  }
}
