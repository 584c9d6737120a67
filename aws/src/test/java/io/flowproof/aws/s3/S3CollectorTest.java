package io.flowproof.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.adobe.testing.s3mock.S3MockApplication;
import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsCli;
import io.flowproof.aws.AwsCli.Printed;
import io.flowproof.aws.AwsException;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.evidence.custody.SourceHold;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/** Against a real S3 server. */
class S3CollectorTest {
  private static final String DAY = "AWSLogs/123456789012/vpcflowlogs/us-east-1/2024/05/14/";
  private static final String FILE =
      "123456789012_vpcflowlogs_us-east-1_fl-1_20240514T%sZ_a.log.gz";
  private static final Actor ACTOR = new Actor("kim@lab", "flowproof test", Clock.systemUTC());

  private static S3MockApplication server;
  private static URI endpoint;
  private static S3Client bucketOwner;

  @TempDir Path temporary;

  @BeforeAll
  @SuppressWarnings("deprecation") // The one that says which port serves plain HTTP.
  static void startTheServer() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    server =
        S3MockApplication.start(
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTP_PORT, "0", S3MockApplication.PROP_SILENT, true)));
    endpoint = URI.create("http://localhost:" + server.getHttpPort());
    bucketOwner =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterAll
  static void stopTheServer() {
    bucketOwner.close();
    server.stop();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void keepsTheBytesOfTheObjectsThatTheTimeAsksFor() throws IOException {
    bucketOwner.createBucket(b -> b.bucket("logs"));
    put("logs", DAY + FILE.formatted("0900"), "nine");
    put("logs", DAY + FILE.formatted("1000"), "ten");
    put("logs", DAY + FILE.formatted("1600"), "sixteen");
    put("logs", "AWSLogs/123456789012/CloudTrail/us-east-1/2024/05/14/x.json.gz", "trail");

    CollectionTotals totals =
        collect(request("logs", "2024-05-14T09:00:00Z", "2024-05-14T10:00:00Z"));

    assertThat(totals.complete()).isTrue();
    assertThat(totals.problems()).isZero();
    List<KeptObject> objects = record().objects();
    assertThat(objects.stream().map(KeptObject::uri))
        .containsExactlyInAnyOrder(
            "s3://logs/" + DAY + FILE.formatted("0900"),
            "s3://logs/" + DAY + FILE.formatted("1000"));
    for (KeptObject object : objects) {
      assertThat(temporary.resolve("case").resolve(object.path()))
          .hasContent(object.uri().contains("0900") ? "nine" : "ten");
    }
  }

  @Test
  void writesDownTheChecksumOfTheServerAndWhetherItAgrees() throws IOException {
    bucketOwner.createBucket(b -> b.bucket("sums"));
    bucketOwner.putObject(
        b -> b.bucket("sums").key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromString("a"));

    collect(request("sums", null, null));

    assertThat(record().entries(Action.OBJECT).getFirst().text("server_checksum"))
        .isEqualTo("SHA256 agrees");
  }

  @Test
  void theSameCommandAgainFetchesOnlyWhatIsMissing() throws IOException {
    bucketOwner.createBucket(b -> b.bucket("again"));
    put("again", "a", "a");
    collect(request("again", null, null));
    put("again", "b", "b");

    CollectionTotals totals = collect(request("again", null, null));

    assertThat(totals.kept()).isEqualTo(1);
    assertThat(totals.already()).isEqualTo(1);
    assertThat(record().objects()).hasSize(2);
  }

  @Test
  void anObjectThatWasOverwrittenBetweenTwoCollectionsIsKeptTwiceAndSaid() throws IOException {
    bucketOwner.createBucket(b -> b.bucket("changed"));
    put("changed", "a", "before");
    collect(request("changed", null, null));
    put("changed", "a", "after");

    assertThat(collect(request("changed", null, null)).problems()).isEqualTo(1);

    assertThat(temporary.resolve("case/objects/s3/changed/a")).hasContent("before");
    assertThat(temporary.resolve("case/objects/version-2/s3/changed/a")).hasContent("after");
  }

  @Test
  void versionsThatWereOverwrittenOrDeletedAreCollectedAndSaid() throws IOException {
    bucketOwner.createBucket(b -> b.bucket("versions"));
    bucketOwner.putBucketVersioning(
        b ->
            b.bucket("versions")
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    put("versions", "a", "before");
    put("versions", "a", "after");

    collect(request("versions", null, null));

    CustodyRecord record = record();
    assertThat(record.objects()).hasSize(2);
    assertThat(record.objects().stream().map(KeptObject::uri))
        .allMatch(uri -> uri.startsWith("s3://versions/a?versionId="));
    assertThat(record.entries(Action.PROBLEM).stream().map(e -> e.text("message")))
        .singleElement()
        .asString()
        .startsWith("It was overwritten or deleted: version ")
        .endsWith(" is not the latest; it is collected too");
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    assertThatThrownBy(() -> collect(request("none", null, null)))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith("s3://none/: There is no such bucket");
  }

  @Test
  void theAwsCliFetchesTheSameBytesAndPutsThePrintedLegalHolds() throws IOException {
    assumeFalse(AwsCli.version().isEmpty(), "There is no AWS CLI here");
    bucketOwner.createBucket(b -> b.bucket("held").objectLockEnabledForBucket(true));
    bucketOwner.putBucketVersioning(
        b ->
            b.bucket("held")
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    put("held", "a b.gz", "before");
    put("held", "a b.gz", "after");
    collect(request("held", null, null));
    // An address in place of a name, so that the CLI does not make the bucket a part of it.
    AwsCli cli = new AwsCli(URI.create("http://127.0.0.1:" + endpoint.getPort()), temporary);

    Printed copied = cli.aws("s3", "cp", "--recursive", "s3://held", "downloaded");
    assertThat(copied.code()).as(copied.out() + copied.err()).isZero();
    assertThat(temporary.resolve("downloaded/a b.gz")).hasContent("after");
    assertThat(record().objects().stream().map(KeptObject::size)).containsExactlyInAnyOrder(6L, 5L);

    List<String> holds = SourceHold.commands(record());
    assertThat(holds).hasSize(2);
    Printed held = cli.shell(holds);

    assertThat(held.code()).as(held.err()).isZero();
    for (KeptObject object : record().objects()) {
      String version = object.uri().substring(object.uri().indexOf("versionId=") + 10);
      assertThat(
              bucketOwner
                  .getObjectLegalHold(b -> b.bucket("held").key("a b.gz").versionId(version))
                  .legalHold()
                  .status())
          .isEqualTo(ObjectLockLegalHoldStatus.ON);
    }
  }

  private static void put(String bucket, String key, String text) {
    bucketOwner.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(text, UTF_8));
  }

  private static S3Request request(String bucket, String from, String to) {
    return new S3Request(
        bucket,
        "",
        Optional.ofNullable(from).map(Instant::parse),
        Optional.ofNullable(to).map(Instant::parse),
        Set.of(),
        Set.of(),
        false,
        4);
  }

  private CollectionTotals collect(S3Request request) throws IOException {
    AwsAccess access =
        new AwsAccess(
            Optional.of("us-east-1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(endpoint));
    try (CaseFolder open = CaseFolder.openOrBegin(temporary.resolve("case"), "t", ACTOR)) {
      return new S3Collector(
              access, new ServerClock(Clock.systemUTC()), request, (done, total) -> {})
          .into(open, "flowproof collect s3 …");
    }
  }

  private CustodyRecord record() throws IOException {
    return CustodyRecord.read(temporary.resolve("case"));
  }
}
