package io.flowproof.aws.s3;

import io.flowproof.evidence.custody.ChecksumAlgorithm;
import io.flowproof.evidence.custody.SourceObject;
import io.flowproof.evidence.custody.SourceObject.ExpectedChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * One object on its way: what the response says of it, and its bytes. The checksum comes from the
 * response's {@code x-amz-checksum-*} header, if it is one of the whole object; else from the ETag
 * where that is an MD5 (written at once, encrypted by S3's own key or not at all); else there is
 * none.
 */
final class S3Download implements AutoCloseable {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final ResponseInputStream<GetObjectResponse> stream;
  private final SourceObject object;

  private S3Download(ResponseInputStream<GetObjectResponse> stream, SourceObject object) {
    this.stream = stream;
    this.object = object;
  }

  /** The source failed, not the disk: the object can be asked for again. */
  static final class SourceFailure extends IOException {
    private static final long serialVersionUID = 1L;

    SourceFailure(Exception cause) {
      super(cause);
    }
  }

  /**
   * Asks for an object.
   *
   * @throws SdkException if S3 does not give it
   */
  static S3Download begin(S3Client client, S3Request request, ListedObject listed) {
    GetObjectRequest.Builder get =
        GetObjectRequest.builder()
            .bucket(request.bucket())
            .key(listed.key())
            .versionId(listed.version())
            // Asked for by hand, so that the bytes are compared here, and the result is recorded.
            .overrideConfiguration(c -> c.putHeader("x-amz-checksum-mode", "ENABLED"));
    if (request.requesterPays()) {
      get.requestPayer(RequestPayer.REQUESTER);
    }
    ResponseInputStream<GetObjectResponse> stream = client.getObject(get.build());
    return new S3Download(stream, describe(request, listed, stream.response()));
  }

  private static SourceObject describe(
      S3Request request, ListedObject listed, GetObjectResponse response) {
    return new SourceObject(
        listed.uri(request.bucket()),
        "s3/" + request.bucket() + "/" + listed.key(),
        response.contentLength(),
        response.lastModified(),
        listed.identity(),
        checksum(response),
        facts(response));
  }

  private static Map<String, String> facts(GetObjectResponse response) {
    Map<String, String> facts = new TreeMap<>();
    put(facts, "etag", response.eTag());
    put(facts, "storage_class", response.storageClassAsString());
    put(facts, "encryption", response.serverSideEncryptionAsString());
    put(facts, "kms_key", response.ssekmsKeyId());
    put(facts, "object_lock_mode", response.objectLockModeAsString());
    put(facts, "object_lock_retain_until", response.objectLockRetainUntilDate());
    put(facts, "object_lock_legal_hold", response.objectLockLegalHoldStatusAsString());
    return facts;
  }

  private static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString().replace("\"", ""));
    }
  }

  private static Optional<ExpectedChecksum> checksum(GetObjectResponse response) {
    if (response.checksumType() != ChecksumType.COMPOSITE) {
      Optional<ExpectedChecksum> header =
          sum(ChecksumAlgorithm.SHA256, response.checksumSHA256())
              .or(() -> sum(ChecksumAlgorithm.CRC64NVME, response.checksumCRC64NVME()))
              .or(() -> sum(ChecksumAlgorithm.SHA1, response.checksumSHA1()))
              .or(() -> sum(ChecksumAlgorithm.CRC32C, response.checksumCRC32C()))
              .or(() -> sum(ChecksumAlgorithm.CRC32, response.checksumCRC32()));
      if (header.isPresent()) {
        return header;
      }
    }
    String etag = String.valueOf(response.eTag()).replace("\"", "");
    boolean own =
        response.serverSideEncryption() == null
            || response.serverSideEncryption() == ServerSideEncryption.AES256;
    return own && response.sseCustomerAlgorithm() == null && MD5.matcher(etag).matches()
        ? Optional.of(ExpectedChecksum.of(ChecksumAlgorithm.MD5, HexFormat.of().parseHex(etag)))
        : Optional.empty();
  }

  /** A header's value; that of an upload in parts ends with their number and says nothing here. */
  private static Optional<ExpectedChecksum> sum(
      ChecksumAlgorithm algorithm, @Nullable String base64) {
    if (base64 == null || base64.contains("-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ExpectedChecksum.of(algorithm, Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What the response says of it. */
  SourceObject object() {
    return object;
  }

  /** Its bytes, once. Every failure of the source is a {@link SourceFailure}. */
  InputStream bytes() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return stream.read(buffer, offset, length);
        } catch (IOException | SdkException e) {
          throw new SourceFailure(e);
        }
      }
    };
  }

  @Override
  public void close() {
    stream.abort();
  }
}
