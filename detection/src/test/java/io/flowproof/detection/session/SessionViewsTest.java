package io.flowproof.detection.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionViewsTest {
  private static final RuleLaboratory LABORATORY = new RuleLaboratory();
  private static final String FLAGGED =
      "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
          + " tcp-flags pkt-srcaddr pkt-dstaddr log-status\n";
  private static final String PLAIN =
      "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
          + " log-status\n";

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    LABORATORY.close();
  }

  @Test
  void aSessionIsBothDirectionsOverAllWindows() {
    assertThat(
            flagged(
                "sessions",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 10 2000 1000 1050 ACCEPT 2",
                "eni-1 10.0.0.9 10.0.0.5 22 40000 6 9 9000 1000 1050 ACCEPT 18",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 5 700 1060 1110 ACCEPT 0",
                "eni-1 10.0.0.9 10.0.0.5 22 40000 6 4 800 1060 1110 ACCEPT 1"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:22 data moved (SYN-ACK, more bytes than headers take)"
                + " out 15/2700 back 13/9800 by tcp-flags at 1000-1110");
  }

  @Test
  void aSilenceLongerThanTheIdleGapBeginsAnotherSession() {
    assertThat(
            flagged(
                "sessions",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 10 2000 1000 1050 ACCEPT 0",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 10 2000 1950 1999 ACCEPT 0",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 10 2000 2900 2950 ACCEPT 0"))
        .extracting(line -> line.substring(line.indexOf(" at ")))
        .containsExactlyInAnyOrder(" at 1000-1999", " at 2900-2950");
  }

  @Test
  void aPortThatIsUsedAgainAfterAFinBeginsAnotherSession() {
    assertThat(
            flagged(
                "sessions",
                "eni-1 10.0.0.5 10.0.0.9 40000 80 6 5 400 1000 1001 ACCEPT 3",
                "eni-1 10.0.0.9 10.0.0.5 80 40000 6 5 900 1000 1001 ACCEPT 19",
                "eni-1 10.0.0.5 10.0.0.9 40000 80 6 5 400 1200 1201 ACCEPT 3",
                "eni-1 10.0.0.9 10.0.0.5 80 40000 6 5 900 1200 1201 ACCEPT 19"))
        .hasSize(2);
  }

  @Test
  void anAcceptedSynThatNobodyAnswersIsAnAttempt() {
    assertThat(
            flagged("conversations", "eni-1 10.0.0.5 10.0.0.9 40000 22 6 3 180 1000 1007 ACCEPT 2"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:22 attempted (no packet came back)"
                + " out 3/180 back 0/0 by tcp-flags at 1000-1007");
  }

  @Test
  void aResetIsARefusal() {
    assertThat(
            flagged(
                "conversations",
                "eni-1 10.0.0.5 10.0.0.9 40000 23 6 1 60 1000 1000 ACCEPT 2",
                "eni-1 10.0.0.9 10.0.0.5 23 40000 6 1 40 1000 1000 ACCEPT 4"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:23 refused (RST came back, no SYN-ACK)"
                + " out 1/60 back 1/40 by tcp-flags at 1000-1000");
  }

  @Test
  void aHandshakeWithoutAPayloadIsEstablished() {
    assertThat(
            flagged(
                "conversations",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 3 152 1000 1000 ACCEPT 7",
                "eni-1 10.0.0.9 10.0.0.5 22 40000 6 1 60 1000 1000 ACCEPT 18"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:22 established (SYN-ACK)"
                + " out 3/152 back 1/60 by tcp-flags at 1000-1000");
  }

  @Test
  void whatOneInterfaceRejectsIsRejectedThoughAnotherLetItOut() {
    assertThat(
            flagged(
                "conversations",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 1 60 1000 1000 ACCEPT 2",
                "eni-2 10.0.0.5 10.0.0.9 40000 22 6 1 60 1000 1000 REJECT 2"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:22 rejected (REJECT, and nothing came back)"
                + " out 1/60 back 0/0 by tcp-flags at 1000-1000");
  }

  @Test
  void withoutFlagsAStateIsProbableAndSaysThePackets() {
    assertThat(
            plain(
                "conversations",
                "eni-1 10.0.0.5 10.0.0.9 40000 22 6 20 9000 1000 1050 ACCEPT",
                "eni-1 10.0.0.9 10.0.0.5 22 40000 6 18 3000 1000 1050 ACCEPT",
                "eni-1 10.0.0.5 10.0.0.9 40001 22 6 1 60 1000 1050 ACCEPT",
                "eni-1 10.0.0.9 10.0.0.5 22 40001 6 1 40 1000 1050 ACCEPT"))
        .containsExactly(
            "eni-1 10.0.0.5:40000 > 10.0.0.9:22 data moved? (20 packets and 9000 bytes out, 18"
                + " packets and 3000 bytes back) out 20/9000 back 18/3000 by ports at 1000-1050",
            "eni-1 10.0.0.5:40001 > 10.0.0.9:22 refused? (1 packets and 60 bytes out, 1 packets and"
                + " 40 bytes back) out 1/60 back 1/40 by ports at 1000-1050");
  }

  @Test
  void whoSentFirstOpenedItWhereNeitherFlagsNorPortsTell() {
    assertThat(
            plain(
                "conversations",
                "eni-1 10.0.0.9 10.0.0.5 9999 9998 6 20 9000 1005 1050 ACCEPT",
                "eni-1 10.0.0.5 10.0.0.9 9998 9999 6 18 3000 1000 1050 ACCEPT"))
        .singleElement()
        .asString()
        .contains("10.0.0.5:9998 > 10.0.0.9:9999", "by first packet");
  }

  @Test
  void aConversationThroughANatGatewayIsOneWithItsTrueBytes() {
    assertThat(flagged("conversations", NAT))
        .containsExactly(
            "eni-1 10.0.1.5:39066 > 203.0.113.5:443 data moved (SYN-ACK, more bytes than headers"
                + " take) out 70000/100000000 back 35000/1400000 by tcp-flags at 1000-1050");
    assertThat(flagged("sessions", NAT)).hasSize(3);
  }

  private static final String[] NAT = {
    "eni-1 10.0.1.5 203.0.113.5 39066 443 6 70000 100000000 1000 1050 ACCEPT 3",
    "eni-1 203.0.113.5 10.0.1.5 443 39066 6 35000 1400000 1000 1050 ACCEPT 19",
    "eni-nat 10.0.1.5 10.0.0.220 39066 443 6 70000 100000000 1000 1050 ACCEPT 3 10.0.1.5"
        + " 203.0.113.5",
    "eni-nat 10.0.0.220 203.0.113.5 45335 443 6 70000 100000000 1000 1050 ACCEPT 3",
    "eni-nat 203.0.113.5 10.0.0.220 443 45335 6 35000 1400000 1000 1050 ACCEPT 19",
    "eni-nat 10.0.0.220 10.0.1.5 443 39066 6 35000 1400000 1000 1050 ACCEPT 19 203.0.113.5 10.0.1.5"
  };

  @Test
  void aRegionalNatGatewayRepeatsWhatItSendsOn() {
    String format =
        "interface-id resource-id srcaddr dstaddr srcport dstport protocol packets bytes start end"
            + " action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction log-status\n";
    assertThat(
            ask(
                "conversations",
                format
                    + "- nat-1 10.0.1.5 203.0.113.5 39066 443 6 9 5000 1000 1050 ACCEPT 3 10.0.1.5"
                    + " 203.0.113.5 ingress OK\n"
                    + "- nat-1 10.20.0.220 203.0.113.5 45335 443 6 9 5000 1000 1050 ACCEPT 3"
                    + " 10.20.0.220 203.0.113.5 egress OK\n"
                    + "- nat-1 203.0.113.5 10.20.0.220 443 45335 6 8 4000 1000 1050 ACCEPT 19"
                    + " 203.0.113.5 10.20.0.220 ingress OK\n"
                    + "- nat-1 203.0.113.5 10.0.1.5 443 39066 6 8 4000 1000 1050 ACCEPT 19"
                    + " 203.0.113.5 10.0.1.5 egress OK\n"))
        .containsExactly(
            "nat-1 10.0.1.5:39066 > 203.0.113.5:443 data moved (SYN-ACK, more bytes than headers"
                + " take) out 9/5000 back 8/4000 by tcp-flags at 1000-1050");
  }

  @Test
  void aLoadBalancerThatKeepsTheClientsAddressRepeatsIt() {
    assertThat(
            flagged(
                "conversations",
                "eni-nlb 203.0.113.7 10.0.0.9 50000 443 6 9 5000 1000 1050 ACCEPT 3",
                "eni-nlb 10.0.0.9 203.0.113.7 443 50000 6 8 4000 1000 1050 ACCEPT 19",
                "eni-nlb 10.0.0.9 10.0.1.4 50000 8443 6 9 5000 1000 1050 ACCEPT 3 203.0.113.7"
                    + " 10.0.1.4",
                "eni-nlb 10.0.1.4 10.0.0.9 8443 50000 6 8 4000 1000 1050 ACCEPT 19 10.0.1.4"
                    + " 203.0.113.7",
                "eni-web 203.0.113.7 10.0.1.4 50000 8443 6 9 5000 1000 1050 ACCEPT 3",
                "eni-web 10.0.1.4 203.0.113.7 8443 50000 6 8 4000 1000 1050 ACCEPT 19"))
        .containsExactly(
            "eni-web 203.0.113.7:50000 > 10.0.1.4:8443 data moved (SYN-ACK, more bytes than headers"
                + " take) out 9/5000 back 8/4000 by tcp-flags at 1000-1050");
  }

  @Test
  void aTransitGatewayBetweenIsNoSecondConversation() {
    assertThat(
            flagged(
                "conversations",
                "eni-a 10.1.0.5 10.2.0.9 40000 22 6 9 5000 1000 1050 ACCEPT 3",
                "eni-tgw 10.1.0.5 10.1.0.200 40000 22 6 9 5000 1000 1050 ACCEPT 3 10.1.0.5"
                    + " 10.2.0.9",
                "eni-tgw 10.1.0.200 10.1.0.5 22 40000 6 8 4000 1000 1050 ACCEPT 19 10.2.0.9"
                    + " 10.1.0.5",
                "eni-a 10.2.0.9 10.1.0.5 22 40000 6 8 4000 1000 1050 ACCEPT 19"))
        .containsExactly(
            "eni-a 10.1.0.5:40000 > 10.2.0.9:22 data moved (SYN-ACK, more bytes than headers take)"
                + " out 9/5000 back 8/4000 by tcp-flags at 1000-1050");
  }

  @Test
  void fiftyPodsBehindOneInterfaceStayFifty() {
    String[] lines =
        IntStream.range(0, 50)
            .mapToObj(
                pod ->
                    "eni-1 10.0.1.10 10.0.2.9 40000 443 6 9 5000 1000 1050 ACCEPT 3 100.64.0."
                        + pod
                        + " 10.0.2.9")
            .toArray(String[]::new);
    assertThat(flagged("conversations", lines)).hasSize(50);
  }

  @Test
  void theOrderOfTheLinesDoesNotMatter() {
    List<String> lines = new ArrayList<>(List.of(NAT));
    List<String> expected = flagged("conversations", NAT);
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(lines, random);
      assertThat(flagged("conversations", lines.toArray(String[]::new))).isEqualTo(expected);
    }
  }

  private List<String> flagged(String what, String... lines) {
    String text =
        java.util.Arrays.stream(lines)
            .map(
                line -> {
                  String[] tokens = line.split(" ");
                  return tokens.length == 14 ? line : line + " " + tokens[1] + " " + tokens[2];
                })
            .map(line -> line + " OK\n")
            .collect(Collectors.joining());
    return ask(what, FLAGGED + text);
  }

  private List<String> plain(String what, String... lines) {
    return ask(what, PLAIN + String.join(" OK\n", lines) + " OK\n");
  }

  private List<String> ask(String what, String text) {
    String sql =
        """
        SELECT format('{} {}:{} > {}:{} {}{} ({}) out {}/{} back {}/{} by {} at {}-{}', %s, client,
          client_port, server, server_port, state, CASE WHEN state_certain THEN '' ELSE '?' END,
          state_reason, packets_sent, bytes_sent, packets_received, bytes_received,
          initiator_basis, CAST(epoch(first_seen) AS BIGINT), CAST(epoch(last_seen) AS BIGINT))
        FROM %s ORDER BY ALL
        """;
    boolean sessions = what.equals("sessions");
    try {
      Path file = folder.resolve("records.log");
      Files.writeString(file, text);
      StagingOptions options =
          new StagingOptions(
              ReadOptions.STANDARD.withThreads(1),
              DuckDbStaging.defaultParent(),
              LABORATORY.settings());
      try (StagedLogs logs = StagedLogs.open(List.of(file), options, ReadProgress.NONE)) {
        return logs
            .engine()
            .all(
                sql.formatted(
                    sessions ? "interface_id" : "vantage",
                    sessions ? SessionViews.SESSION : SessionViews.CONVERSATION))
            .stream()
            .map(row -> String.valueOf(row.getFirst()))
            .toList();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
