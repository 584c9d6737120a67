package io.flowproof.lake.upkeep;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakePlan.PlannedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is in a lake.
 *
 * @param tables each table
 * @param days days in UTC on which a record begins
 * @param interfaces recorded interfaces
 * @param first the earliest start of a record, or null without records
 * @param last the latest end of a record, or null without records
 * @param skipped SKIPDATA records: windows in which AWS lost records
 * @param gaps times without any record, of any interface, the first of them by time
 */
public record LakeStatus(
    List<TableStatus> tables,
    long days,
    long interfaces,
    @Nullable Instant first,
    @Nullable Instant last,
    long skipped,
    List<Gap> gaps) {
  /** Records may be this far apart: the longest aggregation interval, and a minute. */
  public static final int GAP_MINUTES = 11;

  private static final int MOST_GAPS = 1_000;

  private static final String RECORDS =
      """
      SELECT interface_id, start_time, end_time FROM %s
      UNION ALL SELECT interface_id, start_time, end_time FROM %s
      UNION ALL SELECT tgw_attachment_id, start_time, end_time FROM %s
      """
          .formatted(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW, FlowTables.TRANSIT_GATEWAY_FLOW);

  private static final String TOTALS =
      """
      SELECT count(DISTINCT CAST(start_time AS DATE)), count(DISTINCT interface_id),
        min(start_time), max(end_time), (SELECT count(*) FROM %s WHERE log_status = 'SKIPDATA')
      FROM (%s)
      """
          .formatted(FlowTables.COVERAGE_WINDOW, RECORDS);

  private static final String GAPS =
      """
      WITH minutes AS (
        SELECT date_trunc('minute', start_time) AS minute, max(greatest(start_time, end_time)) AS until
        FROM (%s) WHERE start_time IS NOT NULL GROUP BY 1),
      reached AS (
        SELECT minute, max(until) OVER (ORDER BY minute ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM minutes)
      SELECT before, minute FROM reached WHERE minute > before + INTERVAL %d MINUTE
      ORDER BY minute LIMIT %d
      """
          .formatted(RECORDS, GAP_MINUTES, MOST_GAPS);

  /**
   * One table.
   *
   * @param name its name
   * @param rows how many rows
   * @param files how many files
   * @param bytes how large they are
   */
  public record TableStatus(String name, long rows, int files, long bytes) {}

  /** A time without any record. */
  public record Gap(Instant from, Instant to) {}

  /** Of a state, whose tables the engine has. */
  public static LakeStatus of(LakePlan plan, QueryEngine engine) {
    List<TableStatus> tables = new ArrayList<>();
    for (PlannedTable table : plan.tables()) {
      tables.add(
          new TableStatus(
              table.shape().name(),
              number(
                  engine.all("SELECT count(*) FROM " + table.shape().name()).getFirst().getFirst()),
              table.files().files().size(),
              table.bytes()));
    }
    List<@Nullable Object> totals = engine.all(TOTALS).getFirst();
    List<Gap> gaps =
        engine.all(GAPS).stream()
            .map(
                row ->
                    new Gap(
                        (Instant) Objects.requireNonNull(row.getFirst()),
                        (Instant) Objects.requireNonNull(row.getLast())))
            .toList();
    return new LakeStatus(
        List.copyOf(tables),
        number(totals.get(0)),
        number(totals.get(1)),
        (Instant) totals.get(2),
        (Instant) totals.get(3),
        number(totals.get(4)),
        gaps);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
