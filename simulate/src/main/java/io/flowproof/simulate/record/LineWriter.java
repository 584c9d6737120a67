package io.flowproof.simulate.record;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import io.flowproof.flowlog.encode.LogEncoder;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as lines into a buffer, byte for byte what {@link LogEncoder} writes, without a
 * map and a text for each value: that is most of the work of a simulation.
 */
final class LineWriter {
  private static final byte[] ABSENT = {'-'};
  private static final byte[] ACCEPT = ascii("ACCEPT");
  private static final byte[] REJECT = ascii("REJECT");
  private static final byte[] INGRESS = ascii("ingress");
  private static final byte[] EGRESS = ascii("egress");
  private static final byte[] IPV4 = ascii("IPv4");
  private static final byte[] IPV6 = ascii("IPv6");
  private static final byte[] OK = ascii("OK");
  private static final byte[] NODATA = ascii("NODATA");
  private static final byte[] SKIPDATA = ascii("SKIPDATA");
  private static final int LONGEST_NUMBER = 20;

  private final LogEncoder encoder;
  private final List<LogColumn> columns;
  private final Map<RecordingPoint, byte[][]> known = new HashMap<>();
  private final byte[] version;
  private byte[] bytes = new byte[1 << 16];
  private int length;

  LineWriter(LogFormat format) {
    this.encoder = new LogEncoder(format);
    this.columns = new ArrayList<>(format.columns());
    this.version = ascii(Integer.toString(format.version()));
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

  /** Writes a record and a line feed. */
  void write(FlowRecord record) {
    byte[][] constant = known.computeIfAbsent(record.point(), this::constants);
    int from = length;
    for (int i = 0; i < columns.size(); i++) {
      if (length > from) {
        put((byte) ' ');
      }
      byte[] always = constant[i];
      if (always.length > 0) {
        put(always);
      } else {
        FlowLogField field = columns.get(i).field();
        if (field == null) {
          put(ABSENT);
        } else {
          value(field, record);
        }
      }
    }
    put((byte) '\n');
  }

  /** What all records of a point have in a column; empty where they differ. */
  private byte[][] constants(RecordingPoint point) {
    byte[][] tokens = new byte[columns.size()][];
    for (int i = 0; i < tokens.length; i++) {
      FlowLogField field = columns.get(i).field();
      String value = field == null ? null : point.values().get(field);
      if (field == FlowLogField.VERSION) {
        tokens[i] = version;
      } else if (field != null && value != null) {
        LogEncoder one = new LogEncoder(LogFormat.of(List.of(field.awsName())));
        tokens[i] = one.line(Map.of(field, value)).getBytes(StandardCharsets.UTF_8);
      } else {
        tokens[i] = new byte[0];
      }
    }
    return tokens;
  }

  private void value(FlowLogField field, FlowRecord record) {
    switch (field) {
      case START -> number(record.startSeconds());
      case END -> number(record.endSeconds());
      case LOG_STATUS -> put(status(record.status()));
      default -> {
        Step step = record.step();
        if (step == null) {
          put(ABSENT);
        } else {
          value(field, record, step);
        }
      }
    }
  }

  private void value(FlowLogField field, FlowRecord record, Step step) {
    switch (field) {
      case SRCADDR -> address(step.src());
      case DSTADDR -> address(step.dst());
      case PKT_SRCADDR -> address(step.pktSrc());
      case PKT_DSTADDR -> address(step.pktDst());
      case SRCPORT -> number(step.srcPort());
      case DSTPORT -> number(step.dstPort());
      case PROTOCOL -> number(step.protocol());
      case PACKETS -> number(record.packets());
      case BYTES -> number(record.bytes());
      case ACTION -> put(record.isRejected() ? REJECT : ACCEPT);
      case FLOW_DIRECTION -> put(step.ingress() ? INGRESS : EGRESS);
      case TCP_FLAGS -> numberOrAbsent(record.tcpFlags(), 0);
      case TRAFFIC_PATH -> numberOrAbsent(step.path(), 1);
      case TYPE -> put(step.src().isIpv6() ? IPV6 : IPV4);
      case PKT_SRC_AWS_SERVICE -> text(step.srcService());
      case PKT_DST_AWS_SERVICE -> text(step.dstService());
      default -> rare(field, record, step);
    }
  }

  private static byte[] status(RecordStatus status) {
    return switch (status) {
      case OK -> OK;
      case NODATA -> NODATA;
      case SKIPDATA -> SKIPDATA;
    };
  }

  private void rare(FlowLogField field, FlowRecord record, Step step) {
    String value = step.more().get(field);
    if (value == null && FlowRecord.isLoss(field, record.point())) {
      number(0);
    } else {
      text(value);
    }
  }

  private void text(@Nullable String value) {
    put(value == null ? ABSENT : value.getBytes(StandardCharsets.UTF_8));
  }

  private void address(IpAddress address) {
    put(address.text());
  }

  private void numberOrAbsent(int value, int least) {
    if (value < least) {
      put(ABSENT);
    } else {
      number(value);
    }
  }

  private void number(long value) {
    room(LONGEST_NUMBER);
    if (value < 0) {
      put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      return;
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
