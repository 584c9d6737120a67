package io.flowproof.evidence.custody;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that Amazon S3 keeps of an object (S3 User Guide, "Checking object integrity"). */
public enum ChecksumAlgorithm {
  /** CRC-64/NVME, which S3 computes by default since December 2024. */
  CRC64NVME(() -> new CrcSum(new Crc64Nvme(), Long.BYTES)),
  /** CRC-32. */
  CRC32(() -> new CrcSum(new CRC32(), Integer.BYTES)),
  /** CRC-32C (Castagnoli). */
  CRC32C(() -> new CrcSum(new CRC32C(), Integer.BYTES)),
  /** SHA-256. */
  SHA256(() -> new DigestSum("SHA-256")),
  /** SHA-1. */
  SHA1(() -> new DigestSum("SHA-1")),
  /** MD5: the ETag of an object that was uploaded whole and without a KMS key. */
  MD5(() -> new DigestSum("MD5"));

  private final Supplier<Sum> sums;

  ChecksumAlgorithm(Supplier<Sum> sums) {
    this.sums = sums;
  }

  /** A sum over no bytes yet. */
  public Sum begin() {
    return sums.get();
  }

  /** A checksum that is being computed. */
  public sealed interface Sum {
    /** Takes in more bytes. */
    void update(byte[] bytes, int length);

    /** The value as S3 sends it, before Base64: big-endian. Called once, at the end. */
    byte[] value();
  }

  private record CrcSum(Checksum sum, int bytes) implements Sum {
    @Override
    public void update(byte[] buffer, int length) {
      sum.update(buffer, 0, length);
    }

    @Override
    public byte[] value() {
      byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array();
      return Arrays.copyOfRange(whole, Long.BYTES - bytes, Long.BYTES);
    }
  }

  private record DigestSum(MessageDigest digest) implements Sum {
    DigestSum(String algorithm) {
      this(digest(algorithm));
    }

    private static MessageDigest digest(String algorithm) {
      try {
        return MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("The JDK has no " + algorithm, e);
      }
    }

    @Override
    public void update(byte[] bytes, int length) {
      digest.update(bytes, 0, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }

  /** CRC-64/NVME: reflected, polynomial 0xad93d23594c93659, all ones before and after. */
  private static final class Crc64Nvme implements Checksum {
    private static final long REFLECTED = 0x9a6c9329ac4bc9b5L;
    private static final long[] TABLE = table();

    private long crc = -1;

    private static long[] table() {
      long[] table = new long[256];
      for (int i = 0; i < table.length; i++) {
        long value = i;
        for (int bit = 0; bit < 8; bit++) {
          value = (value & 1) == 1 ? (value >>> 1) ^ REFLECTED : value >>> 1;
        }
        table[i] = value;
      }
      return table;
    }

    @Override
    public void update(int b) {
      crc = TABLE[(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        update(bytes[i]);
      }
    }

    @Override
    public long getValue() {
      return ~crc;
    }

    @Override
    public void reset() {
      crc = -1;
    }
  }
}
