package io.flowproof.simulate.deliver;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.WorkQueue;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Records as lines under a header, compressed with gzip in another thread. */
final class TextBody implements ObjectBody {
  private static final int PIECE = 1 << 16;
  private static final long LOOK_EVERY = 8_000_000;

  private final Path file;
  private final LineWriter writer;
  private final WorkQueue queue;
  private final CountingStream counted;
  private final OutputStream gzip;
  private byte[] piece = new byte[PIECE];
  private int filled;
  private long written;
  private long lookedAt;

  /**
   * @param writer makes lines of records; empty between two calls
   * @param queue where compression is done
   */
  TextBody(Path file, LineWriter writer, WorkQueue queue) throws IOException {
    this.file = file;
    this.writer = writer;
    this.queue = queue;
    this.counted = new CountingStream(new BufferedOutputStream(Files.newOutputStream(file), PIECE));
    this.gzip = new FastGzip(counted);
    byte[] header = writer.header().getBytes(StandardCharsets.UTF_8);
    append(header, header.length);
  }

  @Override
  public void write(RecordingPoint point, List<FlowRecord> records) {
    writer.clear();
    writer.write(point, records);
    append(writer.bytes(), writer.length());
  }

  private void append(byte[] bytes, int length) {
    written += length;
    for (int from = 0; from < length; ) {
      int some = Math.min(length - from, PIECE - filled);
      System.arraycopy(bytes, from, piece, filled, some);
      filled += some;
      from += some;
      if (filled == PIECE) {
        hand();
      }
    }
  }

  private void hand() {
    byte[] full = piece;
    int length = filled;
    queue.add(() -> compress(full, length));
    piece = new byte[PIECE];
    filled = 0;
  }

  private void compress(byte[] bytes, int length) {
    try {
      gzip.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at what is compressed every few megabytes only, since that means to wait for it. */
  @Override
  public boolean isFull() {
    if (written < S3Objects.LARGEST || written - lookedAt < LOOK_EVERY) {
      return false;
    }
    lookedAt = written;
    queue.await();
    return counted.count.get() >= S3Objects.LARGEST;
  }

  @Override
  public void close(long arrival) {
    byte[] last = piece;
    int length = filled;
    queue.add(
        () -> {
          compress(last, length);
          finish(arrival);
        });
  }

  private void finish(long arrival) {
    try {
      gzip.close();
      Files.setLastModifiedTime(file, FileTime.from(arrival, TimeUnit.MICROSECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compression is most of the time; the lowest level is half as large again and thrice as fast.
   */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, PIECE);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class CountingStream extends FilterOutputStream {
    private final AtomicLong count = new AtomicLong();

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count.addAndGet(length);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      count.incrementAndGet();
    }
  }
}
