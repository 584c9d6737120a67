package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Batches of the same columns as an Arrow stream, their heap arrays copied in bulk. */
final class BatchReader extends ArrowReader {
  private final List<Column> columns;
  private final Source source;

  /** Where batches come from. */
  interface Source {
    /** The next batch, lent until {@link #copied}; null at the end. */
    @Nullable ColumnBatch next() throws IOException;

    /** The last batch is not needed any more. */
    void copied();
  }

  BatchReader(BufferAllocator allocator, List<Column> columns, Source source) {
    super(allocator);
    this.columns = columns;
    this.source = source;
  }

  /** A stream of one batch. */
  static BatchReader of(BufferAllocator allocator, ColumnBatch batch) {
    return new BatchReader(allocator, batch.columns(), new Once(batch));
  }

  private static final class Once implements Source {
    private @Nullable ColumnBatch batch;

    Once(ColumnBatch batch) {
      this.batch = batch;
    }

    @Override
    public @Nullable ColumnBatch next() {
      return batch;
    }

    @Override
    public void copied() {
      batch = null;
    }
  }

  @Override
  protected Schema readSchema() {
    return new Schema(
        columns.stream()
            .map(c -> new Field(c.name(), FieldType.nullable(arrowType(c.type())), null))
            .toList());
  }

  private static ArrowType arrowType(ColumnType type) {
    return switch (type) {
      case INT -> new ArrowType.Int(Integer.SIZE, true);
      case LONG -> new ArrowType.Int(Long.SIZE, true);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TEXT -> ArrowType.Utf8.INSTANCE;
      case BYTES -> new ArrowType.FixedSizeBinary(Column.Addresses.WIDTH);
      case DOUBLE, BOOLEAN ->
          throw new IllegalArgumentException("A batch has no columns of type " + type);
    };
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    ColumnBatch batch = source.next();
    if (batch == null) {
      return false;
    }
    VectorSchemaRoot root = getVectorSchemaRoot();
    for (int i = 0; i < batch.columns().size(); i++) {
      load(batch.columns().get(i), batch.rows(), root.getVector(i));
    }
    root.setRowCount(batch.rows());
    source.copied();
    return true;
  }

  private void load(Column column, int rows, FieldVector vector) {
    List<ArrowBuf> buffers = new ArrayList<>(3);
    try {
      byte[] validity = column.validity();
      // Without nulls the vector makes a bitmap of its own.
      ArrowBuf bits =
          validity == null
              ? allocator.getEmpty()
              : copy(validity, (rows + Byte.SIZE - 1) / Byte.SIZE);
      buffers.add(bits);
      switch (column) {
        case Column.Ints ints -> buffers.add(copy(ints.values(), rows));
        case Column.Longs longs -> buffers.add(copy(longs.values(), rows));
        case Column.Constant constant -> repeat(constant.value(), rows, buffers);
        case Column.Texts texts -> {
          buffers.add(copy(texts.offsets(), rows + 1));
          buffers.add(copy(texts.bytes(), texts.offsets()[rows]));
        }
        case Column.Addresses addresses ->
            buffers.add(copy(addresses.bytes(), rows * Column.Addresses.WIDTH));
      }
      int nulls = validity == null ? 0 : BitVectorHelper.getNullCount(bits, rows);
      vector.loadFieldBuffers(new ArrowFieldNode(rows, nulls), buffers);
    } finally {
      // The vector holds its own reference.
      buffers.forEach(ArrowBuf::close);
    }
  }

  private void repeat(Object value, int rows, List<ArrowBuf> buffers) {
    switch (value) {
      case Integer number -> {
        int[] values = new int[rows];
        Arrays.fill(values, number);
        buffers.add(copy(values, rows));
      }
      case Long number -> {
        long[] values = new long[rows];
        Arrays.fill(values, number);
        buffers.add(copy(values, rows));
      }
      case Object words -> {
        byte[] text = words.toString().getBytes(StandardCharsets.UTF_8);
        int[] offsets = new int[rows + 1];
        Arrays.setAll(offsets, i -> Math.multiplyExact(i, text.length));
        byte[] bytes = new byte[offsets[rows]];
        for (int at : Arrays.copyOf(offsets, rows)) {
          System.arraycopy(text, 0, bytes, at, text.length);
        }
        buffers.add(copy(offsets, rows + 1));
        buffers.add(copy(bytes, bytes.length));
      }
    }
  }

  private ArrowBuf copy(byte[] values, int count) {
    ArrowBuf buffer = allocator.buffer(count);
    buffer.setBytes(0, values, 0, count);
    buffer.writerIndex(count);
    return buffer;
  }

  private ArrowBuf copy(int[] values, int count) {
    int bytes = Math.multiplyExact(count, Integer.BYTES);
    ArrowBuf buffer = allocator.buffer(bytes);
    buffer.nioBuffer(0, bytes).order(ByteOrder.nativeOrder()).asIntBuffer().put(values, 0, count);
    buffer.writerIndex(bytes);
    return buffer;
  }

  private ArrowBuf copy(long[] values, int count) {
    int bytes = Math.multiplyExact(count, Long.BYTES);
    ArrowBuf buffer = allocator.buffer(bytes);
    buffer.nioBuffer(0, bytes).order(ByteOrder.nativeOrder()).asLongBuffer().put(values, 0, count);
    buffer.writerIndex(bytes);
    return buffer;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}
}
