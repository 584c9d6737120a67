package io.flowproof.aws.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object, or one version of it, as a listing has it.
 *
 * @param key its key
 * @param version the version's id; null in a bucket without versions
 * @param latest whether it is what a reader without a version gets
 * @param size in bytes
 * @param etag without quotes
 * @param modified when it was written
 */
record ListedObject(
    String key,
    @Nullable String version,
    boolean latest,
    long size,
    String etag,
    Instant modified) {

  /** Its URI: where versions exist, with the version, as S3's own requests have it. */
  String uri(String bucket) {
    return "s3://" + bucket + "/" + key + (version == null ? "" : "?versionId=" + version);
  }

  /** What tells it from other bytes under this URI. */
  String identity() {
    return version == null ? "etag " + etag : "version " + version;
  }
}
