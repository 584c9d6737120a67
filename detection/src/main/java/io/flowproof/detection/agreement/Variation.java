package io.flowproof.detection.agreement;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The ways in which traffic varies, around a rule's constants. */
final class Variation {
  private static final List<FlowLogField> NUMBERS =
      List.of(
          FlowLogField.SRCPORT,
          FlowLogField.DSTPORT,
          FlowLogField.PROTOCOL,
          FlowLogField.PACKETS,
          FlowLogField.BYTES,
          FlowLogField.TCP_FLAGS,
          FlowLogField.TRAFFIC_PATH);
  private static final List<FlowLogField> DASHED =
      List.of(
          FlowLogField.SRCADDR,
          FlowLogField.DSTADDR,
          FlowLogField.SRCPORT,
          FlowLogField.DSTPORT,
          FlowLogField.PROTOCOL,
          FlowLogField.PACKETS,
          FlowLogField.BYTES,
          FlowLogField.ACTION,
          FlowLogField.TCP_FLAGS,
          FlowLogField.INTERFACE_ID,
          FlowLogField.INSTANCE_ID,
          FlowLogField.FLOW_DIRECTION,
          FlowLogField.PKT_SRCADDR,
          FlowLogField.PKT_DSTADDR);
  private static final Map<FlowLogField, List<Long>> BORDERS =
      Map.of(
          FlowLogField.SRCPORT, List.of(0L, 1023L, 1024L, 32767L, 32768L, 65535L),
          FlowLogField.DSTPORT, List.of(0L, 22L, 53L, 443L, 1023L, 1024L, 32768L, 65535L),
          FlowLogField.PROTOCOL, List.of(1L, 6L, 17L, 47L, 58L),
          FlowLogField.PACKETS, List.of(1L, 2L, 1_000_000L),
          FlowLogField.BYTES, List.of(40L, 64L, 1500L, 4_000_000_000L),
          FlowLogField.TCP_FLAGS, List.of(0L, 1L, 2L, 3L, 4L, 6L, 7L, 18L, 19L, 22L, 23L),
          FlowLogField.TRAFFIC_PATH, List.of(1L, 2L, 3L, 8L));
  private static final List<Double> SHARES = List.of(0.5, 0.9, 0.97, 0.1);

  private final Constants constants;
  private final List<String> addresses;
  private final long tick;
  private final long over;
  private final SplittableRandom random;
  private final List<Consumer<List<Map<FlowLogField, String>>>> ways;

  /** Around a tick (Unix seconds) and a window before it (seconds). */
  Variation(Constants constants, long tick, long over, SplittableRandom random) {
    this.constants = constants;
    this.addresses = Addresses.around(constants.networks());
    this.tick = tick;
    this.over = over;
    this.random = random;
    this.ways =
        List.of(
            this::lose,
            this::loseOne,
            this::repeat,
            this::number,
            this::number,
            this::sum,
            this::time,
            this::address,
            this::address,
            this::dash,
            this::action,
            this::turn,
            this::silence);
  }

  /** Changes flows in one way, where they are. */
  void change(List<Map<FlowLogField, String>> rows) {
    if (!rows.isEmpty()) {
      ways.get(random.nextInt(ways.size())).accept(rows);
    }
  }

  private void lose(List<Map<FlowLogField, String>> rows) {
    double kept = SHARES.get(random.nextInt(SHARES.size()));
    rows.removeIf(row -> random.nextDouble() >= kept);
  }

  private void loseOne(List<Map<FlowLogField, String>> rows) {
    rows.remove(random.nextInt(rows.size()));
  }

  private void repeat(List<Map<FlowLogField, String>> rows) {
    for (Map<FlowLogField, String> row : List.copyOf(rows)) {
      if (random.nextInt(4) == 0) {
        rows.add(new EnumMap<>(row));
      }
    }
  }

  private void number(List<Map<FlowLogField, String>> rows) {
    FlowLogField field = NUMBERS.get(random.nextInt(NUMBERS.size()));
    List<Long> values = new ArrayList<>(BORDERS.getOrDefault(field, List.of()));
    long most =
        switch (field) {
          case SRCPORT, DSTPORT -> 65_535;
          case PROTOCOL, TCP_FLAGS, TRAFFIC_PATH -> 255;
          default -> Long.MAX_VALUE;
        };
    for (long constant : constants.numbers()) {
      for (long near : new long[] {constant - 1, constant, constant + 1}) {
        if (near >= 0 && near <= most) {
          values.add(near);
        }
      }
    }
    String value = values.get(random.nextInt(values.size())).toString();
    some(rows, row -> row.computeIfPresent(field, (f, v) -> value));
  }

  /** Makes the bytes of all flows add up to a constant, or to one more or less. */
  private void sum(List<Map<FlowLogField, String>> rows) {
    List<Long> large = constants.numbers().stream().filter(n -> n >= 1_000).toList();
    if (large.isEmpty()) {
      number(rows);
      return;
    }
    long total = large.get(random.nextInt(large.size())) + random.nextInt(3) - 1;
    long each = total / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      long own = i == 0 ? total - each * (rows.size() - 1) : each;
      rows.get(i).computeIfPresent(FlowLogField.BYTES, (f, v) -> Long.toString(own));
    }
  }

  private void time(List<Map<FlowLogField, String>> rows) {
    List<Long> ages = new ArrayList<>(List.of(0L, 1L, 60L, over - 1, over, over + 1, over / 2));
    for (long span : constants.seconds()) {
      ages.addAll(List.of(Math.max(0, span - 1), span, span + 1));
    }
    boolean spread = random.nextInt(3) == 0;
    long age = ages.get(random.nextInt(ages.size()));
    some(
        rows,
        row -> {
          long start = tick - (spread ? random.nextLong(over + 60) : age);
          row.computeIfPresent(FlowLogField.START, (f, v) -> Long.toString(start));
          row.computeIfPresent(FlowLogField.END, (f, v) -> Long.toString(start + 59));
        });
  }

  private void address(List<Map<FlowLogField, String>> rows) {
    boolean source = random.nextBoolean();
    String value = addresses.get(random.nextInt(addresses.size()));
    some(
        rows,
        row -> {
          row.computeIfPresent(
              source ? FlowLogField.SRCADDR : FlowLogField.DSTADDR, (f, v) -> value);
          row.computeIfPresent(
              source ? FlowLogField.PKT_SRCADDR : FlowLogField.PKT_DSTADDR, (f, v) -> value);
          row.computeIfPresent(FlowLogField.TYPE, (f, v) -> value.contains(":") ? "IPv6" : "IPv4");
        });
  }

  private void dash(List<Map<FlowLogField, String>> rows) {
    FlowLogField field = DASHED.get(random.nextInt(DASHED.size()));
    some(rows, row -> row.computeIfPresent(field, (f, v) -> Flows.NONE));
  }

  private void action(List<Map<FlowLogField, String>> rows) {
    some(
        rows,
        row ->
            row.computeIfPresent(
                FlowLogField.ACTION, (f, v) -> v.equals("ACCEPT") ? "REJECT" : "ACCEPT"));
  }

  private void turn(List<Map<FlowLogField, String>> rows) {
    some(
        rows,
        row -> {
          swap(row, FlowLogField.SRCADDR, FlowLogField.DSTADDR);
          swap(row, FlowLogField.SRCPORT, FlowLogField.DSTPORT);
          swap(row, FlowLogField.PKT_SRCADDR, FlowLogField.PKT_DSTADDR);
        });
  }

  private static void swap(Map<FlowLogField, String> row, FlowLogField a, FlowLogField b) {
    String first = row.get(a);
    String second = row.get(b);
    if (first != null && second != null) {
      row.put(a, second);
      row.put(b, first);
    }
  }

  /** Windows of which the log only says that there was nothing, or that records were lost. */
  private void silence(List<Map<FlowLogField, String>> rows) {
    String status = random.nextBoolean() ? "NODATA" : "SKIPDATA";
    Map<FlowLogField, String> like = rows.get(random.nextInt(rows.size()));
    if (!like.containsKey(FlowLogField.LOG_STATUS)) {
      return;
    }
    Map<FlowLogField, String> row = new EnumMap<>(FlowLogField.class);
    for (Map.Entry<FlowLogField, String> entry : like.entrySet()) {
      boolean stays =
          switch (entry.getKey()) {
            case VERSION, ACCOUNT_ID, INTERFACE_ID, START, END, VPC_ID, SUBNET_ID -> true;
            default -> false;
          };
      row.put(entry.getKey(), stays ? entry.getValue() : Flows.NONE);
    }
    row.put(FlowLogField.LOG_STATUS, status);
    rows.add(row);
  }

  /** One flow, a part of them, or all. */
  private void some(
      List<Map<FlowLogField, String>> rows, Consumer<Map<FlowLogField, String>> change) {
    switch (random.nextInt(3)) {
      case 0 -> change.accept(rows.get(random.nextInt(rows.size())));
      case 1 ->
          rows.forEach(
              row -> {
                if (random.nextInt(3) == 0) {
                  change.accept(row);
                }
              });
      default -> rows.forEach(change);
    }
  }

  /** The value of a field so many places further: the next port, the next address. */
  static String further(FlowLogField field, String value, int by) {
    if (field == FlowLogField.SRCPORT || field == FlowLogField.DSTPORT) {
      return value.matches("\\d{1,5}")
          ? Integer.toString((Integer.parseInt(value) + by) % 65_536)
          : value;
    }
    String[] parts = value.split("\\.");
    if (parts.length != 4) {
      return value;
    }
    int host = Integer.parseInt(parts[2]) * 256 + Integer.parseInt(parts[3]) + by;
    return "%s.%s.%d.%d".formatted(parts[0], parts[1], host / 256 % 256, host % 256);
  }
}
