package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.HEADER_5;
import static io.flowproof.flowlog.decode.Logs.NODATA;
import static io.flowproof.flowlog.decode.Logs.S3_REPLY;
import static io.flowproof.flowlog.decode.Logs.S3_REQUEST;
import static io.flowproof.flowlog.decode.Logs.SKIPDATA;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatDetectionTest {
  private static final String TRANSIT_HEADER =
      "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id"
          + " tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id"
          + " tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id"
          + " tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end"
          + " log-status type packets-lost-no-route packets-lost-blackhole"
          + " packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction"
          + " pkt-src-aws-service pkt-dst-aws-service\n";
  private static final String TRANSIT_FLOW =
      "6 TransitGateway 123456789012 tgw-1 tgw-attach-1 123456789012 123456789012 vpc-1 vpc-2"
          + " subnet-1 subnet-2 eni-1 eni-2 use1-az1 use1-az2 tgw-attach-2 10.0.0.1 10.1.0.1 40000"
          + " 443 6 10 1000 1616729292 1616729349 OK IPv4 1 2 3 4 18 us-east-1 ingress - -\n";

  @TempDir private Path folder;

  private ObjectAccount read(String text) {
    return new Logs(folder).put("a.log", text).readOne();
  }

  @Test
  void aHeaderInTheMiddleSwitchesTheFormat() {
    Logs logs = new Logs(folder).put("a.log", HEADER + SSH + HEADER_5 + S3_REPLY + HEADER + SSH);
    ObjectAccount account = logs.readOne();

    assertThat(account.headers()).isEqualTo(3);
    assertThat(account.formats()).extracting(FormatCount::lines).containsExactly(2L, 1L);
    assertThat(logs.rows().column("source_line")).containsExactly("2", "4", "6");
    assertThat(logs.rows().column("vpc_id"))
        .containsExactly("null", "vpc-abcdefab012345678", "null");
  }

  @Test
  void aLineOfTheOldFormatUnderANewHeaderIsRejected() {
    ObjectAccount account = read(HEADER_5 + SSH);

    assertThat(account.rejects().getFirst().reason()).isEqualTo("expected 29 tokens and got 14");
    assertThat(account.formats().getFirst().rejected()).isEqualTo(1);
  }

  @Test
  void withoutAHeaderTheDefaultFormatIsRecognised() {
    ObjectAccount account = read(SSH + NODATA + SKIPDATA);

    assertThat(account.headers()).isZero();
    assertThat(account.formats())
        .extracting(FormatCount::format)
        .containsExactly(LogFormat.DEFAULT);
    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.nodata()).isEqualTo(1);
    assertThat(account.skipdata()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-", "x"})
  void withoutAHeaderFourteenTokensOfAnotherVersionAreNotGuessed(String version) {
    ObjectAccount account = read(version + SSH.substring(1) + version + NODATA.substring(1));

    assertThat(account.rejected()).isEqualTo(2);
    assertThat(account.rejects().getFirst().kind()).isEqualTo(RejectKind.UNKNOWN_FORMAT);
    assertThat(account.formats()).isEmpty();
  }

  @Test
  void withoutAHeaderAnotherFormatIsRejectedWithTheReason() {
    assertThat(read(S3_REPLY).rejects().getFirst().reason())
        .isEqualTo(
            "no header and no log format tell the columns, and it is not the default format"
                + " (expected 14 tokens and got 29)");
  }

  @Test
  void withoutAHeaderABadLineAmongGoodOnesSaysWhatIsWrongWithIt() {
    assertThat(read(SSH + SSH.replace(" 22 ", " 70000 ")).rejects().getFirst().reason())
        .isEqualTo("dstport 70000 is above 65535");
  }

  @Test
  void theGivenFormatReadsTextWithoutAHeader() {
    LogFormat format = LogFormat.parse(HEADER_5.strip());
    Logs logs =
        new Logs(folder)
            .with(ReadOptions.STANDARD.withFormat(format))
            .put("a.log", S3_REPLY + S3_REQUEST + HEADER + SSH);

    assertThat(logs.readOne().flows()).isEqualTo(3);
    assertThat(logs.rows().column("direction")).containsExactly("inbound", "outbound", "internal");
    assertThat(logs.rows().column("initiator")).containsExactly("destination", "source", "unknown");
  }

  @Test
  void aFormatOfWordsAloneStillSeesItsHeader() {
    Logs logs =
        new Logs(folder)
            .put("a.log", "interface-id vpc-id\neni-1 vpc-1\ninterface-id vpc-id\neni-2 -\n");

    assertThat(logs.readOne().headers()).isEqualTo(2);
    assertThat(logs.rows().column("interface_id")).containsExactly("eni-1", "eni-2");
  }

  @Test
  void aFormatOfOneFieldHasAHeaderToo() {
    Logs logs = new Logs(folder).put("a.log", "srcaddr\n10.0.0.1\n-\n");

    assertThat(logs.readOne().flows()).isEqualTo(2);
    assertThat(logs.rows().column("srcaddr")).containsExactly("10.0.0.1", "null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srcaddr dstaddr 10.0.0.1",
        "srcaddr dstaddr 7",
        "srcaddr dstaddr -",
        "srcaddr nonsense",
        "srcaddr  dstaddr"
      })
  void aLineWithAnAddressANumberOrOneKnownNameIsNoHeader(String line) {
    ObjectAccount account = read(HEADER + line + "\n" + SSH);

    assertThat(account.headers()).isEqualTo(1);
    assertThat(account.rejected()).isEqualTo(1);
    assertThat(account.flows()).isEqualTo(1);
  }

  @Test
  void underAHeaderThatIsTooWideNothingIsGuessed() {
    String wide =
        IntStream.range(0, 300)
            .mapToObj(i -> "f" + i)
            .collect(Collectors.joining(" ", "srcaddr dstaddr ", "\n"));
    ObjectAccount account = read(wide + SSH + HEADER + SSH);

    assertThat(account.rejects())
        .extracting(Reject::reason)
        .containsExactly(
            "the header names 302 fields (at most 256)", "the header above it was rejected");
    assertThat(account.flows()).isEqualTo(1);
  }

  @Test
  void transitGatewayRecordsHaveATableOfTheirOwn() {
    Logs logs =
        new Logs(folder)
            .put("a.log", TRANSIT_HEADER + TRANSIT_FLOW + TRANSIT_FLOW.replace(" OK ", " NODATA "));
    ObjectAccount account = logs.readOne();

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.nodata()).isEqualTo(1);
    assertThat(account.formats().getFirst().format().isTransitGateway()).isTrue();
    assertThat(logs.rows().all().getFirst())
        .containsEntry("table", "transit_gateway_flow")
        .containsEntry("tgw_id", "tgw-1")
        .containsEntry("packets_lost_ttl_expired", 4L)
        .containsEntry("direction", "internal")
        // SYN and ACK of one window: only the ports tell.
        .containsEntry("initiator", "source");
    assertThat(logs.rows().all().get(1))
        .containsEntry("table", "transit_gateway_flow")
        .containsEntry("log_status", "NODATA");
  }

  @Test
  void aFieldThatTheTableLacksIsKeptAmongTheUnknown() {
    Logs logs =
        new Logs(folder).put("a.log", "tgw-id srcaddr interface-id\ntgw-1 10.0.0.1 eni-1\n");

    assertThat(logs.readOne().flows()).isEqualTo(1);
    assertThat(logs.rows().column("unknown_fields"))
        .containsExactly("{\"interface-id\":\"eni-1\"}");
  }

  @Test
  void theSameFlowHasTheSameDirectionInVersion2AndVersion5() {
    Logs logs =
        new Logs(folder)
            .put(
                "2.log", "srcaddr dstaddr\n10.0.0.5 8.8.8.8\n8.8.8.8 10.0.0.5\n10.0.0.5 10.1.0.9\n")
            .put(
                "5.log",
                "srcaddr dstaddr flow-direction\n10.0.0.5 8.8.8.8 egress\n8.8.8.8 10.0.0.5 ingress\n"
                    + "10.0.0.5 10.1.0.9 egress\n8.8.8.8 9.9.9.9 ingress\n8.8.8.8 9.9.9.9 -\n"
                    + "- 9.9.9.9 ingress\n10.0.0.5 224.0.0.1 egress\n");
    assertThat(logs.read().totals().flows()).isEqualTo(10);

    assertThat(logs.rows().column("direction"))
        .containsExactly(
            "outbound",
            "inbound",
            "internal",
            "outbound",
            "inbound",
            "internal",
            "inbound",
            "external",
            "null",
            "internal");
  }
}
