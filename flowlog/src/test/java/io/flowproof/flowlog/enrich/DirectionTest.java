package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionTest {

  @ParameterizedTest
  @CsvSource({
    // source inside, destination inside, ingress, egress
    "false, true,  false, false, inbound",
    "true,  false, false, false, outbound",
    "true,  true,  false, false, internal",
    "false, false, false, false, external",
    // The addresses decide even where flow-direction tells, as in a log that lacks it.
    "true,  true,  true,  false, internal",
    "true,  true,  false, true,  internal",
    "false, true,  true,  false, inbound",
    "true,  false, false, true,  outbound",
    // Public VPC ranges: only flow-direction tells.
    "false, false, true,  false, inbound",
    "false, false, false, true,  outbound"
  })
  void addressesDecideBeforeFlowDirection(
      boolean source, boolean destination, boolean ingress, boolean egress, String expected) {
    assertThat(Direction.of(source, destination, ingress, egress).text()).isEqualTo(expected);
  }
}
