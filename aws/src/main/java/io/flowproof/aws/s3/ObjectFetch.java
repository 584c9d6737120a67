package io.flowproof.aws.s3;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.ChecksumAlgorithm.Sum;
import io.flowproof.evidence.custody.SourceObject;
import io.flowproof.evidence.custody.SourceObject.ExpectedChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Copies objects of buckets to files, and compares them with the server's checksum. */
public final class ObjectFetch implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final S3Client client;
  private final boolean requesterPays;

  /** Over one way to reach AWS; for any number of threads. */
  public ObjectFetch(AwsAccess access, boolean requesterPays, Clock clock) {
    this.client = S3Collector.client(access, new ServerClock(clock));
    this.requesterPays = requesterPays;
  }

  /**
   * Copies an object as it is now.
   *
   * @param to the file; what stands there is replaced
   * @throws IOException if it cannot be had, or is not what the server says of it; the message
   *     names it
   */
  public void fetch(String bucket, String key, Path to) throws IOException {
    S3Request request =
        new S3Request(
            bucket, key, Optional.empty(), Optional.empty(), Set.of(), Set.of(), requesterPays, 1);
    ListedObject listed = new ListedObject(key, null, true, -1, "", Instant.EPOCH);
    try (S3Download download = S3Download.begin(client, request, listed)) {
      copy(download.object(), download.bytes(), to);
    } catch (SdkException e) {
      throw new IOException(
          "s3://%s/%s: %s".formatted(bucket, key, AwsProblem.of(e, request.needs("s3:GetObject"))),
          e);
    }
  }

  private static void copy(SourceObject object, InputStream in, Path to) throws IOException {
    @Nullable Sum sum = object.checksum().map(c -> c.algorithm().begin()).orElse(null);
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (sum != null) {
          sum.update(buffer, n);
        }
        out.write(buffer, 0, n);
        size += n;
      }
    }
    boolean wrong =
        sum != null
            && !ExpectedChecksum.of(object.checksum().orElseThrow().algorithm(), sum.value())
                .equals(object.checksum().orElseThrow());
    if (wrong || (object.size() >= 0 && object.size() != size)) {
      throw new IOException(
          object.uri() + ": the bytes that came are not those that the server describes");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
