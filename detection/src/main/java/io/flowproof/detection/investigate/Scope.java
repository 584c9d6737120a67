package io.flowproof.detection.investigate;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.detection.session.Touching;
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

  /** A SELECT in brackets of the records in this time that have one of these addresses. */
  String flowsOf(Collection<String> addresses) {
    return Touching.records(addresses, time());
  }

  /**
   * Sessions, in brackets.
   *
   * @param flows a SELECT in brackets of records
   */
  String sessions(String flows) {
    return "(" + SessionViews.sessions(flows, idle) + ")";
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
