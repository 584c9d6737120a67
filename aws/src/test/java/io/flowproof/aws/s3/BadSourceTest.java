package io.flowproof.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsException;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bucket in which every other thing goes wrong, as S3 says it (S3 API reference, "Error
 * responses"): each is said with what it needs, nothing that could be had is lost, and the rest
 * goes on.
 */
class BadSourceTest {
  private static final String GOOD = "AWSLogs/111111111111/good";

  @TempDir Path temporary;
  private HttpServer server;
  private boolean skewed;
  private boolean requesterPays;
  private boolean elsewhere;

  @BeforeEach
  void aBucket() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("aws.disableEc2Metadata");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    if (elsewhere) {
      exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-1");
      error(
          exchange,
          301,
          "PermanentRedirect",
          "The bucket you are attempting to access must be addressed using the specified endpoint.");
    } else if (skewed) {
      error(exchange, 403, "RequestTimeTooSkewed", "The difference is too large");
    } else if (requesterPays
        && !"requester".equals(exchange.getRequestHeaders().getFirst("x-amz-request-payer"))) {
      error(exchange, 403, "AccessDenied", "Access Denied");
    } else if (query.contains("versioning")) {
      send(exchange, 200, "<VersioningConfiguration/>");
    } else if (query.contains("list-type=2")) {
      list(exchange, query.replaceAll(".*prefix=([^&]*).*", "$1"));
    } else {
      object(exchange, path.substring("/logs/".length()));
    }
  }

  private static void list(HttpExchange exchange, String prefix) throws IOException {
    switch (prefix) {
      case "" -> listed(exchange, List.of("AWSLogs/"), List.of());
      case "AWSLogs/" ->
          listed(exchange, List.of("AWSLogs/111111111111/", "AWSLogs/222222222222/"), List.of());
      case "AWSLogs/222222222222/" -> error(exchange, 403, "AccessDenied", "Access Denied");
      default ->
          listed(
              exchange,
              List.of(),
              List.of(
                  GOOD,
                  "AWSLogs/111111111111/archived",
                  "AWSLogs/111111111111/encrypted",
                  "AWSLogs/111111111111/gone"));
    }
  }

  private static void listed(HttpExchange exchange, List<String> folders, List<String> keys)
      throws IOException {
    String inside =
        folders.stream()
                .map("<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>"::formatted)
                .collect(Collectors.joining())
            + keys.stream()
                .map(
                    ("<Contents><Key>%s</Key><Size>4</Size><ETag>\"e\"</ETag>"
                            + "<LastModified>2024-05-14T09:05:00.000Z</LastModified></Contents>")
                        ::formatted)
                .collect(Collectors.joining());
    send(
        exchange,
        200,
        "<ListBucketResult><IsTruncated>false</IsTruncated>" + inside + "</ListBucketResult>");
  }

  private static void object(HttpExchange exchange, String key) throws IOException {
    switch (key.substring(key.lastIndexOf('/') + 1)) {
      case "good" -> send(exchange, 200, "good");
      case "archived" ->
          error(exchange, 403, "InvalidObjectState", "Not valid for the storage class");
      case "encrypted" ->
          error(
              exchange,
              403,
              "AccessDenied",
              "User kim is not authorized to perform: kms:Decrypt on the resource");
      default -> error(exchange, 404, "NoSuchKey", "The specified key does not exist.");
    }
  }

  private static void error(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    send(
        exchange,
        status,
        "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void whatIsRefusedOrGoneIsSaidWithWhatItNeedsAndTheRestIsKept() throws IOException {
    CollectionTotals totals = collect(false);

    assertThat(totals.complete()).isFalse();
    assertThat(record().objects().stream().map(KeptObject::uri))
        .containsExactly("s3://logs/" + GOOD);
    assertThat(
            record().entries(Action.PROBLEM).stream()
                .map(e -> e.text("uri").replaceFirst(".*/(?=.)", "") + ": " + e.text("message")))
        .containsExactlyInAnyOrder(
            "222222222222/: Access denied: Access Denied (needs s3:ListBucket, or --requester-pays where"
                + " the requester pays)",
            "archived: It lies in an archive storage class and must be restored first (aws s3api"
                + " restore-object)",
            "encrypted: Access denied by the KMS key: User kim is not authorized to perform:"
                + " kms:Decrypt on the resource (needs kms:Decrypt on it)",
            "gone: It was listed and is gone now: somebody or a lifecycle rule deleted it meanwhile");
  }

  @Test
  void anObjectThatVanishesMeanwhileCountsAsChanged() throws IOException {
    collect(false);

    assertThat(
            record().entries(Action.PROBLEM).stream()
                .filter(e -> e.text("kind").equals(CustodyEntry.CHANGED))
                .map(e -> e.text("uri")))
        .containsExactly("s3://logs/AWSLogs/111111111111/gone");
  }

  @Test
  void aBucketWhoseRequesterPaysNeedsConsent() throws IOException {
    requesterPays = true;

    assertThat(collect(false).kept()).isZero();
    assertThat(record().entries(Action.PROBLEM).stream().map(e -> e.text("message")))
        .contains(
            "Access denied: Access Denied (needs s3:ListBucket, or --requester-pays where the requester"
                + " pays)");
    assertThat(collect(true).kept()).isEqualTo(1);
  }

  @Test
  void aClockThatIsWrongIsSaidAndNoCollectionIsBegun() throws IOException {
    skewed = true;

    assertThatThrownBy(() -> collect(false))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("The clock of this machine is more than 15 minutes off");
    assertThat(record().entries(Action.COLLECTION)).isEmpty();
  }

  @Test
  void aBucketInAnotherRegionIsSaidWithThatRegionAndNoCollectionIsBegun() throws IOException {
    elsewhere = true;

    assertThatThrownBy(() -> collect(false))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining(
            "The bucket is in another region: The bucket you are attempting to access must be"
                + " addressed using the specified endpoint. (give --region eu-west-1)");
    assertThat(record().entries(Action.COLLECTION)).isEmpty();
  }

  @Test
  void theOffsetOfAClockThatIsALittleWrongIsPartOfTheLog() throws IOException {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
    try (CaseFolder open = open()) {
      collector(new ServerClock(ahead), false).into(open, "flowproof collect s3 …");
    }

    assertThat(record().entries(Action.COLLECTION).getFirst().text("clock_offset"))
        .matches("\\+(299|300|301) s");
  }

  @Test
  void withoutCredentialsNothingIsBegunAndTheWaysToGiveThemAreSaid() throws IOException {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");

    assertThatThrownBy(() -> collect(false))
        .isInstanceOf(AwsException.class)
        .hasMessage(
            "s3://logs/: No credentials were found (give --profile, set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, or let --print-commands print what somebody else can run)");
    assertThat(record().entries(Action.COLLECTION)).isEmpty();
  }

  private S3Collector collector(ServerClock clock, boolean pays) {
    AwsAccess access =
        new AwsAccess(
            Optional.of("us-east-1"),
            Optional.of("none"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(URI.create("http://localhost:" + server.getAddress().getPort())));
    return new S3Collector(
        access,
        clock,
        new S3Request("logs", "", Optional.empty(), Optional.empty(), Set.of(), Set.of(), pays, 2),
        (done, total) -> {});
  }

  private CaseFolder open() throws IOException {
    return CaseFolder.openOrBegin(
        temporary.resolve("case"), "t", new Actor("kim@lab", "flowproof test", Clock.systemUTC()));
  }

  private CollectionTotals collect(boolean pays) throws IOException {
    try (CaseFolder open = open()) {
      return collector(new ServerClock(Clock.systemUTC()), pays)
          .into(open, "flowproof collect s3 …");
    }
  }

  private CustodyRecord record() throws IOException {
    return CustodyRecord.read(temporary.resolve("case"));
  }
}
