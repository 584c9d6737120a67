package io.flowproof.evidence.receive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * The memory for bodies that are not on the disk yet, shared by all requests: who finds none left
 * is told to come again, instead of waiting with a connection in hand.
 */
final class PendingBytes {
  private static final int STEP = 64 << 10;

  private final long most;
  private final LongConsumer told;
  private long taken;

  /**
   * Of so many bytes.
   *
   * @param told is given what is taken, when that changes
   */
  PendingBytes(long most, LongConsumer told) {
    this.most = most;
    this.told = told;
  }

  private synchronized boolean take(long bytes) {
    if (taken + bytes > most) {
      return false;
    }
    taken += bytes;
    told.accept(taken);
    return true;
  }

  private synchronized void give(long bytes) {
    taken -= bytes;
    told.accept(taken);
  }

  /** Whether a request may begin. */
  synchronized boolean hasRoom() {
    return taken + STEP <= most;
  }

  /** A body in memory, until it is closed. */
  final class Body implements AutoCloseable {
    private final long held;
    private final byte[] bytes;

    private Body(byte[] bytes, long held) {
      this.bytes = bytes;
      this.held = held;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      give(held);
    }
  }

  /**
   * Reads a body to its end.
   *
   * @param announced its size as the request says, or -1
   * @param largest the largest that is taken
   * @throws RefusedException if it is larger, or there is no memory for it now
   */
  Body read(InputStream in, long announced, long largest) throws IOException, RefusedException {
    if (announced > largest) {
      throw tooLarge(largest);
    }
    // What collects the bytes doubles when it grows, and is copied once at the end.
    long held = 0;
    boolean done = false;
    try {
      held = 2 * Math.max(announced, STEP);
      if (!take(held)) {
        held = 0;
        throw busy();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.max(announced, STEP));
      byte[] buffer = new byte[STEP];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (bytes.size() + n > largest) {
          throw tooLarge(largest);
        }
        long needed = 3L * (bytes.size() + n);
        if (announced < 0 && needed > held) {
          if (!take(needed - held)) {
            throw busy();
          }
          held = needed;
        }
        bytes.write(buffer, 0, n);
      }
      Body body = new Body(bytes.toByteArray(), held);
      done = true;
      return body;
    } finally {
      if (!done) {
        give(held);
      }
    }
  }

  private static RefusedException tooLarge(long largest) {
    return new RefusedException(
        RefusedException.Reason.TOO_LARGE,
        "The body is larger than %,d bytes (--max-body)".formatted(largest));
  }

  static RefusedException busy() {
    return new RefusedException(
        RefusedException.Reason.BUSY, "Too much is being received at once, send it again later");
  }
}
