package io.flowproof.detection.example;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records that one flow log gets from half an hour of conversations: one for each direction and
 * aggregation window of 60 s, as each interface sees it (AWS, "Flow log records").
 */
final class VpcLog {
  /** 2024-05-14T09:00:00Z. */
  static final long FROM = 1_715_677_200;

  /** 2024-05-14T09:30:00Z: what goes on past it is cut off. */
  static final long UNTIL = FROM + 1800;

  private static final int WINDOW = 60;
  private static final String ACCOUNT = "123456789012";

  private final List<FlowLogField> fields;
  private final String vpc;
  private final String az;
  private final List<Eni> interfaces = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /** A line and what decides its place. */
  private record Entry(long end, Eni eni, String line) {}

  /** One direction of a conversation in one window. */
  private record Part(Talk talk, boolean back, long start, long end, long bytes, int flags) {}

  VpcLog(List<FlowLogField> fields, String vpc, String az) {
    this.fields = fields;
    this.vpc = vpc;
    this.az = az;
  }

  /** Adds an interface. */
  Eni eni(Eni eni) {
    interfaces.add(eni);
    return eni;
  }

  /** The interface records the conversation, both directions, window by window. */
  void see(Eni eni, Talk talk) {
    long from = Math.max(talk.start(), FROM);
    long until = Math.min(talk.end(), UNTIL - 1);
    for (long window = windowOf(eni, from); window <= until; window += WINDOW) {
      long start = Math.max(from, window);
      long end = Math.min(until, window + WINDOW - 1);
      int opening = start == talk.start() ? 2 : 0;
      int closing = talk.accepted() && talk.received() > 0 && end == talk.end() ? 1 : 0;
      long sent = share(talk.sent(), talk, start, end);
      write(eni, new Part(talk, false, start, end, sent, opening | closing));
      if (talk.received() > 0) {
        long received = share(talk.received(), talk, start, end);
        int answer = opening == 0 ? 0 : 18;
        write(eni, new Part(talk, true, start, end, received, answer | closing));
      }
    }
  }

  /** Begins a window with a record that says that others were lost. */
  void lose(Eni eni, long at) {
    entries.add(silent(eni, windowOf(eni, at), "SKIPDATA"));
  }

  /** All lines by the time of their end; windows without a record got a NODATA record. */
  List<TimedLine> lines() {
    List<Entry> all = new ArrayList<>(entries);
    for (Eni eni : interfaces) {
      Set<Long> seen = new HashSet<>();
      for (Entry entry : entries) {
        if (entry.eni().equals(eni)) {
          seen.add(windowOf(eni, entry.end()));
        }
      }
      for (long w = windowOf(eni, FROM) + WINDOW; w + WINDOW <= UNTIL; w += WINDOW) {
        if (!seen.contains(w)) {
          all.add(silent(eni, w, "NODATA"));
        }
      }
    }
    return all.stream()
        .sorted(
            Comparator.comparingLong((Entry e) -> windowOf(e.eni(), e.end()))
                .thenComparing(e -> e.eni().id()))
        .map(e -> new TimedLine(e.end(), e.line()))
        .toList();
  }

  /** A line of a log and when its record ended (Unix seconds). */
  record TimedLine(long end, String text) {}

  /** The header line. */
  String header() {
    return fields.stream().map(FlowLogField::awsName).collect(Collectors.joining(" "));
  }

  private static long windowOf(Eni eni, long at) {
    return at - Math.floorMod(at - eni.offset(), WINDOW);
  }

  /** What of the bytes goes by between two seconds; the rounding ends in the last window. */
  private static long share(long bytes, Talk talk, long start, long end) {
    long before = bytes * (start - talk.start()) / talk.seconds();
    long after = bytes * (end + 1 - talk.start()) / talk.seconds();
    return Math.max(after - before, 52);
  }

  private void write(Eni eni, Part part) {
    Talk talk = part.talk();
    Talk.End source = part.back() ? talk.to() : talk.from();
    Talk.End destination = part.back() ? talk.from() : talk.to();
    Map<FlowLogField, Object> values = new EnumMap<>(FlowLogField.class);
    values.put(FlowLogField.SRCADDR, source.address());
    values.put(FlowLogField.DSTADDR, destination.address());
    values.put(FlowLogField.SRCPORT, source.port());
    values.put(FlowLogField.DSTPORT, destination.port());
    values.put(FlowLogField.PROTOCOL, talk.protocol());
    values.put(FlowLogField.PACKETS, part.bytes() / 1400 + 1);
    values.put(FlowLogField.BYTES, part.bytes());
    values.put(FlowLogField.START, part.start());
    values.put(FlowLogField.END, part.end());
    values.put(FlowLogField.ACTION, talk.accepted() ? "ACCEPT" : "REJECT");
    values.put(FlowLogField.LOG_STATUS, "OK");
    values.put(FlowLogField.TCP_FLAGS, talk.protocol() == 6 ? part.flags() : 0);
    values.put(FlowLogField.TYPE, source.address().contains(":") ? "IPv6" : "IPv4");
    values.put(FlowLogField.PKT_SRCADDR, source.address());
    values.put(FlowLogField.PKT_DSTADDR, destination.address());
    values.put(FlowLogField.PKT_SRC_AWS_SERVICE, service(source.address()));
    values.put(FlowLogField.PKT_DST_AWS_SERVICE, service(destination.address()));
    boolean out = isOf(eni, source.address());
    values.put(FlowLogField.FLOW_DIRECTION, out ? "egress" : "ingress");
    values.put(FlowLogField.TRAFFIC_PATH, out ? path(destination.address()) : "-");
    entries.add(new Entry(part.end(), eni, line(eni, values)));
  }

  /** An interface has its IPv4 address, and the IPv6 address that ends as that does. */
  private static boolean isOf(Eni eni, String address) {
    return address.equals(eni.address()) || address.startsWith("2001:db8:1234:");
  }

  private static String service(String address) {
    return address.startsWith("52.95.128.") ? "S3" : "-";
  }

  private static String path(String address) {
    if (address.startsWith("10.")) {
      return "1";
    }
    return service(address).equals("S3") ? "7" : "8";
  }

  private Entry silent(Eni eni, long window, String status) {
    Map<FlowLogField, Object> values = new EnumMap<>(FlowLogField.class);
    values.put(FlowLogField.START, window);
    values.put(FlowLogField.END, window + WINDOW - 1);
    values.put(FlowLogField.LOG_STATUS, status);
    return new Entry(window + WINDOW - 1, eni, line(eni, values));
  }

  private String line(Eni eni, Map<FlowLogField, Object> values) {
    values.put(FlowLogField.VERSION, fields.contains(FlowLogField.FLOW_DIRECTION) ? 5 : 2);
    values.put(FlowLogField.ACCOUNT_ID, ACCOUNT);
    values.put(FlowLogField.INTERFACE_ID, eni.id());
    values.put(FlowLogField.VPC_ID, vpc);
    values.put(FlowLogField.SUBNET_ID, eni.subnet());
    values.put(FlowLogField.INSTANCE_ID, eni.instance());
    values.put(FlowLogField.REGION, "us-east-1");
    values.put(FlowLogField.AZ_ID, az);
    return fields.stream()
        .map(field -> String.valueOf(values.getOrDefault(field, "-")))
        .collect(Collectors.joining(" "));
  }
}
