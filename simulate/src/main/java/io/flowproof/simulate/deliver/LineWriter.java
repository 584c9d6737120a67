package io.flowproof.simulate.deliver;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import io.flowproof.flowlog.encode.LogEncoder;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as lines into a buffer, byte for byte what {@link LogEncoder} writes, without a
 * map and a text for each value: that is most of the work of a simulation. What all records of a
 * point share is made once, with the spaces between.
 */
final class LineWriter {
  private static final int LONGEST_NUMBER = 20;
  private static final int LONGEST_IPV4 = 15;
  private static final int[] OCTETS = octets();

  private final LogEncoder encoder;
  private final List<LogColumn> columns;
  private final IdentityHashMap<RecordingPoint, Part[]> known = new IdentityHashMap<>();
  private final String version;
  private byte[] bytes = new byte[1 << 16];
  private int length;

  /**
   * A piece of a line.
   *
   * @param before what comes before the field: values that do not vary, and spaces
   * @param field the field that varies, or null at the line's end
   */
  private record Part(byte[] before, @Nullable FlowLogField field, RecordValues.Sort sort) {}

  LineWriter(LogFormat format) {
    this.encoder = new LogEncoder(format);
    this.columns = format.columns();
    this.version = Integer.toString(format.version());
  }

  /** The digits of 0 to 255, one a byte, and above them how many there are. */
  private static int[] octets() {
    int[] octets = new int[256];
    for (int i = 0; i < octets.length; i++) {
      String digits = Integer.toString(i);
      for (int at = 0; at < digits.length(); at++) {
        octets[i] |= digits.charAt(at) << (8 * at);
      }
      octets[i] |= digits.length() << 24;
    }
    return octets;
  }

  /** The header, with a line feed. */
  String header() {
    return encoder.header() + "\n";
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Writes records of one point, a line each. */
  void write(RecordingPoint point, List<FlowRecord> records) {
    Part[] parts = known.computeIfAbsent(point, this::parts);
    for (int i = 0; i < records.size(); i++) {
      write(parts, records.get(i));
    }
  }

  /** Writes a record and a line feed. */
  void write(FlowRecord record) {
    write(known.computeIfAbsent(record.point(), this::parts), record);
  }

  private void write(Part[] parts, FlowRecord record) {
    for (Part part : parts) {
      put(part.before());
      FlowLogField field = part.field();
      if (field != null) {
        switch (part.sort()) {
          case NUMBER -> number(RecordValues.number(field, record));
          case ADDRESS -> address(RecordValues.address(field, record));
          case TEXT -> text(RecordValues.text(field, record));
        }
      }
    }
  }

  private Part[] parts(RecordingPoint point) {
    List<Part> parts = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    for (LogColumn column : columns) {
      FlowLogField field = column.field();
      if (!before.isEmpty() || !parts.isEmpty()) {
        before.append(' ');
      }
      if (field != null && RecordValues.VARYING.contains(field)) {
        parts.add(new Part(ascii(before), field, RecordValues.sort(field)));
        before.setLength(0);
      } else {
        before.append(constant(point, field));
      }
    }
    before.append('\n');
    parts.add(new Part(ascii(before), null, RecordValues.Sort.TEXT));
    return parts.toArray(Part[]::new);
  }

  /** What all records of a point have in a column. */
  private String constant(RecordingPoint point, @Nullable FlowLogField field) {
    if (field == FlowLogField.VERSION) {
      return version;
    }
    String value = field == null ? null : point.values().get(field);
    if (field == null || value == null) {
      return "-";
    }
    return new LogEncoder(LogFormat.of(List.of(field.awsName()))).line(Map.of(field, value));
  }

  private void text(@Nullable String value) {
    if (value == null) {
      put((byte) '-');
      return;
    }
    int size = value.length();
    room(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) value.charAt(i);
    }
    length += size;
  }

  private void address(@Nullable IpAddress address) {
    if (address == null) {
      put((byte) '-');
    } else if (address.isIpv6()) {
      put(address.text());
    } else {
      room(LONGEST_IPV4);
      int low = (int) address.low();
      octet(low >>> 24);
      bytes[length++] = '.';
      octet(low >>> 16 & 255);
      bytes[length++] = '.';
      octet(low >>> 8 & 255);
      bytes[length++] = '.';
      octet(low & 255);
    }
  }

  private void octet(int value) {
    int digits = OCTETS[value];
    bytes[length] = (byte) digits;
    int size = digits >>> 24;
    if (size > 1) {
      bytes[length + 1] = (byte) (digits >>> 8);
      if (size > 2) {
        bytes[length + 2] = (byte) (digits >>> 16);
      }
    }
    length += size;
  }

  private void number(long value) {
    if (value < 0) {
      put((byte) '-');
      return;
    }
    room(LONGEST_NUMBER);
    int digits = 1;
    for (long limit = 10; limit <= value && digits < 19; limit *= 10) {
      digits++;
    }
    length += digits;
    long rest = value;
    for (int at = length - 1; at >= length - digits; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void put(byte one) {
    room(1);
    bytes[length++] = one;
  }

  private void put(byte[] token) {
    room(token.length);
    System.arraycopy(token, 0, bytes, length, token.length);
    length += token.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  private static byte[] ascii(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
