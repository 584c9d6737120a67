package io.flowproof.app.cli;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server of S3 on this machine, and who owns its buckets. */
record BucketServer(S3MockApplication server, String endpoint, S3Client owner)
    implements AutoCloseable {
  /** It takes any. */
  static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  @SuppressWarnings("deprecation") // The one that says which port serves plain HTTP.
  static BucketServer start() {
    // The server would insist on a log of its own kind.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    S3MockApplication server =
        S3MockApplication.start(
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTP_PORT,
                    "0",
                    S3MockApplication.PROP_HTTPS_PORT,
                    "0",
                    S3MockApplication.PROP_SILENT,
                    true)));
    String endpoint = "http://localhost:" + server.getHttpPort();
    S3Client owner =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    return new BucketServer(server, endpoint, owner);
  }

  @Override
  public void close() {
    owner.close();
    server.stop();
  }
}
