package io.flowproof.query.catalog;

import io.flowproof.core.schema.IndicatorTable;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.SiemTable.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Sentinel's two tables of threat intelligence. Source: Azure Monitor reference, tables
 * ThreatIntelligenceIndicator and ThreatIntelIndicators. Sentinel publishes indicators anew every
 * few days, so that a rule always sees them in its lookback: they are one hour old at any time.
 */
final class IntelTables {
  private static final long PUBLISHED_BEFORE = 36_000_000_000L;

  /** 9999-12-31 UTC, for what never ends. */
  private static final long NEVER = 3_155_378_112_000_000_000L;

  private static final String LEGACY =
      """
      TimeGenerated:datetime IndicatorId ExternalIndicatorId IndicatorProvider Action Active:bool
      ActivityGroupNames AdditionalInformation ConfidenceScore:real Description DiamondModel
      DomainName EmailEncoding EmailLanguage EmailRecipient EmailSenderAddress EmailSenderName
      EmailSourceDomain EmailSourceIpAddress EmailSubject EmailXMailer ExpirationDateTime:datetime
      FileCompileDateTime:datetime FileCreatedDateTime:datetime FileHashType FileHashValue
      FileMutexName FileName FilePacker FilePath FileSize:int FileType KillChainActions:bool
      KillChainC2:bool KillChainDelivery:bool KillChainExploitation:bool
      KillChainReconnaissance:bool KillChainWeaponization:bool KnownFalsePositives MalwareNames
      NetworkCidrBlock NetworkDestinationAsn:int NetworkDestinationCidrBlock NetworkDestinationIP
      NetworkDestinationPort:int NetworkIP NetworkPort:int NetworkProtocol:int NetworkSourceAsn:int
      NetworkSourceCidrBlock NetworkSourceIP NetworkSourcePort:int PassiveOnly:bool SourceSystem
      Tags TenantId ThreatSeverity:int ThreatType TrafficLightProtocolLevel Type Url UserAgent""";

  private static final String CURRENT =
      """
      TimeGenerated:datetime Id Confidence:int Created:datetime Modified:datetime IsActive:bool
      IsDeleted:bool Revoked:bool Pattern ObservableKey ObservableValue ValidFrom:datetime
      ValidUntil:datetime Source SourceSystem Tags Data:dynamic AdditionalFields:dynamic
      LastUpdateMethod AzureTenantId WorkspaceId TenantId Type""";

  private IntelTables() {}

  static SiemTable legacy() {
    Map<String, SiemColumn> filled = new LinkedHashMap<>();
    List<SiemColumn> columns = common("ThreatIntelligenceIndicator");
    EngineFunction id =
        new EngineFunction("INDICATOR_ID", Types.TEXT, "upper(md5({0} || '/' || {1}))");
    columns.add(
        of(
            "IndicatorId",
            ColumnKind.TEXT,
            row ->
                row.scalars()
                    .call(id, row.column(IndicatorTable.ID), row.column(IndicatorTable.VALUE)),
            "id and value"));
    columns.add(text("ExternalIndicatorId", IndicatorTable.ID));
    columns.add(text("IndicatorProvider", IndicatorTable.SOURCE));
    columns.add(of("Action", ColumnKind.TEXT, row -> row.scalars().text("alert"), "constant"));
    columns.add(of("Active", ColumnKind.BOOL, IntelTables::active, "revoked, valid_until"));
    columns.add(
        of(
            "ConfidenceScore",
            ColumnKind.REAL,
            row -> row.scalars().cast(row.column(IndicatorTable.CONFIDENCE), Types.DOUBLE),
            IndicatorTable.CONFIDENCE));
    columns.add(text("Description", IndicatorTable.DESCRIPTION));
    columns.add(
        of(
            "ExpirationDateTime",
            ColumnKind.DATETIME,
            row ->
                row.scalars()
                    .coalesce(
                        Types.LONG,
                        ticks(row, IndicatorTable.VALID_UNTIL),
                        row.scalars().number(NEVER)),
            "valid_until, the year 9999 without one"));
    observables(columns);
    columns.add(text("ThreatType", IndicatorTable.THREAT_TYPE));
    columns.add(text("TrafficLightProtocolLevel", IndicatorTable.TLP));
    columns.forEach(column -> filled.put(column.name(), column));
    return table(
        "ThreatIntelligenceIndicator",
        "Sentinel's table of indicators until 2025, of the feeds given with --intel",
        LEGACY,
        filled);
  }

  private static void observables(List<SiemColumn> columns) {
    columns.add(value("NetworkIP", "address", "any"));
    columns.add(value("NetworkSourceIP", "address", "source"));
    columns.add(value("NetworkDestinationIP", "address", "destination"));
    columns.add(value("NetworkCidrBlock", "network", "any"));
    columns.add(value("NetworkSourceCidrBlock", "network", "source"));
    columns.add(value("NetworkDestinationCidrBlock", "network", "destination"));
    columns.add(value("DomainName", "domain", "any"));
    columns.add(value("Url", "url", "any"));
    columns.add(value("EmailSenderAddress", "email", "any"));
    columns.add(value("FileHashValue", "hash", "any"));
    columns.add(
        of("FileHashType", ColumnKind.TEXT, IntelTables::hashType, "the length of the hash"));
  }

  static SiemTable current() {
    Map<String, SiemColumn> filled = new LinkedHashMap<>();
    List<SiemColumn> columns = common("ThreatIntelIndicators");
    columns.add(text("Id", IndicatorTable.ID));
    columns.add(
        of(
            "Confidence",
            ColumnKind.INT,
            row -> row.column(IndicatorTable.CONFIDENCE),
            IndicatorTable.CONFIDENCE));
    for (String name : List.of("Created", "Modified", "ValidFrom", "ValidUntil")) {
      String stored = name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
      columns.add(of(name, ColumnKind.DATETIME, row -> ticks(row, stored), stored));
    }
    columns.add(of("IsActive", ColumnKind.BOOL, IntelTables::active, "revoked, valid_until"));
    columns.add(of("IsDeleted", ColumnKind.BOOL, row -> row.scalars().bool(false), "constant"));
    columns.add(of("Revoked", ColumnKind.BOOL, IntelTables::revoked, IndicatorTable.REVOKED));
    columns.add(text("Pattern", IndicatorTable.PATTERN));
    columns.add(text("ObservableKey", IndicatorTable.OBSERVABLE));
    columns.add(text("ObservableValue", IndicatorTable.VALUE));
    columns.add(text("Source", IndicatorTable.SOURCE));
    columns.add(
        of(
            "Data",
            ColumnKind.DYNAMIC,
            row -> row.column(IndicatorTable.DATA),
            "the indicator as a STIX object"));
    EngineFunction level =
        new EngineFunction(
            "TLP",
            Types.TEXT,
            "CASE WHEN {0} IS NULL THEN '{}' ELSE '{\"TLPLevel\":\"' || {0} || '\"}' END");
    columns.add(
        of(
            "AdditionalFields",
            ColumnKind.DYNAMIC,
            row -> row.scalars().call(level, row.column(IndicatorTable.TLP)),
            "tlp"));
    columns.forEach(column -> filled.put(column.name(), column));
    return table(
        "ThreatIntelIndicators",
        "Sentinel's table of indicators, of the feeds given with --intel",
        CURRENT,
        filled);
  }

  private static List<SiemColumn> common(String type) {
    List<SiemColumn> columns = new ArrayList<>();
    columns.add(
        of(
            "TimeGenerated",
            ColumnKind.DATETIME,
            row -> row.scalars().number(row.now() - PUBLISHED_BEFORE),
            "one hour before now()"));
    columns.add(text("SourceSystem", IndicatorTable.SOURCE));
    columns.add(text("Tags", IndicatorTable.TAGS));
    columns.add(of("Type", ColumnKind.TEXT, row -> row.scalars().text(type), "constant"));
    return columns;
  }

  private static SiemTable table(
      String name, String about, String fields, Map<String, SiemColumn> filled) {
    return new SiemTable(
        name,
        about,
        List.of(IndicatorTable.NAME),
        SchemaText.columns(fields, filled),
        null,
        new Rows(List.of(IndicatorTable.NUMBER), null));
  }

  private static SiemColumn of(
      String name, ColumnKind kind, Function<ViewRow, RexNode> value, String from) {
    return new SiemColumn(name, kind, value, from);
  }

  private static SiemColumn text(String name, String stored) {
    return of(name, ColumnKind.TEXT, row -> known(row, row.column(stored)), stored);
  }

  private static RexNode known(ViewRow row, RexNode text) {
    return row.scalars().coalesce(Types.TEXT, text, row.scalars().text(""));
  }

  private static SiemColumn value(String name, String kind, String side) {
    return of(
        name,
        ColumnKind.TEXT,
        row -> {
          Scalars s = row.scalars();
          return s.choose(
              Types.TEXT,
              s.and(
                  s.equal(row.column(IndicatorTable.KIND), s.text(kind)),
                  s.equal(row.column(IndicatorTable.SIDE), s.text(side))),
              row.column(IndicatorTable.VALUE),
              s.text(""));
        },
        "value, where it is " + kind + " of side " + side);
  }

  private static RexNode hashType(ViewRow row) {
    EngineFunction type =
        new EngineFunction(
            "HASH_TYPE",
            Types.TEXT,
            "CASE WHEN {0} <> 'hash' THEN '' WHEN length({1}) = 32 THEN 'md5'"
                + " WHEN length({1}) = 40 THEN 'sha1' WHEN length({1}) = 64 THEN 'sha256' ELSE 'unknown' END");
    return row.scalars()
        .call(type, row.column(IndicatorTable.KIND), row.column(IndicatorTable.VALUE));
  }

  private static RexNode ticks(ViewRow row, String stored) {
    return row.scalars().ticks(row.column(stored));
  }

  private static RexNode revoked(ViewRow row) {
    return row.scalars().equal(row.column(IndicatorTable.REVOKED), row.scalars().number32(1));
  }

  private static RexNode active(ViewRow row) {
    Scalars s = row.scalars();
    RexNode until = row.column(IndicatorTable.VALID_UNTIL);
    return s.and(
        s.not(revoked(row)),
        s.or(
            s.isNull(until),
            s.call(
                SqlStdOperatorTable.GREATER_THAN,
                ticks(row, IndicatorTable.VALID_UNTIL),
                s.number(row.now()))));
  }
}
