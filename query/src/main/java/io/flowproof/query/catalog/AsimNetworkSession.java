package io.flowproof.query.catalog;

import static io.flowproof.core.schema.FlowLogField.ACCOUNT_ID;
import static io.flowproof.core.schema.FlowLogField.ACTION;
import static io.flowproof.core.schema.FlowLogField.BYTES;
import static io.flowproof.core.schema.FlowLogField.DSTADDR;
import static io.flowproof.core.schema.FlowLogField.DSTPORT;
import static io.flowproof.core.schema.FlowLogField.END;
import static io.flowproof.core.schema.FlowLogField.FLOW_DIRECTION;
import static io.flowproof.core.schema.FlowLogField.INTERFACE_ID;
import static io.flowproof.core.schema.FlowLogField.LOG_STATUS;
import static io.flowproof.core.schema.FlowLogField.PACKETS;
import static io.flowproof.core.schema.FlowLogField.PKT_DSTADDR;
import static io.flowproof.core.schema.FlowLogField.PKT_DST_AWS_SERVICE;
import static io.flowproof.core.schema.FlowLogField.PKT_SRCADDR;
import static io.flowproof.core.schema.FlowLogField.PKT_SRC_AWS_SERVICE;
import static io.flowproof.core.schema.FlowLogField.PROTOCOL;
import static io.flowproof.core.schema.FlowLogField.SRCADDR;
import static io.flowproof.core.schema.FlowLogField.SRCPORT;
import static io.flowproof.core.schema.FlowLogField.START;
import static io.flowproof.core.schema.FlowLogField.TYPE;
import static io.flowproof.core.schema.FlowLogField.VERSION;
import static io.flowproof.core.schema.FlowLogField.VPC_ID;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.SiemFunction.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;

/**
 * ASIM's network sessions as the AWS VPC parser makes them of {@code AWSVPCFlow}. Sources:
 * Microsoft Sentinel, "ASIM Network Session normalization schema reference" (0.2.7: columns,
 * derived values, parameters) and "List of ASIM parsers" (names); Azure Monitor reference, table
 * ASimNetworkSessionLogs (types). The parser keeps records whose LogStatus is OK and leaves most of
 * the schema empty.
 */
final class AsimNetworkSession {
  private static final Pattern FILTERING =
      Pattern.compile(
          "_Im_NetworkSession(_AWSVPC(V\\d+)?)?|[iI]mNetworkSession|vimNetworkSessionAWSVPC");
  private static final Pattern PLAIN =
      Pattern.compile("_ASim_NetworkSession(_AWSVPC(V\\d+)?)?|ASimNetworkSession(AWSVPC)?");

  private static final Parameter DISABLED = new Parameter("disabled", ColumnKind.BOOL);
  private static final Parameter PACK = new Parameter("pack", ColumnKind.BOOL);

  private static final List<Parameter> FILTERS =
      List.of(
          new Parameter("starttime", ColumnKind.DATETIME),
          new Parameter("endtime", ColumnKind.DATETIME),
          new Parameter("srcipaddr_has_any_prefix", ColumnKind.DYNAMIC),
          new Parameter("dstipaddr_has_any_prefix", ColumnKind.DYNAMIC),
          new Parameter("ipaddr_has_any_prefix", ColumnKind.DYNAMIC),
          new Parameter("dstportnumber", ColumnKind.INT),
          new Parameter("hostname_has_any", ColumnKind.DYNAMIC),
          new Parameter("dvcaction", ColumnKind.DYNAMIC),
          new Parameter("eventresult", ColumnKind.TEXT),
          DISABLED,
          PACK);

  /** What both ends of a session have. */
  private static final String END_FIELDS =
      """
      IpAddr PortNumber:int Hostname Domain DomainType FQDN DvcId DvcIdType DvcScopeId DvcScope
      SubscriptionId DeviceType Zone InterfaceName InterfaceGuid MacAddr VlanId GeoCountry GeoRegion
      GeoCity GeoLatitude:real GeoLongitude:real Description Bytes:long Packets:long UserId
      UserIdType UserScope UserScopeId Username UsernameType UserType OriginalUserType AppName AppId
      AppType ProcessName ProcessId ProcessGuid NatIpAddr NatPortNumber:int""";

  private static final String FIELDS =
      """
      TimeGenerated:datetime EventCount:int EventStartTime:datetime EventEndTime:datetime EventType
      EventSubType EventResult EventResultDetails EventOriginalResultDetails EventSeverity
      EventOriginalSeverity EventMessage EventUid EventOriginalUid EventOriginalType
      EventOriginalSubType EventProduct EventProductVersion EventVendor EventSchema
      EventSchemaVersion EventReportUrl EventOwner Dvc DvcIpAddr DvcHostname DvcDomain DvcDomainType
      DvcFQDN DvcId DvcIdType DvcMacAddr DvcZone DvcOs DvcOsVersion DvcAction DvcOriginalAction
      DvcInterface DvcInboundInterface DvcOutboundInterface DvcDescription DvcSubscriptionId
      DvcScopeId DvcScope NetworkApplicationProtocol NetworkProtocol NetworkProtocolVersion
      NetworkDirection NetworkDuration:int NetworkIcmpType NetworkIcmpCode:int
      NetworkConnectionHistory NetworkBytes:long NetworkPackets:long NetworkSessionId
      NetworkRuleName NetworkRuleNumber:int TcpFlagsAck:bool TcpFlagsFin:bool TcpFlagsSyn:bool
      TcpFlagsUrg:bool TcpFlagsPsh:bool TcpFlagsRst:bool TcpFlagsEce:bool TcpFlagsCwr:bool
      TcpFlagsNs:bool SRC DST ThreatId ThreatName ThreatCategory ThreatRiskLevel:int
      ThreatOriginalRiskLevel ThreatIpAddr ThreatField ThreatConfidence:int
      ThreatOriginalConfidence ThreatIsActive:bool ThreatFirstReportedTime:datetime
      ThreatLastReportedTime:datetime Src Dst IpAddr Hostname User Process Rule Duration:int
      SessionId InnerVlanId OuterVlanId AdditionalFields:dynamic ASimMatchingIpAddr
      ASimMatchingHostname TenantId SourceSystem _ResourceId _SubscriptionId _BilledSize:real
      _IsBillable Type""";

  private static final Map<String, SiemColumn> FILLED = filled();

  private static final SiemTable TABLE = table("_Im_NetworkSession");

  private AsimNetworkSession() {}

  /** The unifying parser's rows. */
  static SiemTable table() {
    return TABLE;
  }

  /** The parser of that name: one of the unifying ones, or one of those for AWS VPC Flow Logs. */
  static Optional<SiemFunction> parser(String name) {
    if (FILTERING.matcher(name).matches()) {
      return Optional.of(new SiemFunction(name, TABLE, FILTERS));
    }
    return PLAIN.matcher(name).matches()
        ? Optional.of(new SiemFunction(name, TABLE, List.of(DISABLED, PACK)))
        : Optional.empty();
  }

  private static SiemTable table(String name) {
    String fields =
        FIELDS.replace("SRC", ends("Src")).replace("DST", ends("Dst")).replaceAll("\\s+", " ");
    return new SiemTable(
        name,
        "ASIM's network sessions, as the parser of AWS VPC Flow Logs makes them",
        List.of(FlowTables.FLOW),
        SchemaText.columns(fields, FILLED),
        row -> row.scalars().equal(row.value(LOG_STATUS), row.scalars().text("OK")),
        SiemTable.Rows.OF_LOGS);
  }

  private static String ends(String prefix) {
    return END_FIELDS.strip().replaceAll("(^|\\s+)", "$1" + prefix);
  }

  private static Map<String, SiemColumn> filled() {
    List<SiemColumn> columns = new ArrayList<>();
    events(columns);
    columns.add(text("DvcId", VPC_ID));
    columns.add(text("Dvc", VPC_ID));
    columns.add(constant("DvcIdType", "AwsVpcId"));
    columns.add(text("DvcSubscriptionId", ACCOUNT_ID));
    columns.add(text("DvcInboundInterface", INTERFACE_ID));
    columns.add(text("DvcInterface", INTERFACE_ID));
    columns.add(choice("DvcAction", ACTION, "ACCEPT", "Allow", "REJECT", "Deny"));
    columns.add(text("DvcOriginalAction", ACTION));
    columns.add(
        new SiemColumn("NetworkProtocol", ColumnKind.TEXT, ProtocolName::of, "protocol: its name"));
    columns.add(text("NetworkProtocolVersion", TYPE));
    columns.add(
        choice("NetworkDirection", FLOW_DIRECTION, "ingress", "Inbound", "egress", "Outbound"));
    columns.add(new SiemColumn("NetworkBytes", ColumnKind.LONG, r -> r.value(BYTES), "bytes"));
    columns.add(
        new SiemColumn("NetworkPackets", ColumnKind.LONG, r -> r.value(PACKETS), "packets"));
    for (String name : List.of("SrcIpAddr", "Src", "IpAddr")) {
      columns.add(text(name, SRCADDR));
    }
    columns.add(text("DstIpAddr", DSTADDR));
    columns.add(text("Dst", DSTADDR));
    columns.add(new SiemColumn("SrcPortNumber", ColumnKind.INT, r -> r.value(SRCPORT), "srcport"));
    columns.add(new SiemColumn("DstPortNumber", ColumnKind.INT, r -> r.value(DSTPORT), "dstport"));
    columns.add(text("SrcNatIpAddr", PKT_SRCADDR));
    columns.add(text("DstNatIpAddr", PKT_DSTADDR));
    columns.add(text("SrcAppName", PKT_SRC_AWS_SERVICE));
    columns.add(text("DstAppName", PKT_DST_AWS_SERVICE));
    columns.add(appType("SrcAppType", PKT_SRC_AWS_SERVICE));
    columns.add(appType("DstAppType", PKT_DST_AWS_SERVICE));
    columns.add(constant("ASimMatchingIpAddr", "-"));
    columns.add(constant("ASimMatchingHostname", "-"));
    columns.add(constant("Type", "AWSVPCFlow"));
    Map<String, SiemColumn> filled = new LinkedHashMap<>();
    columns.forEach(column -> filled.put(column.name(), column));
    return filled;
  }

  private static void events(List<SiemColumn> columns) {
    for (String name : List.of("TimeGenerated", "EventStartTime")) {
      columns.add(new SiemColumn(name, ColumnKind.DATETIME, r -> r.ticks(START), "start"));
    }
    columns.add(new SiemColumn("EventEndTime", ColumnKind.DATETIME, r -> r.ticks(END), "end"));
    columns.add(
        new SiemColumn("EventCount", ColumnKind.INT, r -> r.scalars().number32(1), "constant"));
    columns.add(constant("EventVendor", "AWS"));
    columns.add(constant("EventProduct", "VPC"));
    columns.add(constant("EventType", "NetworkSession"));
    columns.add(constant("EventSchema", "NetworkSession"));
    columns.add(constant("EventSchemaVersion", "0.2.2"));
    columns.add(
        new SiemColumn(
            "EventProductVersion",
            ColumnKind.TEXT,
            r ->
                r.scalars()
                    .coalesce(
                        Types.TEXT,
                        r.scalars().cast(r.value(VERSION), Types.TEXT),
                        r.scalars().text("")),
            "version"));
    columns.add(choice("EventResult", ACTION, "ACCEPT", "Success", "REJECT", "Failure"));
    columns.add(choice("EventSeverity", ACTION, "ACCEPT", "Informational", "REJECT", "Low"));
    columns.add(text("EventOriginalResultDetails", LOG_STATUS));
  }

  /** As Sentinel has it: {@code -} stays. */
  private static SiemColumn text(String name, FlowLogField field) {
    return SiemColumn.text(
        name, field, row -> row.delivered(field, row.scalars().text("")), field.awsName());
  }

  private static SiemColumn constant(String name, String value) {
    return new SiemColumn(name, ColumnKind.TEXT, row -> row.scalars().text(value), "constant");
  }

  /** One of two texts, empty for a third value. */
  private static SiemColumn choice(
      String name, FlowLogField field, String when, String then, String or, String orThen) {
    Function<ViewRow, RexNode> value =
        row -> {
          Scalars s = row.scalars();
          return s.choose(
              Types.TEXT,
              s.equal(row.value(field), s.text(when)),
              s.text(then),
              s.equal(row.value(field), s.text(or)),
              s.text(orThen),
              s.text(""));
        };
    return new SiemColumn(
        name, ColumnKind.TEXT, value, field.awsName() + ": " + then + ", " + orThen);
  }

  private static SiemColumn appType(String name, FlowLogField field) {
    return new SiemColumn(
        name,
        ColumnKind.TEXT,
        row ->
            row.scalars()
                .choose(
                    Types.TEXT,
                    row.scalars().isNotNull(row.value(field)),
                    row.scalars().text("CloudService"),
                    row.scalars().text("")),
        field.awsName() + ": CloudService where there is one");
  }

  /** The names of IP protocols, as IANA's registry of assigned protocol numbers spells them. */
  private static final class ProtocolName {
    private static final EngineFunction NAME =
        new EngineFunction("PROTOCOL_NAME", Types.TEXT, template());

    static RexNode of(ViewRow row) {
      Scalars s = row.scalars();
      RexNode protocol = row.value(PROTOCOL);
      return s.choose(
          Types.TEXT,
          s.equal(protocol, s.number32(6)),
          s.text("TCP"),
          s.equal(protocol, s.number32(17)),
          s.text("UDP"),
          s.equal(protocol, s.number32(1)),
          s.text("ICMP"),
          s.call(NAME, protocol));
    }

    /** Nearly all records have one of three; the rest is looked up in a list. */
    private static String template() {
      StringBuilder all = new StringBuilder();
      for (String keyword : IanaProtocols.KEYWORDS) {
        all.append(all.isEmpty() ? "'" : ", '").append(keyword).append('\'');
      }
      return "coalesce(nullif(list_extract([" + all + "], {0} + 1), '-'), '')";
    }
  }
}
