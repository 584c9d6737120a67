package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.ACCOUNT_ID;
import static io.flowproof.core.schema.FlowLogField.ACTION;
import static io.flowproof.core.schema.FlowLogField.BYTES;
import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.INTERFACE_ID;
import static io.flowproof.core.schema.FlowLogField.PACKETS;
import static io.flowproof.core.schema.FlowLogField.PROTOCOL;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The dataset {@code All_Traffic} of the data model Network_Traffic over the events that the Splunk
 * Add-on for AWS tags for it (Common Information Model Add-on Manual, "Network Traffic"): its
 * calculated fields give {@code unknown} and 0 where an event has nothing. Other fields of the
 * dataset are never filled by VPC Flow Logs.
 */
public final class NetworkTraffic {
  /** The eventtype of the add-on, whose tags are network and communicate. */
  public static final String EVENTTYPE = "aws_cloudwatchlogs_vpcflow";

  /** Fields of the dataset that VPC Flow Logs never fill. */
  public static final Set<String> NEVER_FILLED =
      Set.of(
          "bytes_in",
          "bytes_out",
          "channel",
          "dest_bunit",
          "dest_category",
          "dest_interface",
          "dest_mac",
          "dest_priority",
          "dest_translated_ip",
          "dest_translated_port",
          "dest_zone",
          "direction",
          "dvc_bunit",
          "dvc_category",
          "dvc_ip",
          "dvc_mac",
          "dvc_priority",
          "dvc_zone",
          "flow_id",
          "icmp_code",
          "icmp_type",
          "packets_in",
          "packets_out",
          "process_id",
          "protocol_version",
          "response_time",
          "session_id",
          "src_bunit",
          "src_category",
          "src_interface",
          "src_mac",
          "src_priority",
          "src_translated_ip",
          "src_translated_port",
          "src_zone",
          "ssid",
          "tcp_flag",
          "tos",
          "ttl",
          "url",
          "user_bunit",
          "user_category",
          "user_priority",
          "vlan",
          "wifi");

  static final SiemTable ALL_TRAFFIC =
      new SiemTable(
          "datamodel=Network_Traffic.All_Traffic",
          "events of the add-on with traffic, as the data model's calculated fields show them",
          List.of(FlowTables.FLOW),
          List.of(
              new SiemColumn(
                  "_time", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(START), "start"),
              new SiemColumn(
                  "action", ColumnKind.TEXT, SplunkTables::action, "action: allowed, blocked"),
              constant("app", "AWS VPC Flow Logs"),
              new SiemColumn("bytes", ColumnKind.LONG, r -> r.value(BYTES), "bytes"),
              address("dest", DSTADDR),
              address("dest_ip", DSTADDR),
              port("dest_port", DSTPORT),
              new SiemColumn("duration", ColumnKind.LONG, SplunkTables::duration, "end - start"),
              text("dvc", INTERFACE_ID),
              new SiemColumn("packets", ColumnKind.LONG, r -> r.value(PACKETS), "packets"),
              new SiemColumn(
                  "protocol", ColumnKind.TEXT, SplunkTables::transport, "protocol: its name"),
              constant("rule", "unknown"),
              address("src", SRCADDR),
              address("src_ip", SRCADDR),
              port("src_port", SRCPORT),
              new SiemColumn(
                  "transport", ColumnKind.TEXT, SplunkTables::transport, "protocol: tcp, …"),
              constant("user", "unknown"),
              text("user_id", ACCOUNT_ID),
              text("vendor_account", ACCOUNT_ID),
              constant("vendor_product", "Amazon VPC")),
          NetworkTraffic::isTagged,
          SiemTable.Rows.OF_LOGS);

  private NetworkTraffic() {}

  /** The eventtype's condition: nothing that it looks at is unknown. */
  static RexNode isTagged(ViewRow row) {
    Scalars s = row.scalars();
    return s.and(
        s.call(
            SqlStdOperatorTable.GREATER_THAN, row.column(FlowTables.SPLUNK_FORMAT), s.number32(0)),
        s.isNotNull(row.value(SRCADDR)),
        s.isNotNull(row.value(DSTADDR)),
        s.isNotNull(row.value(PROTOCOL)),
        s.or(
            s.equal(row.value(ACTION), s.text("ACCEPT")),
            s.equal(row.value(ACTION), s.text("REJECT"))));
  }

  private static SiemColumn constant(String name, String value) {
    return new SiemColumn(
        name, ColumnKind.TEXT, r -> r.scalars().text(value), "always '" + value + "'");
  }

  private static SiemColumn address(String name, FlowLogField field) {
    return SiemColumn.text(name, field, r -> r.value(field), field.awsName());
  }

  private static SiemColumn text(String name, FlowLogField field) {
    return new SiemColumn(
        name,
        ColumnKind.TEXT,
        r -> r.scalars().coalesce(Types.TEXT, r.value(field), r.scalars().text("unknown")),
        field.awsName() + ", unknown for -");
  }

  private static SiemColumn port(String name, FlowLogField field) {
    return new SiemColumn(
        name,
        ColumnKind.INT,
        r ->
            r.scalars()
                .choose(
                    Types.INT,
                    r.scalars().isNull(r.value(field)),
                    r.scalars().number32(0),
                    r.value(field)),
        field.awsName() + ", 0 for -");
  }
}
