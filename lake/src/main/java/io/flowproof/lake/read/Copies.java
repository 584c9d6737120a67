package io.flowproof.lake.read;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.duckdb.DuckDbStaging;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Copies of records: flow logs of a VPC, of its subnet and of an interface each deliver a record of
 * the same traffic. What is a copy is decided for each interface, ten minutes and action between
 * flow logs as wholes, never row by row: the one with the most records there is kept (the finest),
 * then the one with the most fields, then the first by id; another is a copy of it when it has at
 * least half of its connections there in common with it. Records of one flow log are never copies
 * of each other, and one of rejected traffic only is no copy of one of accepted traffic only.
 */
public enum Copies {
  /** Copies are read like any record. */
  READ,
  /** Copies are left out; {@link #TABLE} says which. */
  LEFT_OUT;

  /**
   * The table of copies that are left out: {@code interface_id}, {@code slot} (ten minutes since
   * 1970), {@code action}, {@code source_id}, its {@code flow_log_id}, {@code kept} (the flow log
   * whose records are read), {@code copies} (how many).
   */
  public static final String TABLE = "flow_copy";

  /** The flow table with all copies, where some are left out. */
  public static final String RECORDED = "recorded_flow";

  /** Makes the flow table of a plan readable, of which some interfaces have several flow logs. */
  static void leaveOut(LakePlan plan, DuckDbStaging staging) {
    LakePlan.PlannedTable flow = plan.table(FlowTables.FLOW);
    staging.attach(new TableShape(RECORDED, flow.shape().columns()), flow.files(), flow.choice());
    String interfaces =
        plan.overlapping().stream()
            .map(name -> '\'' + name.replace("'", "''") + '\'')
            .collect(Collectors.joining(", "));
    staging.table(TABLE, copies(interfaces));
    String columns =
        flow.shape().columns().stream()
            .map(column -> "r.\"" + column.name() + '"')
            .collect(Collectors.joining(", "));
    staging.createView(FlowTables.FLOW, without(columns));
  }

  private static String copies(String interfaces) {
    return """
    WITH seen AS (
      SELECT interface_id, epoch_us(start_time) // 600000000 AS slot,
        coalesce(action, '') AS action, flow_log_id, source_id,
        hash(srcaddr, dstaddr, srcport, dstport, protocol) AS connection,
        count(*) AS copies, max(bit_count(fields_present)) AS fields
      FROM %1$s JOIN source_object USING (source_id)
      WHERE flow_log_id IS NOT NULL AND start_time IS NOT NULL
        AND interface_id IN (SELECT unnest([%2$s]))
      GROUP BY ALL),
    logs AS (
      SELECT interface_id, slot, action, flow_log_id, sum(copies) AS records, max(fields) AS fields
      FROM seen GROUP BY ALL),
    decided AS (
      SELECT interface_id, slot, action,
        first(flow_log_id ORDER BY records DESC, fields DESC, flow_log_id) AS kept
      FROM logs GROUP BY ALL HAVING count(*) > 1),
    connections AS (
      SELECT DISTINCT interface_id, slot, action, flow_log_id, connection FROM seen),
    same AS (
      SELECT c.interface_id, c.slot, c.action, c.flow_log_id, d.kept
      FROM connections AS c
      JOIN decided AS d
        ON c.interface_id = d.interface_id AND c.slot = d.slot AND c.action = d.action
      LEFT JOIN connections AS k
        ON k.interface_id = c.interface_id AND k.slot = c.slot AND k.action = c.action
          AND k.flow_log_id = d.kept AND k.connection = c.connection
      WHERE c.flow_log_id <> d.kept
      GROUP BY ALL HAVING count(k.connection) * 2 >= count(*))
    SELECT s.interface_id, s.slot, s.action, s.source_id, s.flow_log_id, m.kept,
      sum(s.copies) AS copies
    FROM seen AS s JOIN same AS m
      ON s.interface_id = m.interface_id AND s.slot = m.slot AND s.action = m.action
        AND s.flow_log_id = m.flow_log_id
    GROUP BY ALL
    """
        .formatted(RECORDED, interfaces);
  }

  private static String without(String columns) {
    return """
    SELECT %1$s FROM %2$s AS r ANTI JOIN %3$s AS c
      ON c.source_id = r.source_id AND c.interface_id = r.interface_id
        AND c.slot = epoch_us(r.start_time) // 600000000
        AND c.action = coalesce(r.action, '')
    """
        .formatted(columns, RECORDED, TABLE);
  }

  /** True where the plan has copies that this leaves out. */
  boolean leavesOut(LakePlan plan) {
    return this == LEFT_OUT
        && !plan.overlapping().isEmpty()
        && List.of(FlowTables.FLOW, "source_object").stream()
            .noneMatch(name -> plan.table(name).files().files().isEmpty());
  }
}
