package io.flowproof.query.lower.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart over time by an action reads its records once, and shows what it would else. */
class KnownCellsTest {
  private static final StagedFlows FLOWS =
      StagedFlows.of(
          """
          2 111122223333 eni-0a 203.0.113.9 10.0.0.5 40000 22 6 10 600 1715677200 1715677260 ACCEPT OK
          2 111122223333 eni-0a 203.0.113.9 10.0.0.6 40001 22 6 20 1200 1715677260 1715677320 REJECT OK
          2 111122223333 eni-0a 203.0.113.9 10.0.0.6 40002 23 6 1 40 1715677320 1715677380 REJECT OK
          2 111122223333 eni-0b 10.0.0.9 10.0.0.5 5000 443 17 3 180 1715680800 1715680860 ACCEPT OK
          2 111122223333 eni-0c - - - - - - - 1715680860 1715680920 - NODATA
          2 111122223333 eni-0b 10.0.0.9 10.0.0.5 5000 443 17 3 180 1715684400 1715684460 REJECT OK
          """);

  @AfterAll
  static void close() {
    FLOWS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count",
        "sum(bytes)",
        "sum(bytes), count, dc(src_ip)",
        "avg(bytes), max(packets), min(src_ip), stdev(bytes), median(bytes), range(bytes)",
        "values(dest_port)",
        "count(eval(bytes>100)) AS large, per_hour(bytes)",
        "eval(sum(bytes)/count) AS size, latest(src_ip), mode(dest_port)",
      })
  void showsWhatChartDoes(String aggregates) {
    assertThat(rows("timechart span=1h useother=f usenull=t %s BY action".formatted(aggregates)))
        .isEqualTo(
            aggregates.contains("per_")
                ? rows(
                    "bin _time span=1h | chart "
                        + aggregates.replace("per_hour(bytes)", "sum(bytes) AS \"per_hour(bytes)\"")
                        + " OVER _time BY action")
                : rows("bin _time span=1h | chart " + aggregates + " OVER _time BY action"));
  }

  @Test
  void readsNoRecordASecondTime() {
    String search = "timechart span=1h sum(bytes) BY action";
    assertThat(compiled(search).sql()).contains("VALUES").doesNotContain("\"flow\"");
    assertThat(compiled(search).stageSql()).singleElement().asString().contains("\"flow\"");
    assertThat(compiled("timechart span=1h sum(bytes) BY src_ip").sql()).contains("\"flow\"");
  }

  @Test
  void leadsBackToTheRecordsAllTheSame() {
    CompiledQuery query = compiled("timechart span=1h sum(bytes) BY action");
    String lineage = query.lineageSql(List.of(), List.of()).orElseThrow();
    assertThat(FLOWS.engine().all(lineage)).hasSize(6);
  }

  private static CompiledQuery compiled(String commands) {
    return new QueryCompiler(Catalog.ofFlowLogs())
        .running(FLOWS.engine()::all)
        .compile(
            new SourceText("q", "sourcetype=aws:cloudwatchlogs:vpcflow | " + commands),
            Language.SPL,
            QueryTime.at(Instant.parse("2024-05-14T13:00:00Z")));
  }

  private static List<String> rows(String commands) {
    return FLOWS.engine().all(compiled(commands).sql()).stream().map(List::toString).toList();
  }
}
