package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of Parquet objects as the lines that they would be as text, so that both forms
 * of delivery give the same records and are judged by the same rules; the row's number, from 1, is
 * its line.
 */
final class ParquetRecords {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROWS_PER_CHECK = 8192;

  private final RecordFile.Opener opener;
  private final OpenBatches batches;
  private final LongConsumer progress;
  private byte[] line = new byte[1024];

  ParquetRecords(RecordFile.Opener opener, OpenBatches batches, LongConsumer progress) {
    this.opener = opener;
    this.batches = batches;
    this.progress = progress;
  }

  /** True for a file that begins as Parquet does; a pipe, which can be read once only, is none. */
  static boolean is(Path file) {
    try {
      return Files.isRegularFile(file) && magic(file, 0);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean magic(Path file, long fromEnd) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] four = new byte[MAGIC.length];
      if (bytes.length() < four.length) {
        return false;
      }
      bytes.seek(fromEnd == 0 ? 0 : bytes.length() - fromEnd);
      bytes.readFully(four);
      return java.util.Arrays.equals(four, MAGIC);
    }
  }

  /**
   * Why a file that was not asked for by name is none of flow logs, or null where it is one, or is
   * damaged, which its account will say.
   */
  static @Nullable String refusal(RecordFile.Opener opener, Path file) {
    try (RecordFile rows = open(opener, file)) {
      List<String> columns = rows.columns();
      long known = columns.stream().filter(name -> FlowLogField.find(name) != null).count();
      if (columns.contains(FlowTables.SOURCE_LINE)) {
        return "Parquet of records that were decoded already";
      }
      return 2 * known >= columns.size() && known > 0
          ? null
          : "Parquet without the columns of flow logs";
    } catch (IOException e) {
      return null;
    }
  }

  private static RecordFile open(RecordFile.Opener opener, Path file) throws IOException {
    if (!magic(file, MAGIC.length)) {
      throw new IOException("cut off: the footer that tells its columns and rows is missing");
    }
    return opener.open(file);
  }

  /** Decodes one object; what cannot be read is damage of its account. */
  void decode(int id, ObjectTally tally, Path file) {
    long done = 0;
    try (RecordFile rows = open(opener, file)) {
      LogFormat format = format(rows.columns());
      if (format == null) {
        tally.damage(
            "holds no column of a flow log (it has " + String.join(", ", rows.columns()) + ")");
        return;
      }
      LineDecoder lines = new LineDecoder(id, tally, batches, format);
      for (String row = rows.next(); row != null; row = rows.next()) {
        done++;
        decode(lines, row);
        if (done % ROWS_PER_CHECK == 0) {
          progress.accept(0); // Throws when the reading was stopped.
        }
      }
    } catch (IOException e) {
      tally.damage(
          (done == 0 ? "cannot be read: " : "cannot be read after row " + done + ": ")
              + e.getMessage());
    }
  }

  private void decode(LineDecoder lines, String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    if (line.length < bytes.length + TextLines.SPARE) {
      line = new byte[2 * bytes.length + TextLines.SPARE];
    }
    System.arraycopy(bytes, 0, line, 0, bytes.length);
    lines.event(line, 0, bytes.length);
  }

  /** Known fields by their AWS names, so that the format is that of the same log as text. */
  private static @Nullable LogFormat format(List<String> columns) {
    LogFormat format =
        LogFormat.of(
            columns.stream()
                .map(
                    name -> {
                      FlowLogField field = FlowLogField.find(name);
                      return field == null ? name.replaceAll("\\p{Cntrl}", "_") : field.awsName();
                    })
                .toList());
    boolean known = format.columns().stream().anyMatch(column -> column.field() != null);
    return known && columns.size() <= LogFormat.MOST_COLUMNS ? format : null;
  }
}
