package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes records as the objects that AWS puts into a bucket: gzip text with a header line, an
 * object for every five minutes in which records end, in AWS's folders and with AWS's names (Amazon
 * VPC User Guide, "Flow log files"). A file's modification time is when S3 would have got it.
 */
public final class S3Objects implements RecordSink {
  private static final long SLOT = 300;
  private static final long LARGEST = 75_000_000;
  private static final int PIECE = 1 << 16;
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Delivery delivery;
  private final Map<FlowLog, TreeMap<Key, OpenObject>> open = new HashMap<>();
  private final Map<FlowLog, LineWriter> writers = new HashMap<>();
  private long objects;

  private record Key(long slot, boolean late) {}

  /** A sink that writes below a folder, which stands for the bucket. */
  public S3Objects(Path folder, Delivery delivery) {
    this.folder = folder;
    this.delivery = delivery;
  }

  /** How many objects were written. */
  public long objects() {
    return objects;
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    boolean late = delivery.isLate(point.id(), windowEnd);
    LineWriter writer = writers.computeIfAbsent(log, l -> new LineWriter(l.format()));
    OpenObject object = null;
    for (FlowRecord record : records) {
      long slot = Math.floorDiv(record.endSeconds(), SLOT) * SLOT;
      if (object == null || object.key.slot() != slot) {
        pass(writer, object);
        object = object(log, new Key(slot, late));
      }
      object.complete = Math.max(object.complete, windowEnd);
      writer.write(record);
      if (writer.length() > PIECE) {
        pass(writer, object);
      }
    }
    pass(writer, object);
  }

  private static void pass(
      LineWriter writer, @org.jspecify.annotations.Nullable OpenObject object) {
    if (object != null) {
      object.write(writer.bytes(), writer.length());
      writer.clear();
    }
  }

  private OpenObject object(FlowLog log, Key key) {
    TreeMap<Key, OpenObject> objectsOfLog =
        open.computeIfAbsent(
            log, l -> new TreeMap<>(Comparator.comparingLong(Key::slot).thenComparing(Key::late)));
    OpenObject object = objectsOfLog.get(key);
    int part = 0;
    if (object != null && object.size() >= LARGEST) {
      part = object.part + 1;
      object.close();
      object = null;
    }
    if (object == null) {
      object = new OpenObject(log, key, part);
      objectsOfLog.put(key, object);
    }
    return object;
  }

  @Override
  public void advance(long micros) {
    for (TreeMap<Key, OpenObject> objectsOfLog : open.values()) {
      while (!objectsOfLog.isEmpty() && isOver(objectsOfLog.firstKey(), micros)) {
        objectsOfLog.pollFirstEntry().getValue().close();
      }
    }
  }

  private static boolean isOver(Key key, long micros) {
    return (key.slot() + SLOT) * Period.SECOND <= micros;
  }

  @Override
  public void close() {
    advance(Long.MAX_VALUE);
  }

  /** An object that grows. */
  private final class OpenObject {
    private final Key key;
    private final int part;
    private final Path file;
    private final CountingStream counted;
    private final OutputStream gzip;
    private long complete;

    OpenObject(FlowLog log, Key key, int part) {
      this.key = key;
      this.part = part;
      Instant slot = Instant.ofEpochSecond(key.slot());
      String place = "AWSLogs/" + log.account() + "/vpcflowlogs/" + log.region();
      String name =
          "%s_vpcflowlogs_%s_%s_%s_%s.log.gz"
              .formatted(
                  log.account(),
                  log.region(),
                  log.id(),
                  MINUTE.format(slot),
                  delivery.hash(log.id(), key.slot(), part * 2 + (key.late() ? 1 : 0)));
      file = folder.resolve(place).resolve(FOLDER.format(slot)).resolve(name);
      try {
        Files.createDirectories(file.getParent());
        counted = new CountingStream(new BufferedOutputStream(Files.newOutputStream(file), PIECE));
        gzip = new FastGzip(counted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      objects++;
      byte[] header = new LineWriter(log.format()).header().getBytes(StandardCharsets.UTF_8);
      write(header, header.length);
    }

    long size() {
      return counted.count;
    }

    void write(byte[] bytes, int length) {
      try {
        gzip.write(bytes, 0, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() {
      try {
        gzip.close();
        long end = Math.max(complete, (key.slot() + SLOT) * Period.SECOND);
        long arrival = end + delivery.toS3(key.slot(), key.late());
        Files.setLastModifiedTime(file, FileTime.from(arrival, TimeUnit.MICROSECONDS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      count++;
    }
  }
}
