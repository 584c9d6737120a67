package io.flowproof.detection.pack;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Flows of a test case, written compactly: a map of only the fields that matter, by AWS's names. A
 * value may be a range ({@code 1..60}, {@code 10.0.1.1..10.0.1.60}, {@code -2h..-10m/5m}): one flow
 * for each value, ranges of one map advancing together. {@code times} repeats what the map says,
 * {@code arrives} is when a SIEM has them. The other fields take the defaults that {@code
 * docs/rules.md} lists.
 */
final class CompactFlows {
  private static final String TIMES = "times";
  private static final String ARRIVES = "arrives";
  private static final int MOST = 100_000;

  /** The 14 fields of the default format, in its order. */
  private static final List<FlowLogField> V2 = upTo(2);

  /** The 29 fields of version 5 in AWS's order. */
  private static final List<FlowLogField> V5 = upTo(5);

  private final Instant at;

  /** Flows around the tick {@code at}. */
  CompactFlows(Instant at) {
    this.at = at;
  }

  /** The flows as logs with a header line, one for each time of arrival. */
  List<Given.ArrivingLog> write(List<Section> maps, @Nullable String format) {
    maps.forEach(CompactFlows::checkNames);
    List<FlowLogField> fields = format(maps, format);
    String header = fields.stream().map(FlowLogField::awsName).collect(Collectors.joining(" "));
    Map<Optional<Instant>, StringBuilder> logs = new LinkedHashMap<>();
    for (Section map : maps) {
      StringBuilder log =
          logs.computeIfAbsent(
              Optional.ofNullable(arrival(map)), a -> new StringBuilder(header).append('\n'));
      append(map, fields, log);
    }
    List<Given.ArrivingLog> written = new ArrayList<>();
    logs.forEach(
        (arrives, log) -> written.add(new Given.ArrivingLog(arrives.orElse(null), log.toString())));
    return written;
  }

  private @Nullable Instant arrival(Section map) {
    String text = map.optional(ARRIVES);
    return text == null
        ? null
        : Instant.ofEpochSecond(time(map.at(ARRIVES), text, at.getEpochSecond()));
  }

  private static List<FlowLogField> upTo(int version) {
    return Arrays.stream(FlowLogField.values())
        .filter(field -> !field.isTransitGateway() && field.version() <= version)
        .toList();
  }

  private static void checkNames(Section map) {
    for (String name : map.names()) {
      FlowLogField field = FlowLogField.find(name);
      if (!name.equals(TIMES)
          && !name.equals(ARRIVES)
          && (field == null || field.isTransitGateway())) {
        List<String> known = Arrays.stream(FlowLogField.values()).map(f -> f.awsName()).toList();
        map.at(name).error("Unknown field '" + name + "'", Suggestion.didYouMean(name, known));
      }
    }
  }

  private static List<FlowLogField> format(List<Section> maps, @Nullable String format) {
    int version =
        maps.stream()
            .flatMap(map -> map.names().stream())
            .map(FlowLogField::find)
            .mapToInt(field -> field == null ? 2 : field.version())
            .max()
            .orElse(2);
    if (version > 5) {
      return upTo(version);
    }
    return version > 2 || "v5".equals(format) ? V5 : V2;
  }

  private void append(Section map, List<FlowLogField> fields, StringBuilder log) {
    Map<FlowLogField, ValueRange> given = new EnumMap<>(FlowLogField.class);
    int flows = 1;
    for (String name : map.names()) {
      FlowLogField field = FlowLogField.find(name);
      if (field == null) {
        continue;
      }
      ValueRange range = ValueRange.of(map.at(name).text());
      if (range.size() > 1 && flows > 1 && range.size() != flows) {
        map.at(name).invalid("the ranges of one flow advance together: %d values".formatted(flows));
      }
      flows = Math.max(flows, range.size());
      given.put(field, range);
    }
    int times = map.at(TIMES).exists() ? map.at(TIMES).node().asInt() : 1;
    if (times < 1 || (long) times * flows > MOST) {
      map.error("A map stands for %d flows at most, and at least 1".formatted(MOST), null);
      return;
    }
    for (int i = 0; i < times * flows; i++) {
      Map<FlowLogField, String> values = new EnumMap<>(FlowLogField.class);
      for (var entry : given.entrySet()) {
        values.put(entry.getKey(), entry.getValue().get(i % flows));
      }
      log.append(line(map, fields, values)).append('\n');
    }
  }

  private String line(Section map, List<FlowLogField> fields, Map<FlowLogField, String> values) {
    boolean traffic = "OK".equals(values.getOrDefault(FlowLogField.LOG_STATUS, "OK"));
    if (traffic
        && !(values.containsKey(FlowLogField.SRCADDR)
            && values.containsKey(FlowLogField.DSTADDR))) {
      map.error("A flow needs srcaddr and dstaddr", null);
    }
    long start = time(map, values.get(FlowLogField.START), at.getEpochSecond() - 600);
    values.put(FlowLogField.START, Long.toString(start));
    long end = time(map, values.get(FlowLogField.END), start + 59);
    values.put(FlowLogField.END, Long.toString(end));
    int version =
        fields.equals(V2) ? 2 : fields.stream().mapToInt(f -> f.version()).max().orElse(2);
    return fields.stream()
        .map(field -> values.containsKey(field) ? values.get(field) : otherwise(field, values))
        .map(value -> value == null ? Integer.toString(version) : value)
        .collect(Collectors.joining(" "));
  }

  /**
   * Unix seconds as they stand, a UTC time, or so many seconds to days before or after the tick.
   */
  private long time(Section map, @Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      if (text.matches("[-+][0-9]{1,7}[smhd]")) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return at.getEpochSecond() + number * seconds(text.charAt(text.length() - 1));
      }
      return text.endsWith("Z") ? Instant.parse(text).getEpochSecond() : Long.parseLong(text);
    } catch (NumberFormatException | DateTimeException e) {
      map.error("Invalid time: " + text, "such as -10m (before the tick) or 2024-05-14T09:50:00Z");
      return otherwise;
    }
  }

  private static long seconds(char unit) {
    return switch (unit) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3600;
      default -> 86_400;
    };
  }

  /** The default of a field; null for the version. */
  private static @Nullable String otherwise(FlowLogField field, Map<FlowLogField, String> values) {
    boolean traffic = "OK".equals(values.getOrDefault(FlowLogField.LOG_STATUS, "OK"));
    String source = values.getOrDefault(FlowLogField.SRCADDR, "-");
    String destination = values.getOrDefault(FlowLogField.DSTADDR, "-");
    return switch (field) {
      case VERSION -> null;
      case ACCOUNT_ID -> "123456789012";
      case INTERFACE_ID -> "eni-0a1b2c3d4e5f67890";
      case LOG_STATUS -> "OK";
      case VPC_ID -> "vpc-0a1b2c3d4e5f67890";
      case SUBNET_ID -> "subnet-0a1b2c3d4e5f67890";
      case INSTANCE_ID -> "i-0a1b2c3d4e5f67890";
      case REGION -> "us-east-1";
      case AZ_ID -> "use1-az1";
      default -> traffic ? trafficDefault(field, source, destination) : "-";
    };
  }

  private static String trafficDefault(FlowLogField field, String source, String destination) {
    return switch (field) {
      case SRCPORT -> "49152";
      case DSTPORT -> "443";
      case PROTOCOL -> "6";
      case PACKETS -> "10";
      case BYTES -> "1000";
      case ACTION -> "ACCEPT";
      case TCP_FLAGS -> "0";
      case TYPE -> source.contains(":") ? "IPv6" : "IPv4";
      case PKT_SRCADDR -> source;
      case PKT_DSTADDR -> destination;
      case FLOW_DIRECTION -> destination.startsWith("10.") ? "ingress" : "egress";
      default -> "-";
    };
  }
}
