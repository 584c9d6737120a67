package io.flowproof.flowlog.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.flowlog.decode.ColumnBuilder.Ints;
import io.flowproof.flowlog.decode.ColumnBuilder.Longs;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import io.flowproof.flowlog.enrich.Direction;
import io.flowproof.flowlog.enrich.Initiator;
import io.flowproof.flowlog.enrich.InternalNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table and one log format that are being filled from lines. A line is decoded into the
 * place after the last row and counts from {@link #commit} on; a decode that fails leaves no trace.
 */
final class RowBuffer {
  /** Rows of a full batch: DuckDB's row group. */
  static final int MOST_ROWS = 122_880;

  /** Bytes of input after which a batch is handed on with fewer rows. */
  static final int MOST_BYTES = 32 << 20;

  private static final int FIRST_ROWS = 1024;
  private static final long INBOUND = Words.of(Direction.INBOUND.text());
  private static final long OUTBOUND = Words.of(Direction.OUTBOUND.text());
  private static final long INTERNAL = Words.of(Direction.INTERNAL.text());
  private static final long EXTERNAL = Words.of(Direction.EXTERNAL.text());
  private static final byte[] SOURCE = Initiator.SOURCE.text().getBytes(US_ASCII);
  private static final byte[] DESTINATION = Initiator.DESTINATION.text().getBytes(US_ASCII);
  private static final byte[] UNKNOWN = Initiator.UNKNOWN.text().getBytes(US_ASCII);

  private final LogFormat format;
  private final String table;
  private final Set<String> columnNames;
  private final RowFacts facts;
  private final TokenColumn[] tokens;
  private final List<ColumnBuilder> builders = new ArrayList<>();
  private final @Nullable DerivedColumns derived;
  private final @Nullable Texts logStatus;
  private final @Nullable Texts unknown;
  private final Ints sourceId;
  private final Longs sourceLine;
  private int capacity = FIRST_ROWS;
  private int rows;
  private long weight;

  RowBuffer(LogFormat format, String table, InternalNetworks networks) {
    this.format = format;
    this.table = table;
    columnNames = columnNames(table);
    facts = new RowFacts(networks, !table.equals(FlowTables.FLOW));
    tokens = new TokenColumn[format.columns().size()];
    for (int c = 0; c < tokens.length; c++) {
      tokens[c] = column(c);
      ColumnBuilder builder = tokens[c].builder();
      if (builder != null) {
        builders.add(builder);
      }
      ColumnBuilder companion = tokens[c].companion();
      if (companion != null) {
        builders.add(companion);
      }
    }
    logStatus = texts(FlowLogField.LOG_STATUS);
    boolean extras = Arrays.stream(tokens).anyMatch(ExtraToken.class::isInstance);
    unknown = extras ? add(new Texts(FlowTables.UNKNOWN_FIELDS, FIRST_ROWS)) : null;
    derived = table.equals(FlowTables.COVERAGE_WINDOW) ? null : new DerivedColumns();
    sourceId = add(new Ints(FlowTables.SOURCE_ID, FIRST_ROWS));
    sourceLine = add(new Longs(FlowTables.SOURCE_LINE, ColumnType.LONG, FIRST_ROWS));
  }

  private static Set<String> columnNames(String table) {
    return FlowTables.all().stream()
        .filter(shape -> shape.name().equals(table))
        .map(TableShape::columns)
        .flatMap(List::stream)
        .map(ShapeColumn::name)
        .collect(Collectors.toSet());
  }

  private TokenColumn column(int c) {
    LogColumn column = format.columns().get(c);
    FlowLogField field = column.field();
    if (field != null && columnNames.contains(field.columnName())) {
      return TokenColumn.of(field, FIRST_ROWS, facts);
    }
    // A name that stands twice keeps both values apart by its place.
    boolean again =
        format.columns().subList(0, c).stream().anyMatch(o -> o.name().equals(column.name()));
    return new ExtraToken(again ? column.name() + " " + (c + 1) : column.name(), facts);
  }

  private <T extends ColumnBuilder> T add(T builder) {
    builders.add(builder);
    return builder;
  }

  /** The builder of a field's column, or null when the format lacks it. */
  private @Nullable ColumnBuilder find(FlowLogField field) {
    for (int c = 0; c < tokens.length; c++) {
      if (format.columns().get(c).field() == field) {
        return tokens[c].builder();
      }
    }
    return null;
  }

  @Nullable Ints ints(FlowLogField field) {
    return find(field) instanceof Ints ints ? ints : null;
  }

  @Nullable Longs longs(FlowLogField field) {
    return find(field) instanceof Longs longs ? longs : null;
  }

  @Nullable Texts texts(FlowLogField field) {
    return find(field) instanceof Texts texts ? texts : null;
  }

  LogFormat format() {
    return format;
  }

  int rows() {
    return rows;
  }

  /** The status of the row decoded last. */
  LogStatus status() {
    return facts.status;
  }

  TokenColumn token(int index) {
    return tokens[index];
  }

  /**
   * Decodes the line that starts at {@code from} and ends with a line feed, after which the array
   * has at least 16 spare bytes.
   *
   * @return the index after the line, {@link TokenColumn#FAILED} or {@link TokenColumn#COVERAGE}
   */
  int decode(byte[] bytes, int from) {
    begin();
    int row = rows;
    int last = tokens.length - 1;
    int at = from;
    for (int c = 0; c < last; c++) {
      at = tokens[c].read(bytes, at, row);
      if (at < 0 || bytes[at] != ' ') {
        return fail(at);
      }
      at++;
    }
    at = tokens[last].read(bytes, at, row);
    if (at < 0) {
      return fail(at);
    }
    if (bytes[at] == '\n') {
      return at + 1;
    }
    return bytes[at] == '\r' && bytes[at + 1] == '\n' ? at + 2 : fail(at);
  }

  /** Makes room for the row and forgets what the last line told. */
  void begin() {
    if (rows == capacity) {
      capacity = Math.min(capacity * 4, MOST_ROWS);
      builders.forEach(builder -> builder.grow(capacity));
    }
    facts.reset();
  }

  private int fail(int at) {
    undo();
    return at == TokenColumn.COVERAGE ? at : TokenColumn.FAILED;
  }

  /** Takes back what was decoded since the last commit. */
  void undo() {
    for (ColumnBuilder builder : builders) {
      builder.validity().setValid(rows);
    }
  }

  /** Keeps the row decoded last, which came from a line of that many bytes. */
  void commit(int source, long line, int bytes) {
    int row = rows;
    if (derived != null) {
      derived.write(row);
    }
    if (unknown != null) {
      weight += facts.extras.writeTo(unknown, row);
    }
    sourceId.values[row] = source;
    sourceLine.values[row] = line;
    rows = row + 1;
    weight += bytes;
  }

  boolean isFull() {
    return rows >= MOST_ROWS || weight >= MOST_BYTES;
  }

  /** The rows so far, sharing this buffer's arrays. */
  ColumnBatch batch() {
    List<Column> columns = new ArrayList<>();
    builders.forEach(builder -> columns.add(column(builder)));
    columns.add(
        new Column.Constant(FlowTables.SPLUNK_FORMAT, ColumnType.INT, format.splunkFormat()));
    columns.add(
        new Column.Constant(FlowTables.FIELDS_PRESENT, ColumnType.LONG, format.fieldsPresent()));
    return new ColumnBatch(table, rows, columns);
  }

  /** A flow's log-status is nearly always OK. */
  private Column column(ColumnBuilder builder) {
    String status = builder == logStatus && logStatus != null ? logStatus.constant(rows) : null;
    return status == null
        ? builder.column()
        : new Column.Constant(FlowLogField.LOG_STATUS.columnName(), ColumnType.TEXT, status);
  }

  /** Bytes that the arrays take. */
  long size() {
    return builders.stream().mapToLong(ColumnBuilder::size).sum();
  }

  /** Forgets all rows. */
  void clear() {
    rows = 0;
    weight = 0;
    builders.forEach(ColumnBuilder::reset);
  }

  /** Direction and initiator, from the row alone. */
  private final class DerivedColumns {
    private final Texts direction = add(new Texts(FlowTables.DIRECTION, FIRST_ROWS));
    private final Texts initiator = add(new Texts(FlowTables.INITIATOR, FIRST_ROWS));
    private final boolean transitGateway = table.equals(FlowTables.TRANSIT_GATEWAY_FLOW);
    private final @Nullable Ints protocol = ints(FlowLogField.PROTOCOL);
    private final @Nullable Ints flags = ints(FlowLogField.TCP_FLAGS);
    private final @Nullable Ints sourcePort = ints(FlowLogField.SRCPORT);
    private final @Nullable Ints destinationPort = ints(FlowLogField.DSTPORT);

    void write(int row) {
      if (facts.source == RowFacts.NOWHERE || facts.destination == RowFacts.NOWHERE) {
        direction.setNull(row);
      } else {
        Direction way =
            Direction.of(
                facts.source == RowFacts.INSIDE,
                facts.destination == RowFacts.INSIDE,
                facts.ingress,
                facts.egress);
        WordToken.write(direction, row, word(way), way.text().length());
      }
      Initiator opener =
          Initiator.of(
              value(protocol, row),
              value(flags, row),
              value(sourcePort, row),
              value(destinationPort, row),
              transitGateway);
      byte[] text = bytes(opener);
      initiator.set(row, text, 0, text.length);
    }

    private static int value(@Nullable Ints column, int row) {
      return column == null ? -1 : column.values[row];
    }
  }

  private static long word(Direction way) {
    return switch (way) {
      case INBOUND -> INBOUND;
      case OUTBOUND -> OUTBOUND;
      case INTERNAL -> INTERNAL;
      case EXTERNAL -> EXTERNAL;
    };
  }

  private static byte[] bytes(Initiator opener) {
    return switch (opener) {
      case SOURCE -> SOURCE;
      case DESTINATION -> DESTINATION;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
