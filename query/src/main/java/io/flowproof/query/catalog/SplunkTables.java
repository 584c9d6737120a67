package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.ACCOUNT_ID;
import static io.flowproof.core.schema.FlowLogField.ACTION;
import static io.flowproof.core.schema.FlowLogField.AZ_ID;
import static io.flowproof.core.schema.FlowLogField.BYTES;
import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.END;
import static io.flowproof.core.schema.FlowLogField.FLOW_DIRECTION;
import static io.flowproof.core.schema.FlowLogField.INSTANCE_ID;
import static io.flowproof.core.schema.FlowLogField.INTERFACE_ID;
import static io.flowproof.core.schema.FlowLogField.LOG_STATUS;
import static io.flowproof.core.schema.FlowLogField.PACKETS;
import static io.flowproof.core.schema.FlowLogField.PKT_DSTADDR;
import static io.flowproof.core.schema.FlowLogField.PKT_DST_AWS_SERVICE;
import static io.flowproof.core.schema.FlowLogField.PKT_SRCADDR;
import static io.flowproof.core.schema.FlowLogField.PKT_SRC_AWS_SERVICE;
import static io.flowproof.core.schema.FlowLogField.PROTOCOL;
import static io.flowproof.core.schema.FlowLogField.REGION;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;
import static io.flowproof.core.schema.FlowLogField.SUBLOCATION_ID;
import static io.flowproof.core.schema.FlowLogField.SUBLOCATION_TYPE;
import static io.flowproof.core.schema.FlowLogField.SUBNET_ID;
import static io.flowproof.core.schema.FlowLogField.TCP_FLAGS;
import static io.flowproof.core.schema.FlowLogField.TRAFFIC_PATH;
import static io.flowproof.core.schema.FlowLogField.TYPE;
import static io.flowproof.core.schema.FlowLogField.VERSION;
import static io.flowproof.core.schema.FlowLogField.VPC_ID;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code sourcetype=aws:cloudwatchlogs:vpcflow} as the Splunk Add-on for AWS (8.1) shows it: fields
 * only for the three formats that it extracts, {@code unknown} where its evaluations say so, all
 * other records with {@code _time} and nothing else. The add-on reads {@code _time} from the
 * eleventh token, which in the alphabetical format is not the start; the start is shown all the
 * same.
 */
final class SplunkTables {
  private static final EngineFunction SECONDS_BETWEEN =
      new EngineFunction(
          "SECONDS_BETWEEN", Types.LONG, "((epoch_us({1}) - epoch_us({0})) // 1000000)");

  private SplunkTables() {}

  static final SiemTable ADD_ON =
      new SiemTable(
          "sourcetype=aws:cloudwatchlogs:vpcflow",
          "AWS VPC Flow Logs as the Splunk Add-on for AWS extracts them",
          List.of(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW),
          List.of(
              new SiemColumn(
                  "_time", ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(START), "start"),
              constant("sourcetype", "aws:cloudwatchlogs:vpcflow"),
              known("src_ip", SRCADDR),
              known("src", SRCADDR),
              known("dest_ip", DSTADDR),
              known("dest", DSTADDR),
              number("src_port", ColumnKind.INT, SRCPORT),
              number("dest_port", ColumnKind.INT, DSTPORT),
              number("protocol_code", ColumnKind.INT, PROTOCOL),
              extracted("protocol", ColumnKind.TEXT, SplunkTables::transport, "protocol: its name"),
              extracted("transport", ColumnKind.TEXT, SplunkTables::transport, "protocol: tcp, …"),
              number("packets", ColumnKind.LONG, PACKETS),
              number("bytes", ColumnKind.LONG, BYTES),
              time("start_time", START),
              time("end_time", END),
              extracted("duration", ColumnKind.LONG, SplunkTables::duration, "end - start"),
              raw("vpcflow_action", ACTION),
              extracted(
                  "action", ColumnKind.TEXT, SplunkTables::action, "action: allowed, blocked"),
              raw("log_status", LOG_STATUS),
              raw("interface_id", INTERFACE_ID),
              raw("dvc", INTERFACE_ID),
              raw("account_id", ACCOUNT_ID),
              raw("aws_account_id", ACCOUNT_ID),
              raw("vendor_account", ACCOUNT_ID),
              raw("user_id", ACCOUNT_ID),
              number("version", ColumnKind.INT, VERSION),
              constant("app", "AWS VPC Flow Logs"),
              constant("vendor_product", "Amazon VPC"),
              raw("vpc_id", VPC_ID),
              raw("subnet_id", SUBNET_ID),
              raw("instance_id", INSTANCE_ID),
              number("tcp_flags", ColumnKind.INT, TCP_FLAGS),
              raw("type", TYPE),
              raw("pkt_srcaddr", PKT_SRCADDR),
              raw("pkt_dstaddr", PKT_DSTADDR),
              raw("region", REGION),
              raw("az_id", AZ_ID),
              raw("sublocation_type", SUBLOCATION_TYPE),
              raw("sublocation_id", SUBLOCATION_ID),
              raw("pkt_src_aws_service", PKT_SRC_AWS_SERVICE),
              raw("pkt_dst_aws_service", PKT_DST_AWS_SERVICE),
              raw("flow_direction", FLOW_DIRECTION),
              raw("traffic_path", TRAFFIC_PATH)));

  static RexNode duration(ViewRow row) {
    return row.scalars().call(SECONDS_BETWEEN, row.value(START), row.value(END));
  }

  static RexNode action(ViewRow row) {
    Scalars s = row.scalars();
    return s.choose(
        Types.TEXT,
        s.equal(row.value(ACTION), s.text("ACCEPT")),
        s.text("allowed"),
        s.equal(row.value(ACTION), s.text("REJECT")),
        s.text("blocked"),
        s.text("unknown"));
  }

  static RexNode transport(ViewRow row) {
    Scalars s = row.scalars();
    RexNode protocol = row.value(PROTOCOL);
    return s.choose(
        Types.TEXT,
        s.equal(protocol, s.number32(6)),
        s.text("tcp"),
        s.equal(protocol, s.number32(17)),
        s.text("udp"),
        s.equal(protocol, s.number32(1)),
        s.text("icmp"),
        s.equal(protocol, s.number32(58)),
        s.text("ipv6-icmp"),
        s.isNull(protocol),
        s.text("unknown"),
        s.cast(protocol, Types.TEXT));
  }

  /** A column of the formats that the add-on extracts; null for every other record. */
  private static SiemColumn extracted(
      String name, ColumnKind kind, Function<ViewRow, RexNode> expression, String from) {
    return new SiemColumn(name, kind, row -> ifExtracted(row, expression.apply(row)), from);
  }

  private static RexNode ifExtracted(ViewRow row, RexNode value) {
    Scalars s = row.scalars();
    return s.choose(
        value.getType(),
        s.call(
            SqlStdOperatorTable.GREATER_THAN, row.column(FlowTables.SPLUNK_FORMAT), s.number32(0)),
        value,
        s.nullOf(value.getType()));
  }

  private static SiemColumn known(String name, FlowLogField field) {
    SiemColumn text =
        SiemColumn.text(
            name,
            field,
            r -> r.scalars().coalesce(Types.TEXT, r.value(field), r.scalars().text("unknown")),
            field.awsName() + ", unknown for -");
    Function<ViewRow, RexNode> key = text.addressKey();
    return new SiemColumn(
        name,
        text.kind(),
        row -> ifExtracted(row, text.expression().apply(row)),
        key == null ? null : row -> ifExtracted(row, key.apply(row)),
        text.from());
  }

  private static SiemColumn raw(String name, FlowLogField field) {
    return extracted(
        name,
        ColumnKind.TEXT,
        r -> r.delivered(field, r.scalars().nullOf(Types.TEXT)),
        field.awsName());
  }

  private static SiemColumn number(String name, ColumnKind kind, FlowLogField field) {
    return extracted(name, kind, r -> r.value(field), field.awsName());
  }

  private static SiemColumn time(String name, FlowLogField field) {
    return extracted(name, ColumnKind.EPOCH_SECONDS, r -> r.epochSeconds(field), field.awsName());
  }

  private static SiemColumn constant(String name, String value) {
    return extracted(name, ColumnKind.TEXT, r -> r.scalars().text(value), "constant");
  }
}
