package io.flowproof.simulate.deliver;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.WorkQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as the objects that AWS puts into a bucket: an object for every five minutes in
 * which records end, in AWS's folders and with AWS's names (Amazon VPC User Guide, "Flow log
 * files"). A file's modification time is when S3 would have got it.
 */
public final class S3Objects implements RecordSink {
  /** How large an object may become, in bytes; then another follows. */
  static final long LARGEST = 75_000_000;

  private static final long SLOT = 300;
  private static final int MOST_WAITING = 64;

  private final Path folder;
  private final S3Layout layout;
  private final Delivery delivery;
  private final IdentityHashMap<FlowLog, Objects> logs = new IdentityHashMap<>();
  private final WorkQueue compression = new WorkQueue("flow-log-compressor", MOST_WAITING);
  private long objects;

  private record Key(long slot, boolean late) {}

  /** A sink that writes below a folder, which stands for the bucket. */
  public S3Objects(Path folder, S3Layout layout, Delivery delivery) {
    this.folder = folder;
    this.layout = layout;
    this.delivery = delivery;
  }

  /** How many objects were written. */
  public long objects() {
    return objects;
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    boolean late = delivery.isLate(point.id(), windowEnd);
    Objects ofLog = logs.computeIfAbsent(log, Objects::new);
    try {
      int from = 0;
      while (from < records.size()) {
        long slot = slot(records.get(from));
        int to = from + 1;
        while (to < records.size() && slot(records.get(to)) == slot) {
          to++;
        }
        OpenObject object = ofLog.at(slot, late);
        object.complete = Math.max(object.complete, windowEnd);
        object.body.write(point, records.subList(from, to));
        from = to;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long slot(FlowRecord record) {
    return Math.floorDiv(record.endSeconds(), SLOT) * SLOT;
  }

  @Override
  public void advance(long micros) {
    try {
      for (Objects ofLog : logs.values()) {
        ofLog.closeUpTo(micros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (compression) {
      advance(Long.MAX_VALUE);
    }
  }

  /** The objects of a flow log that grow. */
  private final class Objects {
    private final FlowLog log;
    private final LineWriter lines;
    private final TreeMap<Key, OpenObject> open =
        new TreeMap<>(Comparator.comparingLong(Key::slot).thenComparing(Key::late));

    Objects(FlowLog log) {
      this.log = log;
      this.lines = new LineWriter(log.format());
    }

    OpenObject at(long slot, boolean late) throws IOException {
      Key key = new Key(slot, late);
      OpenObject object = open.get(key);
      int part = 0;
      if (object != null && object.body.isFull()) {
        part = object.part + 1;
        object.close();
        object = null;
      }
      if (object == null) {
        object = new OpenObject(this, key, part);
        open.put(key, object);
      }
      return object;
    }

    void closeUpTo(long micros) throws IOException {
      while (!open.isEmpty() && (open.firstKey().slot() + SLOT) * Period.SECOND <= micros) {
        open.pollFirstEntry().getValue().close();
      }
    }
  }

  /** An object that grows. */
  private final class OpenObject {
    private final Key key;
    private final int part;
    private final ObjectBody body;
    private long complete;

    OpenObject(Objects of, Key key, int part) throws IOException {
      this.key = key;
      this.part = part;
      FlowLog log = of.log;
      String hash = delivery.hash(log.id(), key.slot(), part * 2 + (key.late() ? 1 : 0));
      Path file = folder.resolve(layout.key(log, Instant.ofEpochSecond(key.slot()), hash));
      @Nullable Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      body =
          switch (layout.fileFormat()) {
            case PLAIN_TEXT -> new TextBody(file, of.lines, compression);
            case PARQUET -> new ParquetBody(file, log.format());
          };
      objects++;
    }

    void close() throws IOException {
      long end = Math.max(complete, (key.slot() + SLOT) * Period.SECOND);
      body.close(end + delivery.toS3(key.slot(), key.late()));
    }
  }
}
