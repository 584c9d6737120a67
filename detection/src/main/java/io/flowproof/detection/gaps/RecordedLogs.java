package io.flowproof.detection.gaps;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.InterfaceLog.Kind;
import io.flowproof.detection.gaps.InterfaceLog.Stretch;
import io.flowproof.engine.api.QueryEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a window say of when each interface was recorded. Records of transit gateways
 * are none of interfaces, and not looked at.
 *
 * @param window the time that was looked at
 * @param interfaces by id
 * @param hours how many records begin in each hour of the window
 * @param backwards records that end before they begin
 * @param tooLong records longer than any aggregation interval
 */
public record RecordedLogs(
    Period window,
    Map<String, InterfaceLog> interfaces,
    Map<Instant, HourCount> hours,
    long backwards,
    long tooLong) {

  /**
   * Records that begin in an hour.
   *
   * @param flows with traffic
   * @param all NODATA and SKIPDATA as well
   */
  public record HourCount(long flows, long all) {}

  private static final String RECORDS =
      """
      with record as (
        select coalesce(interface_id, resource_id) as id, vpc_id, subnet_id, start_time as s,
               least(greatest(coalesce(end_time, start_time), start_time),
                     start_time + interval 11 minute) as e,
               end_time as ended, 'RECORDED' as kind, action, fields_present
        from flow
        union all
        select coalesce(interface_id, resource_id), vpc_id, subnet_id, start_time,
               least(greatest(coalesce(end_time, start_time), start_time),
                     start_time + interval 11 minute),
               end_time, case log_status when 'NODATA' then 'SILENT' else 'LOST' end, null,
               fields_present
        from coverage_window),
      inside as (
        select * from record
        where s < timestamp '%2$s' and e >= timestamp '%1$s')
      """;

  /**
   * One row for each interface and stretch; what is of the whole interface is in each of them.
   * Records are put together by spans of three minutes first, which loses nothing: no pause that
   * counts is shorter. Of an interface without NODATA that pauses often, only pauses count that are
   * longer than it has many of.
   */
  private static final String STRETCHES =
      """
      , owner as (
        select id, max(vpc_id) as vpc, max(subnet_id) as subnet, bit_and(fields_present) as fields,
               bit_or(fields_present) as some_fields,
               count(*) filter (where kind = 'RECORDED') as flows,
               count(*) filter (where action = 'ACCEPT') as accepted,
               count(*) filter (where action = 'REJECT') as rejected,
               count(*) filter (where kind = 'SILENT') as nodata,
               count(*) filter (where kind = 'LOST') as skipdata,
               max(date_diff('second', s, e)) as longest
        from inside where id is not null group by 1),
      paced as (
        select * exclude (longest),
               case when longest > 75 then 600
                    when nodata > 0 or (flows + skipdata >= 20 and longest >= 45)
                      or flows + skipdata >= 1000 then 60
                    else %3$d end as every
        from owner),
      span as materialized (
        select id, kind, epoch_ms(s) // 180000 as m, min(s) as s, max(e) as e, count(*) as n
        from inside where id is not null group by 1, 2, 3),
      reached as (
        select id, kind, s, max(e) over earlier as before, sum(n) over earlier as records,
               count(*) over earlier as spans
        from span
        window earlier as (partition by id, kind order by m
                           rows between unbounded preceding and 1 preceding)),
      begun as (
        select reached.*, nodata, 2 * every + 60 as pause
        from reached join paced using (id)
        where before is null or s > before + to_seconds(2 * every + 60)),
      usual as (
        select id, list_min(max(date_diff('second', before, s), %4$d)) as usual
        from begun where nodata = 0 and kind = 'RECORDED' and before is not null
        group by 1 having count(*) >= %4$d),
      parted as (
        select begun.*, usual from begun left join usual using (id)
        where before is null or s > before + to_seconds(greatest(pause, coalesce(usual, 0)))),
      whole as (
        select id, kind, max(e) as e, sum(n) as n, count(*) as spans from span group by 1, 2),
      stretch as (
        select id, kind, s, usual, coalesce(lead(before) over later, whole.e) as e,
               3 * (coalesce(lead(parted.spans) over later, whole.spans) - parted.spans) as minutes,
               coalesce(lead(records) over later, whole.n) - coalesce(records, 0) as n
        from parted join whole using (id, kind)
        window later as (partition by id, kind order by s))
      select paced.*, stretch.kind, stretch.s, stretch.e, stretch.minutes, stretch.n, usual
      from stretch join paced using (id) order by id, s, kind
      """;

  private static final String HOURS =
      """
      select date_trunc('hour', s), count(*) filter (where kind = 'RECORDED'), count(*)
      from inside where s >= timestamp '%1$s' group by 1 order by 1
      """;

  private static final String ODD =
      """
      select count(*) filter (where ended < s),
             count(*) filter (where date_diff('second', s, ended) > 660)
      from inside
      """;

  /** The columns of the flow table that are asked for. */
  public static Set<String> columns() {
    return Set.of(
        FlowLogField.INTERFACE_ID.columnName(),
        FlowLogField.RESOURCE_ID.columnName(),
        FlowLogField.VPC_ID.columnName(),
        FlowLogField.SUBNET_ID.columnName(),
        FlowLogField.START.columnName(),
        FlowLogField.END.columnName(),
        FlowLogField.ACTION.columnName(),
        FlowTables.FIELDS_PRESENT);
  }

  /**
   * Of the tables of an engine.
   *
   * @param longest the longest aggregation interval that a flow log may have, in seconds: what
   *     counts where the records of an interface do not tell its own
   */
  public static RecordedLogs of(QueryEngine engine, Period window, int longest) {
    Map<String, List<List<@Nullable Object>>> byInterface = new TreeMap<>();
    for (List<@Nullable Object> row : engine.all(sql(STRETCHES, window, longest))) {
      String id = String.valueOf(row.getFirst());
      List<List<@Nullable Object>> rows = byInterface.get(id);
      if (rows == null) {
        rows = new ArrayList<>();
        byInterface.put(id, rows);
      }
      rows.add(row);
    }
    Map<String, InterfaceLog> interfaces = new TreeMap<>();
    for (Map.Entry<String, List<List<@Nullable Object>>> each : byInterface.entrySet()) {
      interfaces.put(each.getKey(), interfaceLog(each.getKey(), each.getValue()));
    }
    Map<Instant, HourCount> hours = new TreeMap<>();
    for (List<@Nullable Object> row : engine.all(sql(HOURS, window, longest))) {
      hours.put(time(row.get(0)), new HourCount(number(row.get(1)), number(row.get(2))));
    }
    List<@Nullable Object> odd = engine.all(sql(ODD, window, longest)).getFirst();
    return new RecordedLogs(window, interfaces, hours, number(odd.get(0)), number(odd.get(1)));
  }

  private static String sql(String what, Period window, int longest) {
    return (RECORDS + what)
        .formatted(text(window.from()), text(window.to()), longest, InterfaceLog.MOST_PAUSES);
  }

  private static String text(Instant time) {
    return time.toString().replace('T', ' ').replace("Z", "");
  }

  private static InterfaceLog interfaceLog(String id, List<List<@Nullable Object>> rows) {
    List<@Nullable Object> owner = rows.getFirst();
    List<Stretch> stretches = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      stretches.add(
          new Stretch(
              Kind.valueOf(String.valueOf(row.get(11))),
              new Period(time(row.get(12)), time(row.get(13))),
              number(row.get(14)),
              number(row.get(15))));
    }
    return new InterfaceLog(
        id,
        (String) owner.get(1),
        (String) owner.get(2),
        (int) number(owner.get(10)),
        Duration.ofSeconds(rows.stream().mapToLong(row -> number(row.get(16))).max().orElse(0)),
        number(owner.get(5)),
        number(owner.get(6)),
        number(owner.get(7)),
        number(owner.get(8)),
        number(owner.get(9)),
        number(owner.get(3)),
        number(owner.get(4)),
        stretches);
  }

  private static Instant time(@Nullable Object value) {
    return (Instant) Objects.requireNonNull(value);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
