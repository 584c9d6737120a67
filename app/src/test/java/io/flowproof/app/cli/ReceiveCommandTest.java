package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the wire to a lake that is proven whole. */
class ReceiveCommandTest {
  private static final String LINE =
      "2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 %d 22 6 20 4249 1418530010 1418530070 ACCEPT OK";

  @TempDir private Path folder;

  @Test
  void whatIsReceivedIsInTheCaseOfTheDayAndInTheLake() throws Exception {
    String lake = folder.resolve("lake").toString();
    Files.writeString(folder.resolve("token"), "\ns3cret\n");
    CommandProcess process =
        CommandProcess.start(
            folder,
            Map.of("FLOWPROOF_TOKEN", "other"),
            "receive",
            "--listen",
            "127.0.0.1:0",
            "--token-file",
            folder.resolve("token").toString(),
            "--token",
            "third",
            "--lake",
            lake,
            "--every",
            "300ms",
            "--metrics",
            "127.0.0.1:0");
    process.awaitErr("receiving at ");
    String url = match("receiving at (\\S+),", process.err());
    String metrics = match("metrics at (\\S+)", process.err());
    deliver(url);
    process.await(() -> get(metrics).contains("flowproof_ingest_lines_total{kind=\"flow\"} 3.0"));

    assertThat(get(metrics))
        .contains("flowproof_receive_requests_total{protocol=\"firehose\",status=\"200\"} 2.0")
        .contains(
            "flowproof_receive_deliveries_total{outcome=\"already\",protocol=\"firehose\"} 1.0")
        .contains("flowproof_receive_deliveries_total{outcome=\"kept\",protocol=\"hec\"} 1.0")
        .contains("flowproof_receive_requests_total{protocol=\"hec\",status=\"403\"} 1.0");
    assertThat(process.end()).isZero();
    assertThat(process.err()).contains("stopping after the commit that is under way");
    assertThat(CommandRun.of("lake", "verify", "--lake", lake).out()).contains("The lake is whole");
    assertThat(CommandRun.select(lake, "SELECT srcport FROM flow ORDER BY 1").out())
        .isEqualTo("srcport\n1\n2\n3\n");
    try (var days = Files.list(folder.resolve("lake/received"))) {
      Path day = days.findFirst().orElseThrow();
      assertThat(CommandRun.of("evidence", "verify", "--case", day.toString()).out())
          .startsWith("intact, not sealed");
      assertThat(Files.readString(day.resolve("custody.ndjson")))
          .contains("--token …")
          .doesNotContain("third");
    }
  }

  private static void deliver(String url) throws IOException, InterruptedException {
    String records =
        Base64.getEncoder()
            .encodeToString(
                (LINE.formatted(1) + "\n" + LINE.formatted(2) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
    for (int attempt = 1; attempt <= 2; attempt++) {
      HttpRequest.Builder firehose =
          HttpRequest.newBuilder(URI.create(url + "/firehose"))
              .header("X-Amz-Firehose-Request-Id", "r-1")
              .header("X-Amz-Firehose-Access-Key", "s3cret")
              .POST(
                  BodyPublishers.ofString(
                      "{\"requestId\":\"r-1\",\"timestamp\":%d,\"records\":[{\"data\":\"%s\"}]}"
                          .formatted(attempt, records)));
      assertThat(send(firehose)).isEqualTo(200);
    }
    assertThat(send(hec(url, "other"))).isEqualTo(200);
    assertThat(send(hec(url, "wrong"))).isEqualTo(403);
  }

  private static HttpRequest.Builder hec(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url + "/services/collector/event"))
        .header("Authorization", "Splunk " + token)
        .POST(BodyPublishers.ofString("{\"event\":\"" + LINE.formatted(3) + "\"}"));
  }

  private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static String get(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String match(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void whatItNeedsIsSaid() {
    String casing = folder.resolve("case").toString();

    assertThat(CommandRun.of("receive", "--listen", "0", "--case", casing).err())
        .startsWith(
            "flowproof: A token is needed, and none may be blank (give --token-file FILE, --token"
                + " SECRET or FLOWPROOF_TOKEN)\n");
    assertThat(CommandRun.of("receive", "--listen", "0", "--token", "x").err())
        .startsWith("flowproof: Missing required option: '--case=DIR'\n");
    assertThat(CommandRun.of("receive", "--listen", "a:b", "--token", "x", "--case", casing).err())
        .startsWith(
            "flowproof: Invalid value for option '--listen': 'a:b' is no address to listen at"
                + " (must be like 8088, 127.0.0.1:8088 or [::1]:8088)\n");
    assertThat(
            CommandRun.of(
                    "receive", "--listen", "0", "--token", "x", "--case", casing, "--tls-key", "k")
                .err())
        .startsWith("flowproof: --tls-cert and --tls-key need each other\n");
    assertThat(CommandRun.of("ingest", "--lake", casing, "s3://bucket").err())
        .startsWith(
            "flowproof: s3://… needs --follow (or collect s3 first, which keeps the objects as"
                + " evidence)\n");
  }
}
