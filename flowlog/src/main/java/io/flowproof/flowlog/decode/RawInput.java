package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/** An object's bytes as they lie there, hashed and counted while they are read, once. */
final class RawInput implements ByteSource {
  private static final int BUFFER = 256 << 10;

  private final InputStream stream;
  private final LongConsumer progress;
  private final MessageDigest digest;
  private final List<String> damage = new ArrayList<>();
  private final byte[] buffer;
  private int position;
  private int limit;
  private long read;
  private boolean ended;

  /**
   * Reads a stream, which stays the caller's to close.
   *
   * @param size how many bytes are expected, to choose the size of the buffer
   * @param progress told of each number of bytes that was read; may throw to end the reading
   */
  RawInput(InputStream stream, long size, LongConsumer progress) {
    this.stream = stream;
    this.progress = progress;
    buffer = new byte[Math.clamp(size + 1, 8192, BUFFER)];
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Makes sure that a byte can be taken; false at the end. */
  boolean fill() {
    return position < limit || more();
  }

  private boolean more() {
    if (ended) {
      return false;
    }
    try {
      position = 0;
      limit = Math.max(0, stream.read(buffer, 0, buffer.length));
    } catch (IOException e) {
      damage.add("cannot be read after byte " + read + ": " + e.getMessage());
      limit = 0;
    }
    if (limit == 0) {
      ended = true;
      return false;
    }
    digest.update(buffer, 0, limit);
    read += limit;
    progress.accept(limit);
    return true;
  }

  /** True when the next two bytes are those; nothing is taken. */
  boolean startsWith(int first, int second) {
    if (!fill()) {
      return false;
    }
    while (limit - position == 1 && !ended) {
      if (!appendMore()) {
        break;
      }
    }
    return limit - position >= 2
        && (buffer[position] & 0xff) == first
        && (buffer[position + 1] & 0xff) == second;
  }

  /** Reads on while one byte is left, keeping it. */
  private boolean appendMore() {
    byte kept = buffer[position];
    try {
      int count = stream.read(buffer, 1, buffer.length - 1);
      buffer[0] = kept;
      position = 0;
      limit = 1 + Math.max(0, count);
      if (count > 0) {
        digest.update(buffer, 1, count);
        read += count;
        progress.accept(count);
        return true;
      }
    } catch (IOException e) {
      damage.add("cannot be read after byte " + read + ": " + e.getMessage());
    }
    ended = true;
    return false;
  }

  /** Takes the next byte, or -1 at the end. */
  int next() {
    return fill() ? buffer[position++] & 0xff : -1;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** How many bytes of the object were taken. */
  long taken() {
    return read - (limit - position);
  }

  @Override
  public int read(byte[] into, int at, int most) {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(most, limit - position);
    System.arraycopy(buffer, position, into, at, count);
    position += count;
    return count;
  }

  /** Reads to the end, so that size and hash are those of the whole object. */
  void drain() {
    do {
      position = limit;
    } while (more());
  }

  /** How many bytes were read. */
  long size() {
    return read;
  }

  /** The hash of the bytes read, in lower-case hex; to be asked once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public List<String> damage() {
    return damage;
  }

  @Override
  public boolean isCut() {
    return !damage.isEmpty();
  }
}
