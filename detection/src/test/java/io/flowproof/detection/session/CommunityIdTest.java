package io.flowproof.detection.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published baseline of the specification: corelight/community-id-spec, baseline_deflt.json.
 */
class CommunityIdTest {
  @ParameterizedTest
  @CsvSource({
    "6, 128.232.110.120, 66.35.250.204, 34855, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "17, 192.168.1.52, 8.8.8.8, 54585, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "132, 192.168.170.8, 192.168.170.56, 7, 7, 1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=",
    "46, 10.1.12.1, 10.1.12.2, -1, -1, 1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=",
    "6, 2001:470:e5bf:dead:4957:2174:e82c:4887, 2607:f8b0:400c:c03::1a, 63943, 25,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
  })
  void bothDirectionsHaveTheIdOfTheSpecification(
      int protocol, String from, String to, int fromPort, int toPort, String expected) {
    assertThat(CommunityId.of(from, to, protocol, fromPort, toPort)).isEqualTo(expected);
    assertThat(CommunityId.of(to, from, protocol, toPort, fromPort)).isEqualTo(expected);
  }

  @Test
  void whatFlowLogsDoNotTellHasNone() {
    assertThat(CommunityId.of("192.168.0.89", "192.168.0.1", 1, 0, 0)).isNull();
    assertThat(CommunityId.of("fe80::1", "ff02::2", 58, 0, 0)).isNull();
    assertThat(CommunityId.of("10.0.0.1", "2001:db8::1", 6, 1, 2)).isNull();
    assertThat(CommunityId.of("10.0.0.1", "10.0.0.2", 6, -1, 80)).isNull();
    assertThat(CommunityId.of("?", "10.0.0.2", 6, 1, 80)).isNull();
  }
}
