package io.flowproof.detection.coverage;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Observation.Unit;
import io.flowproof.detection.pack.Recording.Traffic;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.FormatCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a network is recorded, as its logs show: each interface, hour by hour, from the first record
 * to the last. An hour counts as recorded when any record of the interface lies in it, NODATA among
 * them; one with SKIPDATA only is not. What the logs leave open counts as good and is said as a
 * doubt: an interface without rejects may be recorded for accepted traffic only, or nothing was
 * rejected.
 */
public final class LogCoverage {
  /** One row for each interface, hour and set of fields. */
  private static final String HOURS =
      """
      select interface_id, hour, fields_present,
             count(*) filter (where status = 'flow') as flows,
             count(*) filter (where action = 'ACCEPT') as accepted,
             count(*) filter (where action = 'REJECT') as rejected,
             count(*) filter (where status = 'NODATA') as nodata,
             count(*) filter (where status = 'SKIPDATA') as skipdata,
             coalesce(max(seconds), 0) as longest
      from (
        select interface_id, date_trunc('hour', start_time) as hour, fields_present, action,
               'flow' as status, date_diff('second', start_time, end_time) as seconds
        from flow
        union all
        select interface_id, date_trunc('hour', start_time), fields_present, null, log_status,
               null
        from coverage_window)
      where interface_id is not null and hour is not null
      group by interface_id, hour, fields_present
      order by interface_id, hour, fields_present
      """;

  /** Windows may run a little over their minute. */
  private static final long MINUTE_AND_A_LITTLE = 75;

  private final Map<String, List<Hour>> hours = new LinkedHashMap<>();
  private final List<String> doubts = new ArrayList<>();
  private final String source;

  private LogCoverage(String source) {
    this.source = source;
  }

  private record Hour(
      long number,
      long present,
      long flows,
      long accepted,
      long rejected,
      long nodata,
      long skipdata,
      long longest) {}

  /**
   * What staged logs show.
   *
   * @param engine over the staged tables, with at least the columns {@link #columns}
   * @param source what was read, for people
   * @param formats the formats that were read, with their records
   */
  public static Observation of(QueryEngine engine, String source, List<FormatCount> formats) {
    LogCoverage coverage = new LogCoverage(source);
    long foreign =
        formats.stream()
            .filter(count -> !count.format().isTransitGateway())
            .filter(count -> count.format().splunkFormat() == 0)
            .mapToLong(FormatCount::lines)
            .sum();
    if (foreign > 0) {
      coverage.doubts.add(
          (foreign == 1 ? "1 record has" : "%,d records have".formatted(foreign))
              + " a format that "
              + FlowLogs.NOT_EXTRACTED);
    }
    for (List<@Nullable Object> row : engine.all(HOURS)) {
      coverage.add(row);
    }
    return coverage.observation();
  }

  /** The columns of the flow table that are asked for. */
  public static Set<String> columns() {
    return Set.of(
        FlowLogField.INTERFACE_ID.columnName(),
        FlowLogField.START.columnName(),
        FlowLogField.END.columnName(),
        FlowLogField.ACTION.columnName(),
        FlowTables.FIELDS_PRESENT);
  }

  private void add(List<@Nullable Object> row) {
    hours
        .computeIfAbsent(String.valueOf(row.get(0)), key -> new ArrayList<>())
        .add(
            new Hour(
                hour(row.get(1)),
                number(row.get(2)),
                number(row.get(3)),
                number(row.get(4)),
                number(row.get(5)),
                number(row.get(6)),
                number(row.get(7)),
                number(row.get(8))));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static long hour(@Nullable Object value) {
    return Instant.parse(String.valueOf(value)).getEpochSecond() / 3600;
  }

  private Observation observation() {
    long first =
        hours.values().stream().flatMap(List::stream).mapToLong(Hour::number).min().orElse(0);
    long last =
        hours.values().stream().flatMap(List::stream).mapToLong(Hour::number).max().orElse(-1);
    List<Stretch> stretches = new ArrayList<>();
    hours.forEach((id, list) -> stretches.addAll(stretches(id, list, last - first + 1)));
    doubts();
    return new Observation(source, Unit.INTERFACE_HOURS, stretches, doubts);
  }

  private List<Stretch> stretches(String id, List<Hour> list, long all) {
    Set<Traffic> traffic = EnumSet.allOf(Traffic.class);
    if (list.stream().allMatch(hour -> hour.accepted() == 0)
        && list.stream().anyMatch(hour -> hour.rejected() > 0)) {
      traffic.remove(Traffic.ACCEPT);
    }
    Map<Recorded, Long> amounts = new LinkedHashMap<>();
    long longest = list.stream().mapToLong(Hour::longest).max().orElse(0);
    Map<Long, List<Hour>> byHour = new LinkedHashMap<>();
    list.forEach(h -> byHour.computeIfAbsent(h.number(), key -> new ArrayList<>()).add(h));
    for (List<Hour> hour : byHour.values()) {
      amounts.merge(recorded(hour, traffic, longest), 1L, Long::sum);
    }
    List<Stretch> stretches = new ArrayList<>();
    amounts.forEach((way, amount) -> stretches.add(new Stretch(id, "", amount, List.of(way))));
    if (byHour.size() < all) {
      stretches.add(
          new Stretch(
              id,
              "",
              all - byHour.size(),
              List.of(Recorded.nothing("no record of the interface, not even NODATA"))));
    }
    return stretches;
  }

  /** Of several formats in an hour the richest counts: there are as many flow logs. */
  private static Recorded recorded(List<Hour> hour, Set<Traffic> traffic, long longest) {
    if (hour.stream().allMatch(each -> each.flows() == 0 && each.nodata() == 0)) {
      return Recorded.nothing("AWS lost the records (SKIPDATA)");
    }
    long present = hour.stream().mapToLong(Hour::present).reduce(0, (a, b) -> a | b);
    Set<FlowLogField> fields = EnumSet.noneOf(FlowLogField.class);
    for (FlowLogField field : FlowLogField.values()) {
      if ((present & FlowTables.presenceBit(field)) != 0) {
        fields.add(field);
      }
    }
    return new Recorded(
        fields, traffic, Duration.ofSeconds(longest > MINUTE_AND_A_LITTLE ? 600 : 60), null);
  }

  private void doubts() {
    long silent = hours.values().stream().filter(LogCoverage::withoutRejects).count();
    if (silent > 0) {
      doubts.add(
          "%d of %d interfaces have no rejected record: their flow logs record accepted traffic"
                  .formatted(silent, hours.size())
              + " only, or nothing was rejected. Logs alone cannot tell; --config can");
    }
    doubts.add("An interface that no record names is not counted: logs alone cannot know of it");
  }

  private static boolean withoutRejects(List<Hour> list) {
    return list.stream().allMatch(hour -> hour.rejected() == 0);
  }
}
