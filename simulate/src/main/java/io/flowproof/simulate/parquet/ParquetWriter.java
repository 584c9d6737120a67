package io.flowproof.simulate.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes a Parquet file row by row. Memory holds one row group. The same rows, the same bytes. */
public final class ParquetWriter implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROW_GROUP_BYTES = 8 << 20;
  private static final int OPTIONAL = 1;
  private static final int DATA_PAGE = 0;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;

  private final OutputStream out;
  private final List<ParquetColumn> columns;
  private final List<ColumnValues> values = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();
  private long position;
  private long rows;

  private record RowGroup(long rows, List<Chunk> chunks) {
    long bytes() {
      return chunks.stream().mapToLong(Chunk::plainSize).sum();
    }
  }

  private record Chunk(long offset, long values, long plainSize, long size) {}

  /** A file of these columns; it closes the stream. */
  public ParquetWriter(OutputStream out, List<ParquetColumn> columns) throws IOException {
    this.out = out;
    this.columns = List.copyOf(columns);
    columns.forEach(column -> values.add(new ColumnValues(column.type())));
    put(MAGIC);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  /** The value of a column of integers in the row that is being written. */
  public void number(int column, long value) {
    values.get(column).number(value);
  }

  /** The value of a column of texts in the row that is being written, in UTF-8. */
  public void text(int column, byte[] value) {
    values.get(column).text(value);
  }

  /** There is no value of a column in the row that is being written. */
  public void absent(int column) {
    values.get(column).absent();
  }

  /**
   * Ends a row.
   *
   * @throws IllegalStateException when a column has no value, or two
   */
  public void endRow() throws IOException {
    rows++;
    long inGroup = rows - groups.stream().mapToLong(RowGroup::rows).sum();
    int size = 0;
    for (ColumnValues column : values) {
      if (column.rows() != inGroup) {
        throw new IllegalStateException("A row has not one value for each column");
      }
      size += column.size();
    }
    if (size >= ROW_GROUP_BYTES) {
      endGroup();
    }
  }

  /** How many bytes were written; a row group is written when it is full. */
  public long size() {
    return position;
  }

  private void endGroup() throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    long inGroup = values.getFirst().rows();
    for (ColumnValues column : values) {
      byte[] page = column.page();
      byte[] zipped = zip(page);
      byte[] header =
          new CompactThrift()
              .i32(1, DATA_PAGE)
              .i32(2, page.length)
              .i32(3, zipped.length)
              .begin(5)
              .i32(1, column.rows())
              .i32(2, PLAIN)
              .i32(3, RLE)
              .i32(4, RLE)
              .end()
              .stop()
              .bytes();
      long offset = position;
      put(header);
      put(zipped);
      chunks.add(
          new Chunk(offset, column.rows(), header.length + (long) page.length, position - offset));
      column.clear();
    }
    groups.add(new RowGroup(inGroup, chunks));
  }

  private static byte[] zip(byte[] page) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(page.length / 4 + 64);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(zipped, 1 << 15) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(page);
    }
    return zipped.toByteArray();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      if (values.getFirst().rows() > 0) {
        endGroup();
      }
      byte[] footer = footer();
      put(footer);
      put(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(footer.length)
              .array());
      put(MAGIC);
    }
  }

  private byte[] footer() {
    CompactThrift thrift = new CompactThrift().i32(1, 1);
    thrift.list(2, CompactThrift.STRUCT, columns.size() + 1);
    thrift.begin().text(4, "flow_log").i32(5, columns.size()).end();
    for (ParquetColumn column : columns) {
      thrift.begin();
      thrift.i32(1, column.type().physical).i32(3, OPTIONAL).text(4, column.name());
      thrift.i32(6, column.type().converted);
      if (column.type() == ParquetType.STRING) {
        thrift.begin(10).begin(1).end().end();
      }
      thrift.end();
    }
    thrift.i64(3, rows);
    thrift.list(4, CompactThrift.STRUCT, groups.size());
    groups.forEach(group -> group(thrift, group));
    return thrift.text(6, "flowproof").stop().bytes();
  }

  private void group(CompactThrift thrift, RowGroup group) {
    thrift.begin().list(1, CompactThrift.STRUCT, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Chunk chunk = group.chunks().get(i);
      ParquetColumn column = columns.get(i);
      thrift.begin().i64(2, chunk.offset()).begin(3);
      thrift.i32(1, column.type().physical);
      thrift.list(2, CompactThrift.I32, 2).i32(PLAIN).i32(RLE);
      thrift.list(3, CompactThrift.BINARY, 1).text(column.name());
      thrift.i32(4, GZIP).i64(5, chunk.values());
      thrift.i64(6, chunk.plainSize()).i64(7, chunk.size()).i64(9, chunk.offset());
      thrift.end().end();
    }
    thrift.i64(2, group.bytes()).i64(3, group.rows()).end();
  }
}
