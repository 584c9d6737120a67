package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.NODATA;
import static io.flowproof.flowlog.decode.Logs.RDP;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTest {
  @TempDir private Path folder;

  private Map<String, Object> row(String header, String line) {
    Logs logs = new Logs(folder).put("a.log", header + "\n" + line + "\n");
    ObjectAccount account = logs.readOne();
    assertThat(account.rejects()).isEmpty();
    return logs.rows().all().getFirst();
  }

  private Reject reject(String text) {
    ObjectAccount account = new Logs(folder).put("a.log", text).readOne();
    assertThat(account.rejected()).isEqualTo(1);
    assertThat(account.rejectsByKind()).hasSize(1);
    return account.rejects().getFirst();
  }

  @Test
  void aDashIsNullAndNotZero() {
    assertThat(row("srcaddr srcport bytes start action vpc-id", "- - - - - -"))
        .containsOnlyKeys(
            "table", "initiator", "splunk_format", "fields_present", "source_id", "source_line");
  }

  @ParameterizedTest
  @CsvSource({
    "1418530010, 1418530010000000",
    "1418530010123, 1418530010123000",
    "0, 0",
    "4102444799, 4102444799000000",
    "100000000000, 100000000000000",
    "4102444799999, 4102444799999000"
  })
  void timesAreSecondsOrMilliseconds(String token, long micros) {
    assertThat(row("srcaddr start", "10.0.0.1 " + token)).containsEntry("start_time", micros);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "::FFFF:10.0.0.1, ::ffff:10.0.0.1",
    "203.0.113.5, 203.0.113.5"
  })
  void addressesAreStoredInCanonicalText(String token, String stored) {
    assertThat(row("srcaddr pkt-srcaddr", token + " " + token))
        .containsEntry("srcaddr", stored)
        .containsEntry("pkt_srcaddr", stored);
  }

  @Test
  void tagsAreStoredDecoded() {
    assertThat(row("srcaddr instance-tag asg-tag-2", "10.0.0.1 web%20server%2D1%C3%A4 -"))
        .containsEntry("instance_tag", "web server-1ä")
        .doesNotContainKey("asg_tag_2");
  }

  @Test
  void unknownFieldsAreKeptAsJson() {
    assertThat(row("srcaddr shiny dstaddr x\"y", "10.0.0.1 a\\b 10.0.0.2 -"))
        .containsEntry("unknown_fields", "{\"shiny\":\"a\\\\b\",\"x\\\"y\":null}");
  }

  @Test
  void aNameThatStandsTwiceKeepsBothValues() {
    assertThat(row("srcaddr dstaddr srcaddr", "10.0.0.1 10.0.0.2 10.0.0.3"))
        .containsEntry("srcaddr", "10.0.0.1")
        .containsEntry("unknown_fields", "{\"srcaddr 3\":\"10.0.0.3\"}");
  }

  @Test
  void textBeyondAsciiIsKept() {
    assertThat(row("srcaddr vpc-id shiny", "10.0.0.1 größe ☃"))
        .containsEntry("vpc_id", "größe")
        .containsEntry("unknown_fields", "{\"shiny\":\"☃\"}");
  }

  @Test
  void aRecordOfAFormatWithoutLogStatusIsAFlow() {
    assertThat(
            row(
                "flow-direction traffic-path srcaddr dstaddr encryption-status",
                "egress 1 10.0.128.55 10.0.133.8 1"))
        .containsEntry("table", "flow")
        .containsEntry("traffic_path", 1)
        .containsEntry("encryption_status", 1)
        .containsEntry("direction", "internal");
  }

  @Test
  void theLargestNumbersFit() {
    assertThat(row("srcport bytes packets", "65535 9223372036854775807 0"))
        .containsEntry("srcport", 65535)
        .containsEntry("bytes", Long.MAX_VALUE)
        .containsEntry("packets", 0L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "srcport | 65536 | OUT_OF_RANGE | srcport 65536 is above 65535",
        "srcport | -1 | OUT_OF_RANGE | srcport -1 is negative",
        "srcport | 80a | NOT_A_NUMBER | srcport '80a' is not a number",
        "srcport | 8.0 | NOT_A_NUMBER | srcport '8.0' is not a number",
        "protocol | 256 | OUT_OF_RANGE | protocol 256 is above 255",
        "version | 2147483648 | OUT_OF_RANGE | version 2147483648 is above 2147483647",
        "bytes | 9223372036854775808 | OUT_OF_RANGE | bytes 9223372036854775808 is above"
            + " 9223372036854775807",
        "bytes | 99999999999999999999 | OUT_OF_RANGE | bytes 99999999999999999999 is above"
            + " 9223372036854775807",
        "bytes | 00000000000000000001 | OUT_OF_RANGE | bytes 00000000000000000001 has too many digits",
        "bytes | +1 | NOT_A_NUMBER | bytes '+1' is not a number",
        "start | 4102444800 | OUT_OF_RANGE | start 4102444800 is past the year 2099",
        "start | 4102444800000 | OUT_OF_RANGE | start 4102444800000 is past the year 2099",
        "start | now | NOT_A_NUMBER | start 'now' is not a number",
        "dstaddr | 10.0.0.256 | NOT_AN_ADDRESS | dstaddr '10.0.0.256' is not an IPv4 or IPv6 address",
        "dstaddr | 010.0.0.1 | NOT_AN_ADDRESS | dstaddr '010.0.0.1' is not an IPv4 or IPv6 address",
        "dstaddr | 10.0.0.1x | NOT_AN_ADDRESS | dstaddr '10.0.0.1x' is not an IPv4 or IPv6 address",
        "dstaddr | -- | NOT_AN_ADDRESS | dstaddr '--' is not an IPv4 or IPv6 address",
        "action | MAYBE | UNKNOWN_ACTION | action 'MAYBE' is neither ACCEPT nor REJECT",
        "action | ACCEPTED | UNKNOWN_ACTION | action 'ACCEPTED' is neither ACCEPT nor REJECT",
        "log-status | FINE | UNKNOWN_STATUS | log-status 'FINE' is none of OK, NODATA and SKIPDATA",
        "log-status | - | UNKNOWN_STATUS | log-status '-' is none of OK, NODATA and SKIPDATA",
        "log-status | OKAY | UNKNOWN_STATUS | log-status 'OKAY' is none of OK, NODATA and SKIPDATA",
        "asg-tag | 100% | MALFORMED_TAG | asg-tag '100%' is not percent-encoded UTF-8",
        "asg-tag | %zz | MALFORMED_TAG | asg-tag '%zz' is not percent-encoded UTF-8",
        "asg-tag | %C3x | MALFORMED_TAG | asg-tag '%C3x' is not percent-encoded UTF-8"
      })
  void namesTheTokenThatIsWrong(String field, String token, RejectKind kind, String reason) {
    String line = "10.0.0.1 " + token;

    Reject reject = reject("srcaddr " + field + "\n" + line + "\n");

    assertThat(reject)
        .isEqualTo(new Reject(reject.object(), 2, 2, field, token, kind, reason, line));
  }

  @Test
  void countsTokens() {
    assertThat(reject("srcaddr dstaddr\n10.0.0.1\n").reason())
        .isEqualTo("expected 2 tokens and got 1");
    assertThat(reject("srcaddr dstaddr\n10.0.0.1 10.0.0.2 10.0.0.3\n").reason())
        .isEqualTo("expected 2 tokens and got 3");
    assertThat(reject("srcaddr dstaddr vpc-id\n10.0.0.1  vpc-1\n").reason())
        .isEqualTo("dstaddr is empty");
  }

  @Test
  void controlBytesAreRefusedAndShown() {
    Reject reject = reject("srcaddr vpc-id\n10.0.0.1 a\0b\n");

    assertThat(reject.reason()).isEqualTo("vpc-id holds the control byte 0x00");
    assertThat(reject.text()).isEqualTo("10.0.0.1 a\\x00b");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAndShown() {
    byte[] text = "srcaddr vpc-id\n10.0.0.1 a\u00ffb\n".getBytes(StandardCharsets.ISO_8859_1);
    ObjectAccount account = new Logs(folder).put("a.log", text).readOne();

    assertThat(account.rejects().getFirst().reason()).isEqualTo("vpc-id is not valid UTF-8");
    assertThat(account.rejects().getFirst().text()).isEqualTo("10.0.0.1 a\\xffb");
  }

  @Test
  void spacesAtTheEndAreNoToken() {
    assertThat(row("srcaddr dstaddr ", "10.0.0.1 10.0.0.2 \t"))
        .containsEntry("dstaddr", "10.0.0.2");
  }

  @Test
  void aRejectedLineLeavesNoTraceInTheNextRow() {
    Logs logs =
        new Logs(folder).put("a.log", "vpc-id srcaddr srcport\n- 10.0.0.1 x\nvpc-1 10.0.0.2 80\n");

    assertThat(logs.readOne().rejected()).isEqualTo(1);
    assertThat(logs.rows().all()).hasSize(1);
    assertThat(logs.rows().all().getFirst())
        .containsEntry("vpc_id", "vpc-1")
        .containsEntry("srcaddr", "10.0.0.2")
        .containsEntry("source_line", 3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void readsBothLineEndsAndAMissingLast(String end) {
    String text = (HEADER + SSH + NODATA + "\n" + RDP).replace("\n", end);
    ObjectAccount account =
        new Logs(folder).put("a.log", text.substring(0, text.length() - end.length())).readOne();

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.nodata()).isEqualTo(1);
    assertThat(account.blank()).isEqualTo(1);
    assertThat(account.lines()).isEqualTo(3);
  }

  @Test
  void skipsAByteOrderMark() {
    assertThat(new Logs(folder).put("a.log", "\ufeff" + HEADER + SSH).readOne().headers())
        .isEqualTo(1);
  }

  @Test
  void aLineLongerThanAMegabyteIsRejectedAndTheNextIsRead() {
    String text = HEADER + SSH + "x".repeat(3_000_000) + "\n" + RDP;
    ObjectAccount account = new Logs(folder).put("a.log", text).readOne();

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.rejects().getFirst().line()).isEqualTo(3);
    assertThat(account.rejects().getFirst().reason())
        .isEqualTo("the line is longer than 1048576 bytes");
    assertThat(account.rejects().getFirst().text()).hasSize(301).endsWith("x…");
  }

  @Test
  void keepsAFewRejectsAndCountsAll() {
    ObjectAccount account =
        new Logs(folder).put("a.log", HEADER + "garbage\n".repeat(1000) + SSH).readOne();

    assertThat(account.rejected()).isEqualTo(1000);
    assertThat(account.rejectsByKind()).containsExactly(Map.entry(RejectKind.TOKEN_COUNT, 1000L));
    assertThat(account.rejects()).hasSize(20);
  }
}
