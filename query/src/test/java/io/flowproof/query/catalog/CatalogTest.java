package io.flowproof.query.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.sql.SqlPrinter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the SIEMs' tables show of the same records. */
class CatalogTest {
  private static final StagedFlows FLOWS =
      StagedFlows.of(
          """
          version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
          2 123456789012 eni-1 203.0.113.9 10.0.0.5 40000 22 6 1 60 1715677200 1715677210 REJECT OK
          2 123456789012 eni-1 - - - - - - - 1715677260 1715677320 - NODATA
          srcaddr dstaddr vpc-id start
          10.0.0.5 203.0.113.9 - 1715677300
          """);

  @AfterAll
  static void close() {
    FLOWS.close();
  }

  @Test
  void sentinelShowsDashesInTextAndNullInNumbersAndEmptyForWhatTheFormatLacks() {
    List<Map<String, @Nullable Object>> rows =
        rows(Catalog.ofFlowLogs().kqlTable("AWSVPCFlow").orElseThrow(), everything());

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .containsEntry("SrcAddr", "203.0.113.9")
        .containsEntry("SrcPort", 40000)
        .containsEntry("Action", "REJECT")
        .containsEntry("VpcId", "")
        .containsEntry("Type", "AWSVPCFlow");
    assertThat(rows.get(1))
        .containsEntry("SrcAddr", "-")
        .containsEntry("SrcPort", null)
        .containsEntry("Action", "-")
        .containsEntry("LogStatus", "NODATA");
    assertThat(rows.get(2))
        .containsEntry("VpcId", "-")
        .containsEntry("Action", "")
        .containsEntry("LogStatus", "")
        .containsEntry("TcpFlags", null);
  }

  @Test
  void splunkShowsFieldsOnlyForFormatsThatTheAddOnExtracts() {
    List<Map<String, @Nullable Object>> rows =
        rows(Catalog.ofFlowLogs().splunkAddOn(), everything());

    assertThat(rows.get(0))
        .containsEntry("src_ip", "203.0.113.9")
        .containsEntry("dest_port", 22)
        .containsEntry("action", "blocked")
        .containsEntry("vpcflow_action", "REJECT")
        .containsEntry("transport", "tcp")
        .containsEntry("_time", 1715677200.0)
        .containsEntry("vpc_id", null);
    assertThat(rows.get(1))
        .containsEntry("src_ip", "unknown")
        .containsEntry("action", "unknown")
        .containsEntry("log_status", "NODATA");
    assertThat(rows.get(2))
        .containsEntry("_time", 1715677300.0)
        .containsEntry("src_ip", null)
        .containsEntry("vpc_id", null);
  }

  @Test
  void theBlogsTableSaysDirectionAndInitiatorAndHasFlowsOnly() {
    List<Map<String, @Nullable Object>> rows =
        rows(Catalog.ofFlowLogs().kqlTable("VPCFlow").orElseThrow(), everything());

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("Direction", "Inbound")
        .containsEntry("Initiator", "source")
        .containsEntry("BytesSent", 60L);
    assertThat(rows.get(1)).containsEntry("Direction", "Outbound").containsEntry("Action", "");
  }

  @Test
  void aWindowHoldsItsFirstInstantAndNotItsLast() {
    Instant first = Instant.ofEpochSecond(1715677200);
    Catalog catalog = Catalog.ofFlowLogs();
    SiemTable table = catalog.kqlTable("AWSVPCFlow").orElseThrow();

    assertThat(rows(table, new QueryTime(first, first, Instant.ofEpochSecond(1715677260))))
        .hasSize(1);
    assertThat(rows(table, new QueryTime(first, first.plusNanos(1000), null))).hasSize(2);
  }

  @Test
  void everyColumnOfEveryTableSaysWhereItComesFrom() {
    assertThat(Catalog.all())
        .hasSize(9)
        .allSatisfy(
            table -> {
              assertThat(table.columns()).extracting(SiemColumn::name).doesNotHaveDuplicates();
              assertThat(table.columns()).allSatisfy(c -> assertThat(c.from()).isNotBlank());
            });
  }

  private static QueryTime everything() {
    return QueryTime.at(Instant.ofEpochSecond(1715680000));
  }

  private static List<Map<String, @Nullable Object>> rows(SiemTable table, QueryTime time) {
    Algebra algebra = new Algebra();
    Relation<ColumnKind> relation = Catalog.ofFlowLogs().scan(algebra, table, time);
    RelNode plan = Trimmer.trim(algebra.finish(relation));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> values : FLOWS.engine().all(SqlPrinter.DUCKDB.print(plan))) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(relation.names().get(i), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }
}
