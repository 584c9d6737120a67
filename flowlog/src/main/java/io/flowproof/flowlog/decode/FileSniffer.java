package io.flowproof.flowlog.decode;

import io.flowproof.core.address.AddressReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a flow log from the other files of a folder, by the first {@value #HEAD} bytes.
 *
 * <ol>
 *   <li>Compressed or packed files other than gzip and Parquet are never read. Parquet is read when
 *       half of its columns are fields of flow logs, or when the user named it.
 *   <li>A file that the user named, and one whose name ends in {@code .log} or {@code .log.gz} (as
 *       AWS's do), is read whatever it holds: what is no record in it is a rejected line.
 *   <li>Hidden files (the name begins with a dot), and documents and code by the end of their name
 *       ({@code .md}, {@code .yml}, {@code .sql}, …), which may quote records, are not read.
 *   <li>Text is read when a line is a header, is a record of the default or the given format, or
 *       resembles one: three words or more, at least half of them numbers, addresses or {@code -};
 *       or a word that begins with {@code eni-}. JSON is read when it names {@code events}, {@code
 *       logEvents} or {@code message}, or {@code records} with {@code data}. An empty file is read.
 *   <li>Whatever else is named as skipped.
 * </ol>
 */
final class FileSniffer {
  private static final int HEAD = 64 << 10;
  private static final int CONTENT = 256 << 10;

  private static final Set<String> DOCUMENTS =
      Set.of(
          "md",
          "markdown",
          "rst",
          "adoc",
          "html",
          "htm",
          "xml",
          "yml",
          "yaml",
          "toml",
          "ini",
          "cfg",
          "conf",
          "properties",
          "kql",
          "spl",
          "sql",
          "py",
          "sh",
          "java",
          "js",
          "ts",
          "go",
          "rb",
          "tf",
          "ipynb");

  private record Magic(byte[] bytes, String name) {
    static Magic of(String latin1, String name) {
      return new Magic(latin1.getBytes(StandardCharsets.ISO_8859_1), name);
    }

    boolean starts(byte[] head, int length) {
      return length >= bytes.length && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  private static final Magic PARQUET = Magic.of("PAR1", "Parquet (text and gzip are read)");

  private static final List<Magic> OTHERS =
      List.of(
          Magic.of("PK\3\4", "a ZIP archive"),
          Magic.of("BZh", "compressed by bzip2"),
          Magic.of("\u00fd7zXZ\0", "compressed by xz"),
          Magic.of("(\u00b5/\u00fd", "compressed by zstd"),
          Magic.of("\u0089PNG", "an image"),
          Magic.of("\u00ff\u00d8\u00ff", "an image"),
          Magic.of("GIF8", "an image"),
          Magic.of("%PDF", "a PDF document"),
          Magic.of("SQLite format 3\0", "an SQLite database"),
          Magic.of("\u007fELF", "a program"));

  private final @Nullable LogFormat given;
  private final RecordFile.@Nullable Opener parquet;
  private final byte[] head = new byte[HEAD];
  private final byte[] content = new byte[CONTENT + TextLines.SPARE];

  FileSniffer(ReadOptions options) {
    this.given = options.format();
    this.parquet = options.parquet();
  }

  /**
   * Why the file is not read, or null when it is. A file that cannot be opened is read, so that its
   * account says so.
   */
  @Nullable String refusal(Path path, boolean named) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (!named && (name.endsWith(".log.gz") || name.endsWith(".log"))) {
      return null;
    }
    if (!named && name.startsWith(".")) {
      return "a hidden file";
    }
    if (!named && DOCUMENTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
      return "a document by its name";
    }
    int length;
    try (InputStream stream = Files.newInputStream(path)) {
      length = stream.readNBytes(head, 0, HEAD);
    } catch (IOException e) {
      return null;
    }
    if (PARQUET.starts(head, length)) {
      return parquet == null ? PARQUET.name : named ? null : ParquetRecords.refusal(parquet, path);
    }
    for (Magic magic : OTHERS) {
      if (magic.starts(head, length)) {
        return magic.name;
      }
    }
    return named || length == 0 ? null : contentRefusal(length);
  }

  private @Nullable String contentRefusal(int length) {
    RawInput raw = new RawInput(new ByteArrayInputStream(head, 0, length), length, read -> {});
    int size = 0;
    if (raw.startsWith(0x1f, 0x8b)) {
      try (GzipSource gzip = new GzipSource(raw)) {
        size = fill(gzip);
        if (size == 0) {
          // Empty, or damaged from the start: its account says so.
          return null;
        }
      }
    } else {
      size = fill(raw);
    }
    if (new HeadSource(new Given(size)).isJson()) {
      return isEvents(size) ? null : "JSON without flow-log events";
    }
    return isFlowLog(size) ? null : "neither a header nor a record in its first lines";
  }

  private int fill(ByteSource source) {
    int size = 0;
    int count = 0;
    while (count >= 0 && size < CONTENT) {
      size += count;
      count = source.read(content, size, CONTENT - size);
    }
    return size;
  }

  private boolean isEvents(int size) {
    String text = new String(content, 0, size, StandardCharsets.UTF_8);
    return text.contains("\"message\"")
        || text.contains("\"events\"")
        || text.contains("\"logEvents\"")
        || text.contains("\"messageType\"")
        || (text.contains("\"records\"") && text.contains("\"data\""));
  }

  private boolean isFlowLog(int size) {
    String text = new String(content, 0, size, StandardCharsets.UTF_8);
    return text.isBlank() || text.lines().limit(200).anyMatch(this::isLike);
  }

  private boolean isLike(String line) {
    byte[] bytes = line.strip().getBytes(StandardCharsets.UTF_8);
    if (HeaderLine.names(bytes, 0, bytes.length) != null) {
      return true;
    }
    String[] words = line.strip().split(" ");
    long values = Arrays.stream(words).filter(FileSniffer::isValue).count();
    return (words.length >= 3 && values * 2 >= words.length)
        || Arrays.stream(words).anyMatch(word -> word.startsWith("eni-"))
        || (given != null && words.length == given.columns().size() && values > 0);
  }

  private static boolean isValue(String word) {
    return word.equals("-")
        || (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9'))
        || new AddressReader().read(word);
  }

  /** The content that was inflated, as a source. */
  private final class Given implements ByteSource {
    private final int size;
    private int given;

    Given(int size) {
      this.size = size;
    }

    @Override
    public int read(byte[] into, int at, int most) {
      if (given == size) {
        return -1;
      }
      int count = Math.min(most, size - given);
      System.arraycopy(content, given, into, at, count);
      given += count;
      return count;
    }

    @Override
    public List<String> damage() {
      return List.of();
    }

    @Override
    public boolean isCut() {
      return false;
    }
  }
}
