package io.flowproof.flowlog.decode;

import io.flowproof.flowlog.decode.LineExaminer.Finding;
import io.flowproof.flowlog.decode.LineExaminer.Outcome;
import io.flowproof.flowlog.decode.ObjectTally.FormatTally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the lines of one object, keeping the format that the last header (or the given log
 * format) set. Without either, a line is a record only when it is 14 type-correct tokens of the
 * default format that say version 2.
 */
final class LineDecoder implements LineSink {
  /** The longest line that is decoded, in bytes. */
  static final int LONGEST_LINE = 1 << 20;

  private static final int LONGEST_SAMPLE = 300;

  private enum Mode {
    /** A header or a given format says what the columns are. */
    NAMED,
    /** Nothing says so: only the default format is recognised. */
    HEADERLESS,
    /** The last header could not be used: nothing is a record until the next one. */
    BROKEN
  }

  private final int source;
  private final ObjectTally tally;
  private final OpenBatches batches;
  private final LineExaminer examiner = new LineExaminer();
  private Mode mode;
  private OpenFormat format;
  private @Nullable FormatTally counts;
  private long line;

  LineDecoder(int source, ObjectTally tally, OpenBatches batches, @Nullable LogFormat given) {
    this.source = source;
    this.tally = tally;
    this.batches = batches;
    mode = given == null ? Mode.HEADERLESS : Mode.NAMED;
    format = batches.of(given == null ? LogFormat.DEFAULT : given);
  }

  /**
   * Decodes {@code bytes[from..to)}, whole lines that each end with a line feed; the array has at
   * least 64 spare bytes after them.
   */
  @Override
  public void lines(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      line++;
      int next = TokenColumn.FAILED;
      if (mode != Mode.BROKEN && !format.takesHeaders) {
        next = format.flows.rows.decode(bytes, at);
        if (next >= 0 && accepts(format.flows)) {
          keep(format.flows, next - at);
          at = next;
          continue;
        }
      }
      at = other(bytes, at, next == TokenColumn.COVERAGE);
    }
  }

  /** Decodes one event of JSON; {@code bytes[to..]} has at least 64 spare bytes. */
  @Override
  public void event(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    if (end - from > LONGEST_LINE) {
      tooLong(bytes, from, end);
      return;
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        line++;
        Problem problem = new Problem(RejectKind.MALFORMED_TEXT, "the event holds a line feed");
        reject(new Finding(0, null, null, problem), bytes, from, end);
        return;
      }
    }
    bytes[end] = '\n';
    lines(bytes, from, end + 1);
  }

  /** Rejects a line that is longer than what is decoded, of which this is the beginning. */
  @Override
  public void tooLong(byte[] bytes, int from, int to) {
    line++;
    Problem problem =
        new Problem(RejectKind.TOO_LONG, "the line is longer than " + LONGEST_LINE + " bytes");
    reject(new Finding(0, null, null, problem), bytes, from, to);
  }

  /** Rejects what stands before the damage, a line without its end; blank is nothing. */
  @Override
  public void truncated(byte[] bytes, int from, int to) {
    if (trimmed(bytes, from, to) > from) {
      line++;
      reject(
          new Finding(0, null, null, new Problem(RejectKind.TRUNCATED, "truncated")),
          bytes,
          from,
          to);
    }
  }

  /** Rejects the place where JSON is broken. */
  @Override
  public void broken(Problem problem, byte[] text) {
    line++;
    reject(new Finding(0, null, null, problem), text, 0, text.length);
  }

  private boolean accepts(OpenTable table) {
    if (mode != Mode.HEADERLESS || table.isVersion2()) {
      return true;
    }
    table.rows.undo();
    return false;
  }

  private void keep(OpenTable table, int length) {
    table.rows.commit(source, line, length);
    tally.row(counts(), table, table.rows.status());
    if (table.rows.isFull()) {
      batches.flush(table);
    }
  }

  /** The counts of the current format, which from now on shows in the account. */
  private FormatTally counts() {
    FormatTally current = counts;
    if (current == null) {
      current = tally.format(format.format);
      counts = current;
    }
    return current;
  }

  /** Handles the line at {@code from} that is no plain flow; returns the index after it. */
  private int other(byte[] bytes, int from, boolean coverage) {
    int end = from;
    while (bytes[end] != '\n') {
      end++;
    }
    int next = end + 1;
    if (coverage
        && format.coverage().rows.decode(bytes, from) == next
        && accepts(format.coverage())) {
      keep(format.coverage(), next - from);
      return next;
    }
    int to = trimmed(bytes, from, end);
    if (to == from) {
      tally.blank++;
      return next;
    }
    List<String> names = HeaderLine.names(bytes, from, to);
    if (names != null) {
      header(names, bytes, from, to);
      return next;
    }
    if (mode == Mode.BROKEN) {
      Problem problem = new Problem(RejectKind.UNKNOWN_FORMAT, "the header above it was rejected");
      reject(new Finding(0, null, null, problem), bytes, from, to);
      return next;
    }
    examine(bytes, from, to, next - from);
    return next;
  }

  private void examine(byte[] bytes, int from, int to, int length) {
    OpenTable table = format.flows;
    Outcome outcome = examiner.examine(table.rows, bytes, from, to);
    if (outcome.coverage()) {
      table = format.coverage();
      outcome = examiner.examine(table.rows, bytes, from, to);
    }
    Finding finding = outcome.finding();
    if (finding == null && !accepts(table)) {
      Problem problem = new Problem(RejectKind.UNKNOWN_FORMAT, "version is not 2");
      finding = new Finding(1, "version", null, problem);
    }
    if (finding == null) {
      keep(table, length);
    } else {
      reject(
          mode == Mode.HEADERLESS && counts == null ? unknownFormat(finding) : finding,
          bytes,
          from,
          to);
    }
  }

  private static Finding unknownFormat(Finding finding) {
    String reason =
        "no header and no log format tell the columns, and it is not the default format ("
            + finding.problem().reason()
            + ")";
    return new Finding(
        finding.token(),
        finding.field(),
        finding.value(),
        new Problem(RejectKind.UNKNOWN_FORMAT, reason));
  }

  private void header(List<String> names, byte[] bytes, int from, int to) {
    LogFormat named = LogFormat.of(names);
    String wrong = null;
    if (names.size() > LogFormat.MOST_COLUMNS) {
      wrong = "names " + names.size() + " fields (at most " + LogFormat.MOST_COLUMNS + ")";
    } else if (!tally.takesFormat(named)) {
      wrong = "is of one format too many (at most " + ObjectTally.MOST_FORMATS + " in an object)";
    }
    if (wrong != null) {
      mode = Mode.BROKEN;
      Problem problem = new Problem(RejectKind.MALFORMED_HEADER, "the header " + wrong);
      reject(new Finding(0, null, null, problem), bytes, from, to);
      return;
    }
    tally.headers++;
    mode = Mode.NAMED;
    format = batches.of(named);
    counts = tally.format(named);
  }

  private void reject(Finding finding, byte[] bytes, int from, int to) {
    Reject sample = null;
    if (tally.keepsRejects()) {
      sample =
          new Reject(
              tally.object(),
              line,
              finding.token(),
              finding.field(),
              finding.value(),
              finding.problem().kind(),
              finding.problem().reason(),
              LineText.printable(bytes, from, to, LONGEST_SAMPLE));
    }
    FormatTally under = mode == Mode.NAMED ? counts() : mode == Mode.HEADERLESS ? counts : null;
    tally.reject(under, finding.problem().kind(), sample);
  }

  /** The end of the text without the spaces, tabs and carriage returns that close it. */
  private static int trimmed(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from
        && (bytes[end - 1] == ' ' || bytes[end - 1] == '\r' || bytes[end - 1] == '\t')) {
      end--;
    }
    return end;
  }
}
