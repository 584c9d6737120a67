package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries read the files that their own conditions leave, and find the same. */
class PruningTest {
  private static final String HEADER =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status\n";
  private static final int DAYS = 4;
  private static final long FIRST_DAY = 1772409600L; // 2026-03-02

  @TempDir Path folder;
  private Lakes lakes = new Lakes(Path.of("."));
  private Path lake = Path.of(".");

  /** A day's file each, with one network each. */
  @BeforeEach
  void fillALakeDayByDay() throws Exception {
    lakes = new Lakes(folder);
    lake = lakes.lake("lake");
    List<Path> objects = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      StringBuilder text = new StringBuilder(HEADER);
      for (int line = 0; line < 10; line++) {
        long start = FIRST_DAY + day * 86_400L + line;
        text.append(
            "2 123456789012 eni-1 10.%d.0.%d 192.0.2.%d 40000 %d 6 1 100 %d %d ACCEPT OK\n"
                .formatted(day, line, line, 443 + day, start, start + 59));
      }
      objects.add(lakes.write("day-" + day + ".log", text.toString()));
    }
    lakes.ingest(lake, objects, Steps.ALL);
  }

  private void reads(int files, String where) {
    String rows = "SELECT count(*) FROM (SELECT * FROM flow) WHERE " + where;
    // The same in a way that nothing can be known of.
    String all = "SELECT count(*) FROM flow WHERE concat(" + where + ", '') = 'true'";
    lakes.ask(
        lake,
        engine -> {
          assertThat(((DuckDbEngine) engine).files(rows).get("flow")).as(where).hasSize(files);
          assertThat(((DuckDbEngine) engine).files(all).get("flow")).as(where).hasSize(DAYS);
          assertThat(engine.all(rows)).as(where).isEqualTo(engine.all(all));
          return true;
        });
  }

  @Test
  void aRangeOfTimeReadsItsDays() {
    reads(2, "start_time >= TIMESTAMP '2026-03-04'");
    reads(1, "start_time BETWEEN TIMESTAMP '2026-03-03' AND TIMESTAMP '2026-03-03 12:00:00'");
    reads(0, "start_time < TIMESTAMP '2026-03-01'");
  }

  @Test
  void ticksOfKqlAreTimesToo() {
    String ticks = "epoch_us(%s) * 10 + 621355968000000000";
    String from = ticks.formatted("TIMESTAMP '2026-03-04'");
    reads(2, ticks.formatted("start_time") + " >= " + from);
    reads(1, ticks.formatted("start_time") + " BETWEEN " + from + " AND " + from + " + 10");
  }

  @Test
  void anAddressAndANetworkReadTheirFiles() {
    long network = 10L << 24 | 2L << 16;
    reads(1, "srcaddr_ipv4 BETWEEN %d AND %d".formatted(network, network + 0xffff));
    reads(1, "srcaddr = '10.3.0.7'");
    reads(2, "srcaddr IN ('10.3.0.7', '10.1.0.1')");
    reads(4, "dstaddr = '192.0.2.4'");
  }

  @Test
  void onlyWhatHoldsForEveryRowLeavesFilesOut() {
    reads(2, "srcaddr = '10.3.0.7' OR dstport = 444");
    reads(4, "srcaddr = '10.3.0.7' OR bytes % 2 = 0");
    reads(1, "srcaddr = '10.3.0.7' AND bytes % 2 = 0");
    reads(4, "NOT srcaddr = '10.3.0.7'");
  }

  @Test
  void aQueryThatReadsATableTwiceReadsTheFilesOfBoth() {
    String twice =
        """
        SELECT count(*) FROM (SELECT bytes FROM flow WHERE dstport = 443) AS a
        JOIN (SELECT bytes FROM flow WHERE dstport = 446) AS b USING (bytes)
        """;
    lakes.ask(
        lake,
        engine -> {
          assertThat(((DuckDbEngine) engine).files(twice).get("flow")).hasSize(2);
          assertThat(engine.all(twice)).isEqualTo(List.of(List.of(100L)));
          return true;
        });
  }

  @Test
  void compactedFilesAreReadByAddressWithinADay() throws Exception {
    Path compacted =
        compacted(
            line -> "10.%d.%d.%d 192.0.2.1".formatted(line % 250, line / 250 % 250, line % 7),
            500_000);
    lakes.ask(
        compacted,
        engine -> {
          DuckDbEngine duckDb = (DuckDbEngine) engine;
          int there = duckDb.files("SELECT sum(bytes) FROM flow").get("flow").size();
          String network = "SELECT count(*) FROM flow WHERE srcaddr_ipv4 BETWEEN %d AND %d";
          long first = 10L << 24 | 17L << 16;
          assertThat(there).isGreaterThan(2);
          assertThat(duckDb.files(network.formatted(first, first + 0xffff)).get("flow"))
              .hasSizeLessThan(there);
          assertThat(engine.all(network.formatted(first, first + 0xffff)))
              .isEqualTo(List.of(List.of(1_200L)));
          return true;
        });
  }

  @Test
  void eitherEndOfARecordReadsFewCompactedFiles() throws Exception {
    Path compacted =
        compacted(line -> "10.%d.0.1 172.16.%d.1".formatted(line % 250, line / 250 % 250), 150_000);
    lakes.ask(
        compacted,
        engine -> {
          DuckDbEngine duckDb = (DuckDbEngine) engine;
          int there = duckDb.files("SELECT sum(bytes) FROM flow").get("flow").size();
          assertThat(there).isGreaterThanOrEqualTo(8);
          Map<String, Long> records =
              Map.of("srcaddr = '10.77.0.1'", 1_200L, "dstaddr = '172.16.77.1'", 5 * 250L);
          records.forEach(
              (where, count) -> {
                String rows = "SELECT count(*) FROM flow WHERE " + where;
                assertThat(duckDb.files(rows).get("flow")).as(where).hasSizeLessThan(there);
                assertThat(engine.all(rows)).as(where).isEqualTo(List.of(List.of(count)));
              });
          return true;
        });
  }

  /**
   * A lake with a day's records between the addresses of each line, in files of about {@code
   * bytes}.
   */
  private Path compacted(IntFunction<String> addresses, long bytes) throws Exception {
    StringBuilder text = new StringBuilder(HEADER);
    for (int line = 0; line < 300_000; line++) {
      text.append(
          "2 123456789012 eni-1 %s 40000 443 6 1 %d %d %d ACCEPT OK\n"
              .formatted(
                  addresses.apply(line), line, FIRST_DAY + line / 10, FIRST_DAY + line / 10 + 59));
    }
    Path lake = lakes.lake("compacted");
    lakes.ingest(lake, List.of(lakes.write("large.log", text.toString())), Steps.ALL);
    lakes.compact(lake, bytes, Steps.ALL);
    return lake;
  }
}
