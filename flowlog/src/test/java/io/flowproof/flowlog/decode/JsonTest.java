package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.NODATA;
import static io.flowproof.flowlog.decode.Logs.S3_REPLY;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static io.flowproof.flowlog.decode.Logs.bytes;
import static io.flowproof.flowlog.decode.Logs.gzip;
import static io.flowproof.flowlog.decode.Logs.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String EVENT =
      "{\"id\":\"1\",\"timestamp\":1,\"message\":\"" + SSH.strip() + "\"}";
  private static final String CONTROL =
      "{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logEvents\":"
          + "[{\"id\":\"\",\"timestamp\":1,\"message\":\"CWL CONTROL MESSAGE: Checking health\"}]}";

  @TempDir private Path folder;

  private ObjectAccount read(String text) {
    return new Logs(folder).put("a.json", text).readOne();
  }

  private static String message(String line) {
    return "{\"message\":\"" + line.replace("\n", "\\n") + "\"}";
  }

  private static String envelope(String... events) {
    return "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logEvents\":["
        + String.join(",", events)
        + "]}";
  }

  @Test
  void readsTheEventsOfCloudWatchLogs() {
    Logs logs =
        new Logs(folder)
            .put(
                "a.json",
                "{\n \"events\": [\n"
                    + EVENT
                    + ",\n"
                    + EVENT
                    + "],\n \"searchedLogStreams\": [],"
                    + " \"nextToken\": \"x\"}\n");
    ObjectAccount account = logs.readOne();

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.headers()).isZero();
    assertThat(logs.rows().column("source_line")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", " "})
  void readsFirehoseRecordsWithAndWithoutLineBreaks(String between) {
    Logs logs =
        new Logs(folder)
            .put("a.json", message(SSH) + between + message(NODATA) + between + message(SSH));
    ObjectAccount account = logs.readOne();

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.nodata()).isEqualTo(1);
    assertThat(logs.rows().column("source_line")).containsExactly("1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void readsEnvelopesAndCountsControlMessages(String between) {
    ObjectAccount account =
        read(envelope(EVENT) + between + CONTROL + between + envelope(EVENT, EVENT));

    assertThat(account.flows()).isEqualTo(3);
    assertThat(account.lines()).isEqualTo(3);
    assertThat(account.controlMessages()).isEqualTo(1);
  }

  @Test
  void readsEnvelopesThatAreGzipMembers() {
    ObjectAccount account =
        new Logs(folder)
            .put("a", join(gzip(envelope(EVENT)), gzip(CONTROL), gzip(envelope(EVENT, EVENT))))
            .readOne();

    assertThat(account.flows()).isEqualTo(3);
    assertThat(account.controlMessages()).isEqualTo(1);
  }

  @Test
  void theTypeOfAnEnvelopeMayComeLast() {
    String events = "\"logEvents\":[" + EVENT + "]";
    ObjectAccount account =
        read(
            "{"
                + events
                + ",\"messageType\":\"DATA_MESSAGE\"}{"
                + events
                + ",\"messageType\":\"CONTROL_MESSAGE\"}{"
                + events
                + "}");

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.controlMessages()).isEqualTo(1);
  }

  @Test
  void readsAnArrayOfEvents() {
    assertThat(read("[" + EVENT + "," + EVENT + "]").flows()).isEqualTo(2);
  }

  @Test
  void anEmptyPageIsFine() {
    assertThat(read("{\"events\":[],\"nextToken\":\"x\"}").lines()).isZero();
  }

  @Test
  void theGivenFormatReadsTheEvents() {
    LogFormat format = LogFormat.parse(Logs.HEADER_5.strip());
    Logs logs =
        new Logs(folder)
            .with(ReadOptions.STANDARD.withFormat(format))
            .put("a.json", message(S3_REPLY));

    assertThat(logs.readOne().flows()).isEqualTo(1);
  }

  @Test
  void withoutAFormatOtherEventsAreRejectedByTheirIndex() {
    ObjectAccount account = read(message(SSH) + message(S3_REPLY) + message("{}"));

    assertThat(account.rejects()).extracting(Reject::line).containsExactly(2L, 3L);
  }

  @Test
  void anEventWithoutAMessageIsRejected() {
    ObjectAccount account =
        read("{\"events\":[{\"timestamp\":1}," + EVENT + ",7,null]}{\"message\":7}");

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.rejects())
        .extracting(Reject::reason)
        .containsExactly(
            "the event has no message",
            "the event has no message",
            "the event has no message",
            "the JSON value holds no flow-log event");
  }

  @Test
  void anEventOfSeveralLinesIsRejected() {
    assertThat(read(message(SSH + SSH)).rejects().getFirst().reason())
        .isEqualTo("the event holds a line feed");
  }

  @Test
  void brokenJsonIsOneRejectAndReadingGoesOnAtTheNextRecord() {
    String good = message(SSH) + "\n";
    ObjectAccount account = read(good + "{\"message\": oops}\n" + good + good);

    assertThat(account.flows()).isEqualTo(3);
    assertThat(account.rejects().getFirst().line()).isEqualTo(2);
    assertThat(account.rejects().getFirst().reason())
        .startsWith("malformed JSON near byte ")
        .contains("'oops'");
    assertThat(account.damage()).singleElement().asString().contains("and read on at byte");
  }

  @Test
  void aLineBreakInAStringDoesNotHideTheNextRecord() {
    String good = message(SSH) + "\n";

    assertThat(read(good + "{\"message\":\"cut\n" + good).flows()).isEqualTo(2);
  }

  @Test
  void jsonThatEndsTooEarlyIsOneReject() {
    String text = "{\"events\":[" + EVENT + "," + EVENT;
    ObjectAccount account = read(text);

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.rejects())
        .singleElement()
        .extracting(Reject::reason)
        .isEqualTo("truncated: the JSON ends too early, at byte " + text.length());
  }

  @Test
  void cutGzipOfJsonGivesEveryEventBeforeTheCut() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append(message(SSH.replace("4249", String.valueOf(i * 7919L % 100_003))));
    }
    byte[] packed = gzip(text.toString());
    ObjectAccount account =
        new Logs(folder).put("a", Arrays.copyOf(packed, packed.length / 2)).readOne();

    assertThat(account.flows()).isGreaterThan(500);
    assertThat(account.rejects()).singleElement().extracting(Reject::reason).isEqualTo("truncated");
    assertThat(account.damage()).anyMatch(d -> d.startsWith("gzip data is cut off"));
  }

  @Test
  void aBombOfBracketsIsOneReject() {
    ObjectAccount account =
        new Logs(folder).put("a.log", bytes("{\"message\":" + "[".repeat(2_000_000))).readOne();

    assertThat(account.rejected()).isEqualTo(1);
  }

  private static String delivery(byte[]... records) {
    return Arrays.stream(records)
        .map(record -> "{\"data\":\"" + Base64.getEncoder().encodeToString(record) + "\"}")
        .collect(
            Collectors.joining(
                ",", "{\"requestId\":\"r-1\",\"timestamp\":1578090901599,\"records\":[", "]}"));
  }

  @Test
  void readsADeliveryOfFirehoseWhateverItsRecordsHold() {
    Logs logs =
        new Logs(folder)
            .put(
                "a.log",
                delivery(
                    bytes(SSH + SSH),
                    bytes(message(SSH) + message(SSH)),
                    gzip(envelope(EVENT)),
                    gzip(CONTROL),
                    bytes("")));
    ObjectAccount account = logs.readOne();

    assertThat(account.flows()).isEqualTo(5);
    assertThat(account.controlMessages()).isEqualTo(1);
    assertThat(account.rejected()).isZero();
    assertThat(account.damage()).isEmpty();
    assertThat(logs.rows().column("source_line")).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void namesTheRecordOfADeliveryThatIsBroken() {
    byte[] cut = Arrays.copyOf(gzip(SSH.repeat(50)), 60);
    ObjectAccount account =
        read(delivery(bytes(SSH), cut).replace("]}", ",{\"data\":\"?\"},{\"other\":1},7]}"));

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.damage())
        .anySatisfy(damage -> assertThat(damage).startsWith("record 2: "))
        .contains("record 3 is no base64");
    assertThat(account.rejected()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void readsTheEventsOfSplunksHttpEventCollector() {
    String event = "{\"time\":1,\"sourcetype\":\"aws:vpcflow\",\"event\":\"" + SSH.strip() + "\"}";
    String object = "{\"event\":" + EVENT + ",\"fields\":{\"message\":\"not this\"}}";
    ObjectAccount account =
        new Logs(folder).put("a.log", event + event + "\n" + object + "{\"event\":{}}").readOne();

    assertThat(account.flows()).isEqualTo(3);
    assertThat(account.rejects())
        .singleElement()
        .satisfies(
            reject ->
                assertThat(reject.reason()).isEqualTo("the JSON value holds no flow-log event"));
  }
}
