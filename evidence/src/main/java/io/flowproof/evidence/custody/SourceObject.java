package io.flowproof.evidence.custody;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as its source describes it, before it is kept.
 *
 * @param uri where it lies, with the version where the source has versions
 * @param name its name at the source, with slashes; its file is named after it
 * @param size in bytes; -1 where the source does not say
 * @param sourceTime when it was last modified; null where the source does not say
 * @param identity what tells this version from others; empty where there is nothing of the kind
 * @param checksum what the source says of its bytes
 * @param facts what else is to be written down: plain values by name
 */
public record SourceObject(
    String uri,
    String name,
    long size,
    @Nullable Instant sourceTime,
    String identity,
    Optional<ExpectedChecksum> checksum,
    Map<String, String> facts) {

  /** Copies what it is given. */
  public SourceObject {
    facts = Map.copyOf(facts);
  }

  /**
   * A checksum that the source keeps.
   *
   * @param algorithm which
   * @param value its bytes, most significant first, as hexadecimal digits in lower case
   */
  public record ExpectedChecksum(ChecksumAlgorithm algorithm, String value) {
    /** From the bytes. */
    public static ExpectedChecksum of(ChecksumAlgorithm algorithm, byte[] value) {
      return new ExpectedChecksum(algorithm, HexFormat.of().formatHex(value));
    }
  }
}
