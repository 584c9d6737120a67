package io.flowproof.evidence.receive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** What Firehose and the senders of Splunk's protocol send. */
final class Sender {
  static final String ARN = "arn:aws:firehose:us-east-1:123456789012:deliverystream/vpc";

  private final HttpClient client;
  private final String url;

  Sender(String url) {
    this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), url);
  }

  Sender(HttpClient client, String url) {
    this.client = client;
    this.url = url;
  }

  static String line(int number) {
    return "2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 %d 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n"
        .formatted(number);
  }

  static byte[] delivery(String id, long timestamp, String... records) {
    String data =
        Arrays.stream(records)
            .map(r -> Base64.getEncoder().encodeToString(r.getBytes(StandardCharsets.UTF_8)))
            .map(r -> "{\"data\":\"" + r + "\"}")
            .collect(Collectors.joining(","));
    return "{\"requestId\":\"%s\",\"timestamp\":%d,\"records\":[%s]}"
        .formatted(id, timestamp, data)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  HttpResponse<String> firehose(String key, String id, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/firehose", headers)
            .header("X-Amz-Firehose-Protocol-Version", "1.0")
            .header("X-Amz-Firehose-Request-Id", id)
            .header("X-Amz-Firehose-Source-Arn", ARN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (!key.isEmpty()) {
      request.header("X-Amz-Firehose-Access-Key", key);
    }
    return send(request);
  }

  HttpResponse<String> hec(String path, String authorization, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/services/collector" + path, headers).POST(BodyPublishers.ofByteArray(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
