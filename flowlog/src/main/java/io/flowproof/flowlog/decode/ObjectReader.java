package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads one object after another into the open batches of one thread. */
final class ObjectReader {
  private final OpenBatches batches;
  private final @Nullable LogFormat format;
  private final @Nullable ParquetRecords parquet;
  private final int mostRejects;
  private final UnaryOperator<String> intern;
  private final LongConsumer progress;
  private final NameCollector interfaces = new NameCollector();
  private final NameCollector accounts = new NameCollector();
  private final byte[] buffer = TextLines.newBuffer();

  ObjectReader(
      OpenBatches batches,
      ReadOptions options,
      int mostRejects,
      UnaryOperator<String> intern,
      LongConsumer progress) {
    this.batches = batches;
    this.format = options.format();
    this.parquet =
        options.parquet() == null ? null : new ParquetRecords(options.parquet(), batches, progress);
    this.mostRejects = mostRejects;
    this.intern = intern;
    this.progress = progress;
  }

  /**
   * Reads a file.
   *
   * @param id its number, which its rows carry
   * @param piped true to read and inflate in a thread of its own
   */
  ObjectAccount read(int id, ObjectFile file, boolean piped) {
    ObjectTally tally = new ObjectTally(file.name(), mostRejects, interfaces, accounts);
    try (InputStream stream = Files.newInputStream(file.path())) {
      RawInput raw =
          new RawInput(stream, file.size() == 0 ? Long.MAX_VALUE - 1 : file.size(), progress);
      if (raw.startsWith(0x1f, 0x8b)) {
        try (GzipSource gzip = new GzipSource(raw)) {
          decode(id, tally, gzip, piped);
        }
      } else if (parquet != null && ParquetRecords.is(file.path())) {
        raw.drain(); // Its hash; where the columns stand is told at the file's end.
        parquet.decode(id, tally, file.path());
      } else {
        decode(id, tally, raw, piped);
      }
      raw.drain();
      for (String damage : raw.damage()) {
        tally.damage(damage);
      }
      return tally.account(id, raw.size(), raw.sha256(), intern);
    } catch (IOException e) {
      tally.damage("cannot be read: " + reason(e));
      return tally.account(id, 0, "", intern);
    }
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "access is denied" : String.valueOf(e.getMessage());
  }

  private void decode(int id, ObjectTally tally, ByteSource source, boolean piped) {
    if (!piped) {
      decode(id, tally, source);
      return;
    }
    try (PipedSource pipe = new PipedSource(source)) {
      decode(id, tally, pipe);
    }
  }

  private void decode(int id, ObjectTally tally, ByteSource source) {
    LineDecoder lines = new LineDecoder(id, tally, batches, format);
    HeadSource head = new HeadSource(source);
    if (head.isJson()) {
      new JsonEvents(lines, tally).decode(head);
    } else {
      new TextLines(lines, buffer).decode(head);
    }
    if (source instanceof RawInput) {
      return;
    }
    source.damage().forEach(tally::damage);
  }
}
