package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KqlLoweringTest {
  private static final String FLOW =
      "2 123456789010 eni-1 203.0.113.12 172.31.16.139 49761 22 6 20 4249 %d %d %s OK\n";

  @Test
  void followsAGroupBackToTheFlowsThatPassedTheFilters() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(FLOW.formatted(1418530000 + i, 1418530060 + i, "ACCEPT"));
    }
    for (int i = 0; i < 50; i++) {
      log.append(FLOW.formatted(1418530000 + i, 1418530060 + i, "REJECT"));
    }
    CompiledQuery query =
        compile(
            """
            VPCFlow
            | where Direction == "Inbound" and Action == "ACCEPT"
            | extend Port = DstPort + 0
            | summarize Count = count(), make_set(DstIP) by SrcIP, Port
            | where Count > 10
            | top 5 by Count
            """);
    try (StagedFlows flows = StagedFlows.of(log.toString())) {
      assertThat(flows.engine().all(query.sql())).hasSize(1);
      String lineage = query.lineageSql(List.of(0), List.of()).orElseThrow();
      assertThat(flows.engine().all("SELECT count(*) FROM (" + lineage + ") AS l"))
          .isEqualTo(List.of(List.of(20L)));
    }
  }

  @Test
  void followsAJoinedRowBackToTheFlowsOfBothSides() {
    assertLineage(
        """
        VPCFlow | where Action == "REJECT" | summarize Rejected = count() by SrcIP
        | join kind=inner (VPCFlow | where Action == "ACCEPT" | summarize by SrcIP) on SrcIP
        """,
        List.of(2L, 3L, 4L, 5L));
  }

  @Test
  void followsALookedUpRowBackToItsFlows() {
    assertLineage(
        """
        let Names = datatable(SrcIP:string, Name:string)["203.0.113.12", "scanner"];
        VPCFlow | where Action == "REJECT" | lookup kind=inner Names on SrcIP
        | where SrcIP in ((Names | project SrcIP))
        | summarize count() by SrcIP, Name
        """,
        List.of(2L, 3L, 4L));
  }

  @Test
  void followsEachTableOfAUnion() {
    assertLineage(
        """
        union (VPCFlow | where Action == "REJECT" | project SrcIP),
          (AWSVPCFlow | where Action == "ACCEPT" | project SrcIP = SrcAddr)
        | summarize count() by SrcIP
        """,
        List.of(1L, 2L, 3L, 4L, 5L));
  }

  @Test
  void followsTheOneOfEqualLeftRowsThatAJoinTakes() {
    assertLineage(
        """
        VPCFlow | where Action == "REJECT"
        | join (VPCFlow | where Action == "ACCEPT" and DstPort == 443) on SrcIP
        """,
        List.of(2L, 5L));
  }

  @Test
  void saysNothingOfFlowsWhereARowIsWrittenInTheQuery() {
    assertThat(compile("datatable(a:long)[1] | where a == 1").lineageSql(List.of(0), List.of()))
        .isEmpty();
  }

  /** One source: line 1 accepted to another address, 2 to 4 rejected, 5 accepted. */
  private static void assertLineage(String text, List<Long> lines) {
    String log =
        FLOW.formatted(1418530000, 1418530060, "ACCEPT").replace("203.0.113.12", "203.0.113.99")
            + FLOW.formatted(1418530001, 1418530061, "REJECT")
            + FLOW.formatted(1418530002, 1418530062, "REJECT")
            + FLOW.formatted(1418530003, 1418530063, "REJECT")
            + FLOW.formatted(1418530004, 1418530064, "ACCEPT").replace(" 22 ", " 443 ");
    CompiledQuery query = compile(text);
    try (StagedFlows flows = StagedFlows.of(log)) {
      assertThat(flows.engine().all(query.sql())).isNotEmpty();
      String lineage = query.lineageSql(List.of(0), List.of()).orElseThrow();
      String lined =
          "SELECT DISTINCT line FROM (%s) AS l(value, id, line, a, b, c) ORDER BY line"
              .formatted(lineage);
      assertThat(flows.engine().all(lined).stream().map(List::getFirst).toList()).isEqualTo(lines);
    }
  }

  @Test
  void readsOnlyTheColumnsThatTheQueryNeeds() {
    CompiledQuery query =
        compile("VPCFlow | where Action == 'ACCEPT' | summarize count() by SrcIP");
    assertThat(query.storedColumns()).containsExactly("flow.action", "flow.srcaddr");
  }

  @Test
  void comparesStoredColumnsAsTheyAreSoThatTheEngineCanSkip() {
    CompiledQuery query =
        compile("AWSVPCFlow | where DstPort == 22 and TimeGenerated > ago(1h) | count");
    assertThat(query.sql()).contains("\"dstport\"").doesNotContain("DISTINCT FROM");
  }

  @Test
  void givesTheSameRowsEachTime() {
    CompiledQuery query =
        compile("range x from 1 to 1000 step 1 | summarize take_any(x), make_list(x) by x % 7");
    try (StagedFlows none = StagedFlows.none()) {
      var first = none.engine().all(query.sql());
      assertThat(none.engine().all(query.sql())).isEqualTo(first);
    }
  }

  @Test
  void refusesLetsThatDoubleEachTime() {
    StringBuilder text = new StringBuilder();
    text.append("let a0 = tolong(tostring(now()));\n");
    for (int i = 1; i < 40; i++) {
      text.append("let a%d = a%d + a%d;\n".formatted(i, i - 1, i - 1));
    }
    refuses(text + "print a39", "The expression becomes too large");
  }

  @Test
  void refusesFunctionsThatCallEachOtherTooOften() {
    StringBuilder text = new StringBuilder("let f0 = (x:long) { x + 1 };\n");
    for (int i = 1; i < 30; i++) {
      text.append("let f%d = (x:long) { f%d(x) + f%d(x) };\n".formatted(i, i - 1, i - 1));
    }
    refuses(text + "print f29(1)", "Tables and functions of lets are used more than 100 times");
  }

  @Test
  void refusesARangeOfTooManyRows() {
    String message = "'range' makes more than 10,000,000 rows";
    refuses("range x from 1 to 10000001 step 1", message);
    refuses("range x from 10000000 to 0 step -1", message);
    refuses("range x from 0.0 to 10000000.0 step 1.0", message);
    refuses("range x from long(-9223372036854775807) to 9223372036854775807 step 1", message);
    refuses("range t from datetime(2024-01-01) to datetime(2024-01-02) step 1tick", message);
  }

  @Test
  void makesARangeOfTenMillionRows() {
    CompiledQuery query =
        compile("range x from 1 to 10000000 step 1 | summarize count(), min(x), max(x), sum(x)");
    try (StagedFlows none = StagedFlows.none()) {
      assertThat(none.engine().all(query.sql()).toString())
          .isEqualTo("[[10000000, 1, 10000000, 50000005000000]]");
    }
  }

  @Test
  void keepsTheOrderOfALongRange() {
    CompiledQuery query = compile("range x from 300000 to 1 step -1");
    try (StagedFlows none = StagedFlows.none()) {
      var values = none.engine().all(query.sql()).stream().map(List::getFirst).toList();
      assertThat(values).hasSize(300_000).startsWith(300_000L, 299_999L).endsWith(2L, 1L);
    }
  }

  @Test
  void compilesTheDeepestQueryThatParses() {
    compile("print " + "(".repeat(490) + "1" + ")".repeat(490));
    compile("print not(" + "not(".repeat(400) + "true" + ")".repeat(401));
    compile("print 1" + " + strlen('x')".repeat(400));
    compile("print a = 1" + " | extend a = a + 1".repeat(290)).sql();
  }

  @Test
  void runsTwoHundredStagesUponEachOther() {
    CompiledQuery query = compile("print a = 1" + " | extend a = a + 1".repeat(200));
    try (StagedFlows none = StagedFlows.none()) {
      assertThat(none.engine().all(query.sql()).toString()).isEqualTo("[[201]]");
    }
  }

  @Test
  void looksLongListsUpInATable() {
    String numbers =
        IntStream.range(0, 1500).mapToObj(i -> "" + 2 * i).collect(Collectors.joining(", "));
    String text =
        """
        range x from 1 to 10 step 1 | extend s = tostring(x)
        | where x in (%s) and s in (dynamic([%s])) and s in~ ("2", "4", "6", %s) and s !in (%s)
        """
            .formatted(
                numbers, quoted(numbers), quoted(numbers), quoted("4, " + numbers.substring(9)));
    CompiledQuery query = compile(text);
    assertThat(query.sql()).contains("IN (SELECT").hasSizeLessThan(200_000);
    try (StagedFlows none = StagedFlows.none()) {
      assertThat(none.engine().all(query.sql()).stream().map(List::getFirst).toList())
          .isEqualTo(List.of(2L));
    }
  }

  private static String quoted(String numbers) {
    return "\"" + numbers.replace(", ", "\", \"") + "\"";
  }

  @Test
  void keepsTablesWithinTablesWithinBounds() {
    StringBuilder unions = new StringBuilder("let t0 = VPCFlow;\n");
    StringBuilder lists =
        new StringBuilder("let t0 = toscalar(VPCFlow | summarize make_set(SrcIP));\n");
    for (int i = 1; i < 30; i++) {
      unions.append("let t%d = union t%d, t%d;\n".formatted(i, i - 1, i - 1));
      lists.append(
          "let t%d = toscalar(VPCFlow | where SrcIP in (t%d) or DstIP in (t%d) | summarize make_set(SrcIP));\n"
              .formatted(i, i - 1, i - 1));
    }
    refuses(unions + "t29", "Tables and functions of lets are used more than 100 times");
    refuses(lists + "print t29", "The query becomes too large");
    String doubled = " | as T | union T";
    refuses("VPCFlow" + doubled.repeat(60) + " | count", "The query becomes too large");
    String nested = "VPCFlow | project SrcIP | where SrcIP in (";
    compile(nested.repeat(50) + "VPCFlow | project SrcIP" + ")".repeat(50) + " | count").sql();
  }

  @Test
  void aLongListBecomesATableAndDepthHasALimit() {
    String list =
        java.util.stream.IntStream.range(0, 1001)
            .mapToObj(i -> "'10.0.0." + i + "'")
            .collect(java.util.stream.Collectors.joining(","));
    assertThat(compile("VPCFlow | where SrcIP in (" + list + ")").sql())
        .contains("IN (SELECT * FROM (VALUES");
    compile("print x = " + "(".repeat(490) + "1" + ")".repeat(490));
    refuses(
        "print x = " + "(".repeat(501) + "1" + ")".repeat(501),
        "Brackets are nested deeper than 500");
  }

  private static CompiledQuery compile(String text) {
    return new QueryCompiler(Catalog.ofFlowLogs())
        .compile(
            new SourceText("q", text),
            Language.KQL,
            QueryTime.at(Instant.parse("2024-01-01T00:00:00Z")));
  }

  private static void refuses(String text, String message) {
    InvalidQueryException e =
        catchThrowableOfType(InvalidQueryException.class, () -> compile(text));
    assertThat(e).isNotNull();
    assertThat(e.diagnostics())
        .allSatisfy(d -> assertThat(d.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .anySatisfy(d -> assertThat(d.message()).isEqualTo(message));
  }
}
