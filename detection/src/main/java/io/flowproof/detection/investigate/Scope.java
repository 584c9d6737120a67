package io.flowproof.detection.investigate;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.session.SessionViews;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which records are looked at.
 *
 * @param from only records that begin at this time or later, or null
 * @param to only records that begin before this time, or null
 * @param idle the silence that ends a session
 */
public record Scope(@Nullable Instant from, @Nullable Instant to, Duration idle) {
  /** Everything, with the idle gap of the views. */
  public static final Scope ALL = new Scope(null, null, SessionViews.IDLE);

  /** The same for another time. */
  public Scope between(@Nullable Instant start, @Nullable Instant end) {
    return new Scope(start, end, idle);
  }

  /** A SELECT in brackets of the records in this time that meet a condition. */
  String flows(String condition) {
    return "(SELECT * FROM %s WHERE %s AND (%s))".formatted(FlowTables.FLOW, time(), condition);
  }

  /** A condition for the time. */
  String time() {
    List<String> parts = new ArrayList<>();
    if (from != null) {
      parts.add("start_time >= " + timestamp(from));
    }
    if (to != null) {
      parts.add("start_time < " + timestamp(to));
    }
    return parts.isEmpty() ? "true" : String.join(" AND ", parts);
  }

  /** Sessions of records that meet a condition, in brackets. */
  String sessions(String condition) {
    return "(" + SessionViews.sessions(flows(condition), idle) + ")";
  }

  /** What it says, for the filters of an answer. */
  String words() {
    if (from == null && to == null) {
      return "time: all";
    }
    return "time: records that begin "
        + (from == null ? "" : "at " + from + " or later")
        + (from != null && to != null ? ", and " : "")
        + (to == null ? "" : "before " + to);
  }

  /** Records of which one end is one of these addresses, as header or as interface shows them. */
  static String touching(Collection<String> addresses) {
    if (addresses.isEmpty()) {
      return "false";
    }
    String list = list(addresses);
    List<Long> numbers = addresses.stream().map(Scope::ipv4).toList();
    // Numbers are compared faster than texts.
    boolean all = numbers.stream().allMatch(number -> number >= 0);
    String values = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String source = all ? "srcaddr_ipv4 IN (" + values + ")" : "srcaddr IN (" + list + ")";
    String destination = all ? "dstaddr_ipv4 IN (" + values + ")" : "dstaddr IN (" + list + ")";
    return "%s OR %s OR pkt_srcaddr IN (%s) OR pkt_dstaddr IN (%s)"
        .formatted(source, destination, list, list);
  }

  private static long ipv4(String address) {
    AddressReader reader = new AddressReader();
    return reader.read(address) && !reader.isIpv6() ? reader.low() & 0xffffffffL : -1;
  }

  /** Texts as a list of SQL. */
  static String list(Collection<String> texts) {
    return texts.stream().map(Scope::literal).collect(Collectors.joining(", "));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String timestamp(Instant instant) {
    return "TIMESTAMP '" + LocalDateTime.ofInstant(instant, ZoneOffset.UTC) + "'";
  }
}
