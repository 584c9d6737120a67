package io.flowproof.app.cli;

import io.flowproof.app.report.Timeline;
import io.flowproof.app.report.Timeline.Entry;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.Period;
import io.flowproof.detection.gaps.RecordedLogs;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.detection.session.Touching;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The connections of an address, each once, with how far it got. */
final class TimelineConnections {
  private TimelineConnections() {}

  /** The columns of flows that are asked for. */
  static Set<String> columns() {
    Set<String> columns = new TreeSet<>(RecordedLogs.columns());
    columns.addAll(SessionViews.columns());
    columns.addAll(Set.of(FlowTables.SRCADDR_IPV4, FlowTables.DSTADDR_IPV4));
    return columns;
  }

  /** The first of them that lie in the window. */
  static List<Entry> of(Session session, Period window, String ip, int most) {
    String flows =
        Touching.records(
            List.of(ip),
            "start_time < TIMESTAMP '%s' AND end_time >= TIMESTAMP '%s'"
                .formatted(text(window.to()), text(window.from())));
    String sql =
        """
        SELECT first_seen, last_seen, client, server, server_port, protocol, state, bytes_sent,
          bytes_received, interfaces
        FROM (%s) WHERE client = '%s' OR server = '%2$s'
        ORDER BY first_seen, client, server, server_port LIMIT %d\
        """
            .formatted(
                SessionViews.conversations(
                    "(" + SessionViews.sessions(flows, SessionViews.IDLE) + ")"),
                ip,
                most);
    List<Entry> entries = new ArrayList<>();
    for (List<@Nullable Object> row : session.engine().all(sql)) {
      entries.add(
          new Entry(
              (Instant) Objects.requireNonNull(row.get(0)),
              (Instant) row.get(1),
              Timeline.Kind.CONNECTION,
              String.format(
                  Locale.ROOT,
                  "%s -> %s, port %s, protocol %s: %s, %,d bytes sent, %,d received",
                  row.get(2),
                  row.get(3),
                  row.get(4),
                  row.get(5),
                  row.get(6),
                  number(row.get(7)),
                  number(row.get(8))),
              String.valueOf(row.get(9))));
    }
    return entries;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static String text(Instant time) {
    return time.toString().replace('T', ' ').replace("Z", "");
  }
}
