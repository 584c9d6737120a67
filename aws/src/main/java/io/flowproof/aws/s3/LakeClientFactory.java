package io.flowproof.aws.s3;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.ServerClock;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOAwsClientFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Gives Iceberg's {@link S3FileIO} clients that reach S3 as the collectors do. */
public final class LakeClientFactory implements S3FileIOAwsClientFactory {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "flowproof.aws.";

  private Map<String, String> properties = Map.of();

  /** The class of Iceberg that reaches buckets. */
  public static final String FILE_IO = S3FileIO.class.getName();

  /** The properties of {@link S3FileIO} by which it reaches S3 in this way. */
  public static Map<String, String> properties(AwsAccess access) {
    Map<String, String> all = new TreeMap<>();
    access.region().ifPresent(region -> all.put(PREFIX + "region", region));
    access.profile().ifPresent(profile -> all.put(PREFIX + "profile", profile));
    access.roleArn().ifPresent(arn -> all.put(PREFIX + "role-arn", arn));
    access.externalId().ifPresent(id -> all.put(PREFIX + "external-id", id));
    access.endpoint().ifPresent(endpoint -> all.put(PREFIX + "endpoint-url", endpoint.toString()));
    return all;
  }

  /** The property that names this class. */
  public static Map.Entry<String, String> named() {
    return Map.entry("s3.client-factory-impl", LakeClientFactory.class.getName());
  }

  @Override
  public S3Client s3() {
    return S3Collector.client(
        new AwsAccess(
            value("region"),
            value("profile"),
            value("role-arn"),
            value("external-id"),
            value("endpoint-url").map(URI::create)),
        new ServerClock(Clock.systemUTC()));
  }

  private Optional<String> value(String name) {
    @Nullable String value = properties.get(PREFIX + name);
    return Optional.ofNullable(value);
  }

  /** Is not used: what is read here is read whole. */
  @Override
  public S3AsyncClient s3Async() {
    throw new UnsupportedOperationException("Lakes are reached by requests that wait");
  }

  @Override
  public void initialize(Map<String, String> all) {
    properties = Map.copyOf(all);
  }
}
