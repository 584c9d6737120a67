package io.flowproof.simulate.deliver;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import io.flowproof.flowlog.encode.LogEncoder;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.parquet.ParquetColumn;
import io.flowproof.simulate.parquet.ParquetType;
import io.flowproof.simulate.parquet.ParquetWriter;
import io.flowproof.simulate.record.FlowRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records as rows of Parquet; what is {@code -} in a line is null. */
final class ParquetBody implements ObjectBody {
  private final Path file;
  private final List<LogColumn> columns;
  private final int version;
  private final ParquetWriter writer;

  ParquetBody(Path file, LogFormat format) throws IOException {
    this.file = file;
    this.columns = format.columns();
    this.version = format.version();
    List<ParquetColumn> schema = new ArrayList<>();
    for (LogColumn column : columns) {
      schema.add(new ParquetColumn(column.name().replace('-', '_'), type(column.field())));
    }
    this.writer =
        new ParquetWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), schema);
  }

  /** The types of the table in "Flow log records". */
  private static ParquetType type(@Nullable FlowLogField field) {
    if (field == null) {
      return ParquetType.STRING;
    }
    return switch (field.kind()) {
      case INT, PORT -> ParquetType.INT_32;
      case LONG, TIME -> ParquetType.INT_64;
      case ADDRESS, TAG, TEXT -> ParquetType.STRING;
    };
  }

  @Override
  public void write(RecordingPoint point, List<FlowRecord> records) throws IOException {
    for (FlowRecord record : records) {
      write(record);
    }
  }

  private void write(FlowRecord record) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      FlowLogField field = columns.get(i).field();
      if (field == FlowLogField.VERSION) {
        writer.number(i, version);
      } else if (field == null || !RecordValues.VARYING.contains(field)) {
        text(i, field == null ? null : constant(record.point(), field));
      } else {
        switch (RecordValues.sort(field)) {
          case NUMBER -> number(i, RecordValues.number(field, record));
          case ADDRESS -> address(i, RecordValues.address(field, record));
          case TEXT -> text(i, RecordValues.text(field, record));
        }
      }
    }
    writer.endRow();
  }

  /** Tag values are encoded as in lines. */
  private static @Nullable String constant(RecordingPoint point, FlowLogField field) {
    String value = point.values().get(field);
    if (value == null || field.kind() != FlowLogField.Kind.TAG) {
      return value;
    }
    return new LogEncoder(LogFormat.of(List.of(field.awsName()))).line(Map.of(field, value));
  }

  private void number(int column, long value) {
    if (value < 0) {
      writer.absent(column);
    } else {
      writer.number(column, value);
    }
  }

  private void address(int column, @Nullable IpAddress address) {
    if (address == null) {
      writer.absent(column);
    } else {
      writer.text(column, address.text());
    }
  }

  private void text(int column, @Nullable String value) {
    if (value == null) {
      writer.absent(column);
    } else {
      writer.text(column, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean isFull() {
    return writer.size() >= S3Objects.LARGEST;
  }

  @Override
  public void close(long arrival) throws IOException {
    writer.close();
    Files.setLastModifiedTime(file, FileTime.from(arrival, TimeUnit.MICROSECONDS));
  }
}
