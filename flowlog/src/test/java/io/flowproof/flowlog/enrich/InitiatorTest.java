package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitiatorTest {

  @ParameterizedTest
  @CsvSource({
    // protocol, flags, source port, destination port
    "6, 2, 80, 45000, source",
    "6, 3, 45000, 80, source",
    "6, 18, 443, 45000, destination",
    "6, 19, 45000, 443, destination",
    "6, 0, 45000, 443, source",
    "6, 0, 443, 45000, destination",
    "6, -1, 51000, 3306, source",
    "17, -1, 53, 60000, destination",
    "6, 1, 20641, 22, unknown",
    "6, 0, 443, 443, unknown",
    "6, 0, 45000, 45001, unknown",
    "6, 0, 45000, 0, unknown",
    "1, -1, 0, 0, unknown",
    "47, 2, 0, 0, unknown",
    "-1, 2, -1, -1, source",
    "-1, -1, 45000, 443, unknown",
    "6, -1, -1, 443, unknown"
  })
  void flagsDecideBeforePorts(int protocol, int flags, int from, int to, String expected) {
    assertThat(Initiator.of(protocol, flags, from, to, false).text()).isEqualTo(expected);
  }

  @Test
  void ackInATransitGatewayRecordDoesNotMakeItAnAnswer() {
    assertThat(Initiator.of(6, 2 | 16, 45000, 443, true)).isEqualTo(Initiator.SOURCE);
    assertThat(Initiator.of(6, 2 | 16, 45000, 45001, true)).isEqualTo(Initiator.UNKNOWN);
    assertThat(Initiator.of(6, 2, 443, 45000, true)).isEqualTo(Initiator.SOURCE);
  }
}
