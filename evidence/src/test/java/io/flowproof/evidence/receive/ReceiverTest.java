package io.flowproof.evidence.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseVerifier;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {
  private static final String TOKEN = "s3cret";
  private static final String SPLUNK = "Splunk " + TOKEN;
  private static final String LINE = Sender.line(1);

  @TempDir private Path folder;

  private final TestClock clock = new TestClock();
  private final List<String> failures = new ArrayList<>();
  private ReceivedObjects objects;
  private Receiver receiver;
  private Sender sender;

  private static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-03-02T23:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void begin() throws IOException {
    begin(1 << 20, 16 << 20);
  }

  private void begin(long largest, long pending) throws IOException {
    objects =
        new ReceivedObjects(
            folder,
            new Actor("me@here", "flowproof", clock),
            "http://here",
            "flowproof receive",
            (day, kept) -> {});
    ReceiverEvents events =
        new ReceiverEvents() {
          @Override
          public void kept(
              String protocol,
              io.flowproof.evidence.custody.Collecting.Outcome outcome,
              long bytes) {}

          @Override
          public void answered(String protocol, int status) {}

          @Override
          public void pending(long bytes) {}

          @Override
          public void failed(String message) {
            failures.add(message);
          }
        };
    receiver =
        Receiver.start(
            new ReceiverOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Tokens(List.of(TOKEN)),
                null,
                largest,
                pending),
            objects,
            events,
            clock);
    sender = new Sender("http://localhost:" + receiver.address().getPort());
  }

  @AfterEach
  void end() throws IOException {
    receiver.close();
    objects.close();
  }

  private List<KeptObject> kept(String day) throws IOException {
    return CustodyRecord.read(folder.resolve(day)).objects();
  }

  private byte[] bytes(String day, KeptObject object) throws IOException {
    return Files.readAllBytes(folder.resolve(day).resolve(object.path()));
  }

  @Test
  void aDeliveryOfFirehoseIsKeptByteForByteAndAnsweredWithItsId() throws Exception {
    byte[] body = Sender.delivery("r-1", 1578090901599L, LINE, "{\"message\":\"x\"}\n");
    HttpResponse<String> answer = sender.firehose(TOKEN, "r-1", body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"requestId\":\"r-1\",\"timestamp\":1772492400000}");
    KeptObject object = kept("2026-03-02").getFirst();
    assertThat(object.uri()).isEqualTo("firehose:" + Sender.ARN + "#r-1");
    assertThat(object.path()).isEqualTo("objects/firehose/vpc/r-1.log");
    assertThat(object.sourceTime()).isEqualTo(Instant.parse("2020-01-03T22:35:01.599Z"));
    assertThat(bytes("2026-03-02", object)).isEqualTo(body);
  }

  @Test
  void aDeliveryThatComesAgainIsAnsweredAndNotKeptTwice() throws Exception {
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE));
    HttpResponse<String> again = sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 2, LINE));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(kept("2026-03-02")).hasSize(1);
  }

  @Test
  void otherRecordsUnderTheSameIdAreKeptTooAndItIsSaid() throws Exception {
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE));
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, Sender.line(2)));

    assertThat(kept("2026-03-02")).hasSize(2);
    assertThat(CustodyRecord.read(folder.resolve("2026-03-02")).entries().getLast().text("message"))
        .startsWith("The object changed at the source: entry 3 has SHA-256 ");
  }

  @Test
  void compressedBodiesStayCompressed() throws Exception {
    byte[] body = Sender.gzip(Sender.delivery("r-1", 1, LINE));
    HttpResponse<String> answer = sender.firehose(TOKEN, "r-1", body, "Content-Encoding", "gzip");

    assertThat(answer.statusCode()).isEqualTo(200);
    KeptObject object = kept("2026-03-02").getFirst();
    assertThat(object.path()).endsWith("r-1.log.gz");
    assertThat(bytes("2026-03-02", object)).isEqualTo(body);
  }

  @Test
  void theKeyMayBeTheJsonThatSecretsManagerKeeps() throws Exception {
    byte[] body = Sender.delivery("r-1", 1, LINE);

    assertThat(sender.firehose("{\"api_key\":\"" + TOKEN + "\"}", "r-1", body).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsNotRightIsRefusedWithTheReasonAndNothingIsKept() throws Exception {
    byte[] body = Sender.delivery("r-1", 1, LINE);
    byte[] broken =
        "{\"requestId\":\"r-1\",\"records\":[{\"data\":\"abc\"}]}".getBytes(StandardCharsets.UTF_8);

    assertThat(sender.firehose("", "r-1", body).statusCode()).isEqualTo(401);
    assertThat(sender.firehose("wrong", "r-1", body).statusCode()).isEqualTo(403);
    assertThat(sender.firehose(TOKEN, "r-1", broken).body())
        .isEqualTo(
            "{\"requestId\":\"r-1\",\"timestamp\":1772492400000,\"errorMessage\":\"Record 1 has no data in base64\"}");
    assertThat(sender.firehose(TOKEN, "r-2", body).body())
        .contains("The requestId of the body is not that of X-Amz-Firehose-Request-Id");
    assertThat(sender.firehose(TOKEN, "r-1", java.util.Arrays.copyOf(body, 60)).statusCode())
        .isEqualTo(400);
    assertThat(sender.firehose(TOKEN, "r-1", body, "Content-Encoding", "gzip").body())
        .contains("The body is no gzip: Not in GZIP format");
    assertThat(kept("2026-03-02")).isEmpty();
  }

  @Test
  void neitherALargeBodyNorOneThatInflatesToMoreIsTaken() throws Exception {
    byte[] large = Sender.delivery("r-1", 1, "x".repeat(1 << 20));
    HttpResponse<String> answer = sender.firehose(TOKEN, "r-1", large);
    HttpResponse<String> bomb =
        sender.firehose(TOKEN, "r-1", Sender.gzip(large), "Content-Encoding", "gzip");
    HttpResponse<String> hec =
        sender.hec("/raw", SPLUNK, Sender.gzip(large), "Content-Encoding", "gzip");

    assertThat(answer.statusCode()).as("413 would have Firehose drop it").isEqualTo(400);
    assertThat(answer.body()).contains("The body is larger than 1,048,576 bytes (--max-body)");
    assertThat(bomb.body()).contains("it inflates to more than 1,048,576 bytes (--max-body)");
    assertThat(hec.statusCode()).isEqualTo(400);
    assertThat(kept("2026-03-02")).isEmpty();
  }

  @Test
  void whoFindsNoMemoryLeftIsToldToComeAgain() throws Exception {
    end();
    begin(1 << 20, 64 << 10);
    HttpResponse<String> answer =
        sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, "x".repeat(100_000)));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(answer.body()).contains("Too much is being received at once");
    assertThat(sender.hec("/event", SPLUNK, new byte[100_000]).body())
        .isEqualTo(
            "{\"text\":\"Too much is being received at once, send it again later\",\"code\":9}");
  }

  @Test
  void whoIsRefusedHasTheAnswerAndNotABrokenConnection() throws Exception {
    byte[] body = Sender.delivery("r-1", 1, "x".repeat(900_000));
    for (int i = 0; i < 50; i++) {
      assertThat(sender.firehose("wrong", "r-1", body).statusCode()).isEqualTo(403);
      assertThat(sender.hec("/raw", "Splunk wrong", body).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whatTheDiskDoesNotTakeIsNotAcknowledged() throws Exception {
    Path incoming = folder.resolve("2026-03-02/incoming");
    Files.writeString(incoming, "a file where a folder should be");
    HttpResponse<String> answer = sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(failures).singleElement().asString().startsWith("A delivery cannot be kept");
    Files.delete(incoming);
    assertThat(sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void eventsOfSplunksProtocolAreKeptOnceWithTheirAcknowledgement() throws Exception {
    byte[] body =
        "{\"event\":\"%s\",\"sourcetype\":\"aws:cloudwatchlogs:vpcflow\"}"
            .formatted(LINE.strip())
            .repeat(2)
            .getBytes(StandardCharsets.UTF_8);
    String[] channel = {"X-Splunk-Request-Channel", "c-1"};

    assertThat(sender.hec("/event", SPLUNK, body).body())
        .isEqualTo("{\"text\":\"Success\",\"code\":0}");
    assertThat(sender.hec("", SPLUNK, body, channel).body())
        .isEqualTo("{\"text\":\"Success\",\"code\":0,\"ackId\":0}");
    assertThat(
            sender
                .hec("/ack", SPLUNK, "{\"acks\":[0,1]}".getBytes(StandardCharsets.UTF_8), channel)
                .body())
        .isEqualTo("{\"acks\":{\"0\":true,\"1\":false}}");
    assertThat(kept("2026-03-02"))
        .singleElement()
        .satisfies(object -> assertThat(bytes("2026-03-02", object)).isEqualTo(body));
  }

  @Test
  void rawLinesAreKeptAsTheyCome() throws Exception {
    byte[] body = (LINE + Sender.line(2)).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer = sender.hec("/raw/1.0?host=h&sourcetype=vpc%20flow", SPLUNK, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            CustodyRecord.read(folder.resolve("2026-03-02"))
                .entries()
                .getLast()
                .text("splunk_sourcetype"))
        .isEqualTo("vpc flow");
    assertThat(bytes("2026-03-02", kept("2026-03-02").getFirst())).isEqualTo(body);
  }

  @Test
  void wrongBatchesOfSplunksProtocolAreRefusedInItsWords() throws Exception {
    assertThat(hec("", "{\"event\":1}"))
        .isEqualTo("401 {\"text\":\"Token is required\",\"code\":2}");
    assertThat(hec("Splunk other", "{\"event\":1}"))
        .isEqualTo("403 {\"text\":\"Invalid token\",\"code\":4}");
    assertThat(hec(SPLUNK, "")).isEqualTo("400 {\"text\":\"No data\",\"code\":5}");
    assertThat(hec(SPLUNK, "{\"event\":1}{\"event\":"))
        .isEqualTo("400 {\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":1}");
    assertThat(hec(SPLUNK, "{\"event\":1}{\"time\":1}"))
        .isEqualTo(
            "400 {\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":1}");
    assertThat(hec(SPLUNK, "{\"event\":\" \"}"))
        .isEqualTo(
            "400 {\"text\":\"Event field cannot be blank\",\"code\":13,\"invalid-event-number\":0}");
    assertThat(kept("2026-03-02")).isEmpty();
  }

  private String hec(String authorization, String body) throws Exception {
    HttpResponse<String> answer =
        sender.hec("/event", authorization, body.getBytes(StandardCharsets.UTF_8));
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void itsHealthNeedsNoToken() throws Exception {
    assertThat(sender.get("/services/collector/health/1.0").body())
        .isEqualTo("{\"text\":\"HEC is healthy\",\"code\":17}");
  }

  @Test
  void eachDayIsACaseThatContinuesTheOneBefore() throws Exception {
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE));
    clock.now = clock.now.plus(Duration.ofHours(2));
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 3, LINE));
    sender.firehose(TOKEN, "r-2", Sender.delivery("r-2", 3, LINE));

    CustodyRecord first = CustodyRecord.read(folder.resolve("2026-03-02"));
    CustodyRecord second = CustodyRecord.read(folder.resolve("2026-03-03"));
    assertThat(first.isCollecting()).isFalse();
    assertThat(second.entries().get(1).text("continues")).isEqualTo("2026-03-02");
    assertThat(second.entries().get(1).text("head")).isEqualTo(first.head());
    assertThat(second.objects())
        .extracting(KeptObject::path)
        .containsExactly("objects/firehose/vpc/r-2.log");
  }

  @Test
  void whatAKillLeftWithoutAnEntryIsTakenAwayAndSaid() throws Exception {
    sender.firehose(TOKEN, "r-1", Sender.delivery("r-1", 1, LINE));
    end();
    Path stray = folder.resolve("2026-03-02/objects/firehose/vpc/r-2.log");
    Files.writeString(stray, "half");
    Files.createDirectories(folder.resolve("2026-03-02/incoming"));
    Files.writeString(folder.resolve("2026-03-02/incoming/1-7.part"), "h");
    begin();

    assertThat(stray).doesNotExist();
    assertThat(folder.resolve("2026-03-02/incoming/1-7.part")).doesNotExist();
    end();
    assertThat(
            new CaseVerifier(folder.resolve("2026-03-02"), List.of(), bytes -> {})
                .verify()
                .problems())
        .isEmpty();
    begin();
  }
}
