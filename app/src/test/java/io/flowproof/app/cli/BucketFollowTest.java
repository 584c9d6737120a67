package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** {@code ingest --follow} of buckets and queues, against servers of S3 and SQS. */
class BucketFollowTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
  private static final String LINE =
      "2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 %d 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n";

  private static BucketServer s3Server;
  private static SQSRestServer sqsServer;
  private static String endpoint;
  private static S3Client s3;
  private static SqsClient sqs;

  @TempDir private Path folder;

  @BeforeAll
  static void startTheServers() {
    s3Server = BucketServer.start();
    endpoint = s3Server.endpoint();
    s3 = s3Server.owner();
    sqsServer = SQSRestServerBuilder.withDynamicPort().withInterface("localhost").start();
    int port = sqsServer.waitUntilStarted().localAddress().getPort();
    sqs =
        SqsClient.builder()
            .endpointOverride(URI.create("http://localhost:" + port))
            .region(Region.US_EAST_1)
            .credentialsProvider(BucketServer.CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterAll
  static void stopTheServers() {
    sqs.close();
    sqsServer.stopAndWait();
    s3Server.close();
  }

  private static void put(String bucket, String key, int... ports) {
    StringBuilder lines = new StringBuilder();
    IntStream.of(ports).forEach(port -> lines.append(LINE.formatted(port)));
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(lines.toString()));
  }

  private CommandProcess follow(String lake, String... source) throws IOException {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "ingest",
                "--lake",
                lake,
                "--follow",
                "--every",
                "300ms",
                "--region",
                "us-east-1",
                "--endpoint-url",
                endpoint));
    arguments.addAll(List.of(source));
    return CommandProcess.start(folder, KEYS, arguments.toArray(String[]::new));
  }

  private static String ports(String lake) {
    CommandRun run =
        CommandRun.select(
            lake, "SELECT string_agg(srcport, ' ' ORDER BY srcport) AS ports FROM flow");
    return run.code() == 0 ? run.out().replace("ports\n", "").replace("\"", "").strip() : run.err();
  }

  @Test
  void objectsThatAppearInABucketAreTakenInOnceByTheirUris() throws Exception {
    s3.createBucket(b -> b.bucket("watched"));
    String lake = folder.resolve("lake").toString();
    put("watched", "in/a.log", 1, 2);
    put("watched", "in/notes.txt");
    put("watched", "out/b.log", 9);
    CommandProcess first = follow(lake, "s3://watched/in");
    first.await(() -> ports(lake).equals("1 2"));
    put("watched", "in/c/d.log", 3);
    first.await(() -> ports(lake).equals("1 2 3"));
    first.kill();
    put("watched", "in/e.log", 4);
    CommandProcess second = follow(lake, "s3://watched/in");
    second.await(() -> ports(lake).equals("1 2 3 4"));

    assertThat(second.end()).isZero();
    assertThat(second.out()).contains("Added 1 object, 1 line");
    assertThat(CommandRun.select(lake, "SELECT object FROM source_object ORDER BY 1").out())
        .isEqualTo(
            "object\ns3://watched/in/a.log\ns3://watched/in/c/d.log\ns3://watched/in/e.log\n");
  }

  @Test
  void aMessageIsDeletedWhenTheLakeHasItsObjects() throws Exception {
    s3.createBucket(b -> b.bucket("notified"));
    String url = sqs.createQueue(q -> q.queueName("arrivals")).queueUrl();
    String lake = folder.resolve("lake").toString();
    put("notified", "a b.log", 1, 2);
    put("notified", "c.log", 3);
    send(url, "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
    send(url, created("a+b.log"));
    send(url, created("c.log"));
    send(url, created("a+b.log")); // S3 may notify twice.
    send(url, created("gone.log"));
    send(url, "no notification");
    CommandProcess process = follow(lake, "--queue", url);
    process.await(() -> ports(lake).equals("1 2 3"));
    process.await(() -> left(url) == 2);

    assertThat(process.end()).isZero();
    assertThat(process.err())
        .contains("flowproof: A message is no notification of S3: no notification")
        .contains("flowproof: s3://notified/gone.log: ");
  }

  private static String created(String key) {
    return "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"notified\"},\"object\":{\"key\":\"%s\"}}}]}"
        .formatted(key);
  }

  private static void send(String url, String body) {
    sqs.sendMessage(m -> m.queueUrl(url).messageBody(body));
  }

  /** Messages that wait or are hidden. */
  private static int left(String url) {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(q -> q.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }
}
