package io.flowproof.query.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over many records, different values are counted in groups that are large enough only. */
class ThresholdsFirstTest {
  private static final StagedFlows FLOWS = StagedFlows.of(flows());
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-05-14T13:00:00Z"));

  @AfterContainer
  static void close() {
    FLOWS.close();
  }

  /** Groups of 1 to 40 records, and one of records without addresses. */
  private static String flows() {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int source = 1; source <= 40; source++) {
      for (int i = 0; i < source; i++) {
        lines.append(
            "2 123456789012 eni-1 %s 10.0.0.%d %s %s 6 1 %d %d %d %s OK\n"
                .formatted(
                    source == 30 ? "-" : "198.51.100." + source,
                    random.nextInt(20),
                    i % 7 == 0 ? "-" : "40000",
                    i % 5 == 0 ? "-" : String.valueOf(random.nextInt(30)),
                    random.nextInt(2000),
                    1715688000 + i,
                    1715688060 + i,
                    random.nextInt(3) == 0 ? "REJECT" : "ACCEPT"));
      }
    }
    return lines.toString();
  }

  @Test
  void countsTheRecordsOfAGroupBeforeItsDifferentValues() {
    String query = "AWSVPCFlow | summarize Ports = dcount(DstPort) by SrcAddr | where Ports >= 9";

    assertThat(sql(query, Language.KQL, true)).contains("SEMI JOIN").contains("count(*)");
    assertThat(sql(query, Language.KQL, false)).doesNotContain("SEMI JOIN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // No threshold from below.
        "AWSVPCFlow | summarize Ports = dcount(DstPort) by SrcAddr | where Ports < 9",
        "AWSVPCFlow | summarize Ports = dcount(DstPort) by SrcAddr | where Ports >= 9 or Ports == 0",
        // Every group has it.
        "AWSVPCFlow | summarize Ports = dcount(DstPort) by SrcAddr | where Ports >= 0",
        // No groups, or none of records.
        "AWSVPCFlow | summarize Ports = dcount(DstPort) | where Ports >= 9",
        "AWSVPCFlow | distinct SrcAddr, DstPort | summarize Ports = dcount(DstPort) by SrcAddr"
            + " | where Ports >= 9",
        // Nothing that costs.
        "AWSVPCFlow | summarize Flows = count() by SrcAddr | where Flows >= 9",
        // No group has many.
        "AWSVPCFlow | where DstPort in (22, 3389, 5900)"
            + " | summarize Ports = dcount(DstPort) by SrcAddr | where Ports >= 3",
        // To ask for a country twice costs more than to count.
        "AWSVPCFlow | extend C = tostring(geo_info_from_ip_address(SrcAddr).country)"
            + " | summarize Ports = dcount(DstPort) by C | where Ports >= 9",
      })
  void leavesAloneWhatGainsNothing(String query) {
    assertThat(sql(query, Language.KQL, true)).isEqualTo(sql(query, Language.KQL, false));
  }

  @Property(tries = 60)
  void findsTheSameGroups(@ForAll long seed) {
    Random random = new Random(seed);
    String kql =
        "AWSVPCFlow | summarize Hosts = dcount(DstAddr), Ports = dcountif(DstPort, Action == 'REJECT'),"
            + " Flows = count(), Sent = sum(Bytes), Set = make_set(DstPort) by "
            + List.of("SrcAddr", "SrcAddr, Action", "bin(TimeGenerated, 10s), SrcPort")
                .get(random.nextInt(3))
            + " | where "
            + condition(random, "Hosts", "Ports", "Flows", "Sent");
    String spl =
        "sourcetype=aws:cloudwatchlogs:vpcflow | stats dc(dest_ip) AS hosts,"
            + " dc(eval(if(vpcflow_action=\"REJECT\", dest_port, null()))) AS ports, count AS flows,"
            + " sum(bytes) AS sent, values(dest_port) AS set BY "
            + List.of("src_ip", "src_ip, vpcflow_action", "src_port").get(random.nextInt(3))
            + " | where "
            + condition(random, "hosts", "ports", "flows", "sent");

    assertThat(rows(kql, Language.KQL, true)).as(kql).isEqualTo(rows(kql, Language.KQL, false));
    assertThat(rows(spl, Language.SPL, true)).as(spl).isEqualTo(rows(spl, Language.SPL, false));
  }

  private static String condition(
      Random random, String hosts, String ports, String flows, String sent) {
    String one =
        switch (random.nextInt(5)) {
          case 0 -> hosts + " >= " + random.nextInt(1, 20);
          case 1 -> ports + " > " + random.nextInt(1, 10);
          case 2 -> random.nextInt(1, 20) + " < " + hosts;
          case 3 -> flows + " >= " + random.nextInt(1, 40);
          default -> sent + " > " + random.nextInt(1, 40_000);
        };
    return switch (random.nextInt(3)) {
      case 0 -> one + " or " + condition(random, hosts, ports, flows, sent);
      case 1 -> one + " and " + hosts + " > " + random.nextInt(1, 9);
      default -> one;
    };
  }

  private static List<?> rows(String query, Language language, boolean many) {
    return FLOWS.engine().all(sql(query, language, many));
  }

  private static String sql(String query, Language language, boolean many) {
    return new QueryCompiler(Catalog.ofFlowLogs())
        .forRecords(many ? 10_000_000 : 10_000)
        .compile(new SourceText("query", query), language, TIME)
        .sql();
  }
}
