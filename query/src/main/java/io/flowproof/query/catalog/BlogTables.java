package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.ACCOUNT_ID;
import static io.flowproof.core.schema.FlowLogField.ACTION;
import static io.flowproof.core.schema.FlowLogField.BYTES;
import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.END;
import static io.flowproof.core.schema.FlowLogField.FLOW_DIRECTION;
import static io.flowproof.core.schema.FlowLogField.INSTANCE_ID;
import static io.flowproof.core.schema.FlowLogField.INTERFACE_ID;
import static io.flowproof.core.schema.FlowLogField.LOG_STATUS;
import static io.flowproof.core.schema.FlowLogField.PACKETS;
import static io.flowproof.core.schema.FlowLogField.PROTOCOL;
import static io.flowproof.core.schema.FlowLogField.REGION;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;
import static io.flowproof.core.schema.FlowLogField.SUBNET_ID;
import static io.flowproof.core.schema.FlowLogField.TCP_FLAGS;
import static io.flowproof.core.schema.FlowLogField.VPC_ID;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.algebra.Types;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * The tables of the blog "From Logs to Proof": {@code VPCFlow} and {@code index=vpc_flow_logs}. No
 * SIEM has them; they exist so that the blog's own rules run.
 */
final class BlogTables {
  private BlogTables() {}

  static SiemTable vpcFlow() {
    return new SiemTable(
        "VPCFlow",
        "the blog's table, which no SIEM has",
        List.of(FlowTables.FLOW),
        List.of(
            new SiemColumn("TimeGenerated", ColumnKind.DATETIME, r -> r.ticks(START), "start"),
            new SiemColumn("StartTime", ColumnKind.DATETIME, r -> r.ticks(START), "start"),
            new SiemColumn("EndTime", ColumnKind.DATETIME, r -> r.ticks(END), "end"),
            text("SrcIP", SRCADDR),
            text("DstIP", DSTADDR),
            integer("SrcPort", SRCPORT),
            integer("DstPort", DSTPORT),
            integer("Protocol", PROTOCOL),
            new SiemColumn(
                "Direction",
                ColumnKind.TEXT,
                BlogTables::direction,
                "relative to the VPC: the addresses and the internal networks, where these do not"
                    + " tell flow-direction"),
            new SiemColumn(
                "Initiator",
                ColumnKind.TEXT,
                r -> nonNull(r, r.column(FlowTables.INITIATOR)),
                "who opened the connection, from this record alone: tcp-flags, else the ports"),
            text("Action", ACTION),
            new SiemColumn("BytesSent", ColumnKind.LONG, r -> r.value(BYTES), "bytes"),
            new SiemColumn("PacketsSent", ColumnKind.LONG, r -> r.value(PACKETS), "packets"),
            text("InterfaceId", INTERFACE_ID),
            text("AccountId", ACCOUNT_ID),
            text("VpcId", VPC_ID),
            text("SubnetId", SUBNET_ID),
            text("InstanceId", INSTANCE_ID),
            integer("TcpFlags", TCP_FLAGS),
            text("FlowDirection", FLOW_DIRECTION),
            text("Region", REGION)));
  }

  static SiemTable index() {
    return new SiemTable(
        "index=vpc_flow_logs",
        "the blog's index of raw AWS values, which no Splunk has",
        List.of(FlowTables.FLOW),
        List.of(
            new SiemColumn("_time", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(START), "start"),
            plain("src_ip", SRCADDR),
            plain("dest_ip", DSTADDR),
            new SiemColumn("src_port", ColumnKind.INT, r -> r.value(SRCPORT), "srcport"),
            new SiemColumn("dest_port", ColumnKind.INT, r -> r.value(DSTPORT), "dstport"),
            new SiemColumn("protocol", ColumnKind.INT, r -> r.value(PROTOCOL), "protocol"),
            new SiemColumn("packets", ColumnKind.LONG, r -> r.value(PACKETS), "packets"),
            new SiemColumn("bytes", ColumnKind.LONG, r -> r.value(BYTES), "bytes"),
            new SiemColumn("start", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(START), "start"),
            new SiemColumn("end", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(END), "end"),
            plain("action", ACTION),
            plain("log_status", LOG_STATUS),
            plain("interface_id", INTERFACE_ID),
            plain("account_id", ACCOUNT_ID),
            plain("vpc_id", VPC_ID),
            plain("subnet_id", SUBNET_ID),
            plain("instance_id", INSTANCE_ID),
            new SiemColumn("tcp_flags", ColumnKind.INT, r -> r.value(TCP_FLAGS), "tcp-flags"),
            plain("flow_direction", FLOW_DIRECTION)));
  }

  private static RexNode direction(ViewRow row) {
    RexNode stored = row.column(FlowTables.DIRECTION);
    var s = row.scalars();
    return s.choose(
        Types.TEXT,
        s.equal(stored, s.text("inbound")),
        s.text("Inbound"),
        s.equal(stored, s.text("outbound")),
        s.text("Outbound"),
        s.equal(stored, s.text("internal")),
        s.text("Internal"),
        s.equal(stored, s.text("external")),
        s.text("External"),
        s.text(""));
  }

  private static RexNode nonNull(ViewRow row, RexNode text) {
    return row.scalars().coalesce(Types.TEXT, text, row.scalars().text(""));
  }

  /** Kusto's strings are never null. */
  private static SiemColumn text(String name, FlowLogField field) {
    return SiemColumn.text(name, field, r -> nonNull(r, r.value(field)), field.awsName());
  }

  private static SiemColumn plain(String name, FlowLogField field) {
    return SiemColumn.text(name, field, r -> r.value(field), field.awsName());
  }

  private static SiemColumn integer(String name, FlowLogField field) {
    return new SiemColumn(name, ColumnKind.INT, r -> r.value(field), field.awsName());
  }
}
