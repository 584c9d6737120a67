package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.PACKETS;
import static io.flowproof.core.schema.FlowLogField.PKT_DSTADDR;
import static io.flowproof.core.schema.FlowLogField.PKT_SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;
import static io.flowproof.core.schema.FlowLogField.TRAFFIC_PATH;
import static io.flowproof.core.schema.FlowLogField.TYPE;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code AWSVPCFlow}, the table that Microsoft Sentinel's AWS S3 connector fills. Sources: Azure
 * Monitor reference, table AWSVPCFlow; what the connector makes of a line: text {@code -} stays, in
 * numbers it becomes null, a field that the format lacks is empty, TimeGenerated is the start,
 * NODATA and SKIPDATA records are in the table, fields of versions 8 to 11 are not.
 */
final class SentinelTables {
  private static final Map<FlowLogField, String> NAMES =
      Map.of(
          TYPE,
          "TrafficType",
          SRCADDR,
          "SrcAddr",
          DSTADDR,
          "DstAddr",
          SRCPORT,
          "SrcPort",
          DSTPORT,
          "DstPort",
          PKT_SRCADDR,
          "PktSrcAddr",
          PKT_DSTADDR,
          "PktDstAddr");

  private SentinelTables() {}

  static SiemTable awsVpcFlow() {
    List<SiemColumn> columns = new ArrayList<>();
    columns.add(
        new SiemColumn("TimeGenerated", ColumnKind.DATETIME, row -> row.ticks(START), "start"));
    for (FlowLogField field : FlowLogField.values()) {
      if (field.version() <= 7 && !field.isTransitGateway() && field != START) {
        columns.add(column(field));
      }
    }
    columns.addAll(standard());
    columns.add(
        new SiemColumn(
            "Type", ColumnKind.TEXT, row -> row.scalars().text("AWSVPCFlow"), "constant"));
    return new SiemTable(
        "AWSVPCFlow",
        "Microsoft Sentinel's table of AWS VPC Flow Logs",
        List.of(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW),
        List.copyOf(columns));
  }

  /**
   * What a workspace adds to records ("Standard columns in Azure Monitor Logs"); logs do not hold
   * it.
   */
  private static List<SiemColumn> standard() {
    String from = "not in logs: what a workspace adds";
    return List.of(
        new SiemColumn("TenantId", ColumnKind.TEXT, row -> row.scalars().text(""), from),
        new SiemColumn("SourceSystem", ColumnKind.TEXT, row -> row.scalars().text(""), from),
        new SiemColumn(
            "_BilledSize",
            ColumnKind.REAL,
            row -> row.scalars().nullOf(io.flowproof.query.algebra.Types.DOUBLE),
            from),
        new SiemColumn("_IsBillable", ColumnKind.TEXT, row -> row.scalars().text(""), from));
  }

  private static SiemColumn column(FlowLogField field) {
    String name = NAMES.getOrDefault(field, camelCase(field.awsName()));
    String from = field.awsName();
    if (field == TRAFFIC_PATH) {
      return new SiemColumn(
          name, ColumnKind.TEXT, row -> row.delivered(field, row.scalars().text("")), from);
    }
    return switch (field.kind()) {
      case INT, PORT -> new SiemColumn(name, ColumnKind.INT, row -> row.value(field), from);
      // Packets is an int in the table's reference, and a long in the record.
      case LONG ->
          field == PACKETS
              ? new SiemColumn(name, ColumnKind.INT, SentinelTables::packets, from)
              : new SiemColumn(name, ColumnKind.LONG, row -> row.value(field), from);
      case TIME -> new SiemColumn(name, ColumnKind.DATETIME, row -> row.ticks(field), from);
      case ADDRESS, TAG, TEXT ->
          SiemColumn.text(name, field, row -> row.delivered(field, row.scalars().text("")), from);
    };
  }

  private static org.apache.calcite.rex.RexNode packets(ViewRow row) {
    return row.scalars().tryCast(row.value(PACKETS), io.flowproof.query.algebra.Types.INT);
  }

  private static String camelCase(String awsName) {
    StringBuilder name = new StringBuilder();
    for (String part : awsName.split("-")) {
      name.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
    }
    return name.toString();
  }
}
