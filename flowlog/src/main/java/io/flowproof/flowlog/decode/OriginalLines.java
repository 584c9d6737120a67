package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a raw object by the numbers that records carry as {@code source_line}: of text the
 * physical lines, header and blank ones counted; of JSON the events' messages; of Parquet the rows,
 * as their line would be. The whole object is read, and hashed.
 *
 * @param sha256 of the object's bytes, in lower-case hex
 * @param bytes how many those are
 * @param lines the lines that were asked for and are there, by number
 * @param damage what is wrong with the object as a container; empty for an intact one
 */
public record OriginalLines(
    String sha256, long bytes, Map<Long, String> lines, List<String> damage) {

  /**
   * Reads an object.
   *
   * @param wanted the numbers of the lines
   * @param parquet opens Parquet objects; null where none can be read
   * @throws IOException when the file cannot be opened
   */
  public static OriginalLines read(Path file, Set<Long> wanted, RecordFile.@Nullable Opener parquet)
      throws IOException {
    ObjectTally tally =
        new ObjectTally(file.toString(), 0, new NameCollector(), new NameCollector());
    Keeper keeper = new Keeper(wanted);
    try (InputStream stream = Files.newInputStream(file)) {
      RawInput raw = new RawInput(stream, Files.size(file), count -> {});
      if (raw.startsWith(0x1f, 0x8b)) {
        try (GzipSource gzip = new GzipSource(raw)) {
          text(gzip, keeper, tally);
          gzip.damage().forEach(tally::damage);
        }
      } else if (parquet != null && ParquetRecords.is(file)) {
        rows(file, parquet, keeper);
      } else {
        text(raw, keeper, tally);
      }
      raw.drain();
      raw.damage().forEach(tally::damage);
      return new OriginalLines(
          raw.sha256(),
          raw.size(),
          Map.copyOf(keeper.kept),
          tally.account(0, 0, "", n -> n).damage());
    }
  }

  private static void text(ByteSource source, Keeper keeper, ObjectTally tally) {
    HeadSource head = new HeadSource(source);
    if (head.isJson()) {
      new JsonEvents(keeper, tally).decode(head);
    } else {
      new TextLines(keeper, TextLines.newBuffer()).decode(head);
    }
  }

  private static void rows(Path file, RecordFile.Opener parquet, Keeper keeper) throws IOException {
    try (RecordFile rows = parquet.open(file)) {
      for (String row = rows.next(); row != null; row = rows.next()) {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        keeper.next(bytes, 0, bytes.length);
      }
    }
  }

  /** Counts as {@link LineDecoder} does, and keeps what is wanted. */
  private static final class Keeper implements LineSink {
    private final Set<Long> wanted;
    private final Map<Long, String> kept = new TreeMap<>();
    private long line;

    Keeper(Set<Long> wanted) {
      this.wanted = wanted;
    }

    void next(byte[] bytes, int from, int to) {
      line++;
      if (wanted.contains(line)) {
        kept.put(line, new String(bytes, from, to - from, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void lines(byte[] bytes, int from, int to) {
      int at = from;
      for (int i = from; i < to; i++) {
        if (bytes[i] == '\n') {
          next(bytes, at, i > at && bytes[i - 1] == '\r' ? i - 1 : i);
          at = i + 1;
        }
      }
    }

    @Override
    public void event(byte[] bytes, int from, int to) {
      int end = to;
      while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
        end--;
      }
      next(bytes, from, end);
    }

    @Override
    public void tooLong(byte[] bytes, int from, int to) {
      next(bytes, from, to);
    }

    @Override
    public void truncated(byte[] bytes, int from, int to) {
      if (!new String(bytes, from, to - from, StandardCharsets.UTF_8).isBlank()) {
        next(bytes, from, to);
      }
    }

    @Override
    public void broken(Problem problem, byte[] text) {
      next(text, 0, text.length);
    }
  }
}
