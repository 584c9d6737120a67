package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when SQL text gets past every check of ours. */
class LockDownTest {
  @TempDir static Path parent;
  private static DuckDbStaging staging;
  private static DuckDbEngine engine;

  @BeforeAll
  static void stage() throws IOException {
    Files.writeString(parent.resolve("secret.csv"), "a\n1\n");
    staging = DuckDbStaging.open(parent, Engines.MEMORY);
    staging.append(FlowBatches.numbered(0, 500_000));
    engine = staging.finish(Engines.limited(Duration.ofSeconds(60), 64L << 20));
  }

  @AfterAll
  static void remove() {
    staging.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM 'DIR/secret.csv'",
        "SELECT * FROM read_csv('DIR/secret.csv')",
        "SELECT * FROM read_text('DIR/*')",
        "SELECT * FROM glob('DIR/*')",
        "SELECT * FROM query('FROM read_text(''DIR/secret.csv'')')",
        "COPY flow TO 'DIR/out.csv'",
        "COPY (SELECT 1) TO 'DIR/out.parquet'",
        "EXPORT DATABASE 'DIR/out'",
        "ATTACH 'DIR/out.db' AS o",
        "INSTALL httpfs",
        "LOAD 'DIR/x.duckdb_extension'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET GLOBAL threads = 64",
        "SET temp_directory = '/tmp'",
        "SET TimeZone = 'Asia/Tokyo'",
        "RESET memory_limit",
        "PRAGMA memory_limit = '100GB'",
        "CREATE TABLE t (a INT)",
        "CREATE MACRO count(x) AS 7",
        "DELETE FROM \"flow$1\"",
        "CREATE SECRET s (TYPE s3)",
        "CALL enable_logging('QueryLog', storage := 'file', storage_path := 'DIR/log')",
        "CALL enable_logging('QueryLog', storage_path := 'DIR/log')",
        "PRAGMA enable_profiling",
        "PRAGMA profiling_output = 'DIR/profile'",
        "CALL enable_profiling(save_location := 'DIR/profile')",
      })
  void refusesToReachOutsideItsTables(String sql) {
    assertThatThrownBy(() -> engine.all(sql.replace("DIR", parent.toString())))
        .isInstanceOf(EngineException.class);
    assertThat(parent.resolve("out.csv")).doesNotExist();
    assertThat(parent.resolve("log")).doesNotExist();
    assertThat(parent.resolve("profile")).doesNotExist();
  }

  @Test
  void leavesNothingOfOneQueryToTheNext() {
    engine.all("CREATE TEMP MACRO count(x) AS 7");
    assertThat(engine.all("SELECT count(*) FROM flow")).containsExactly(List.of(500_000L));
    assertThat(engine.all("SELECT count(bytes) FROM flow")).containsExactly(List.of(500_000L));
  }

  @Test
  void spillsWhatDoesNotFitInMemory() {
    assertThat(
            engine.all(
                """
                SELECT count(*), sum(n) FROM (
                  SELECT source_line, i, srcaddr || repeat('x', 40) AS key, count(*) AS n
                  FROM flow, range(8) r(i) GROUP BY ALL)"""))
        .containsExactly(List.of(4_000_000L, 4_000_000L));
  }

  @Test
  void sortsMoreThanFitsInMemory() {
    assertThat(
            engine.all(
                """
                SELECT max(x) FROM (
                  SELECT source_line * 8 + i AS x, row_number() OVER (ORDER BY hash(source_line, i)) AS n, srcaddr
                  FROM flow, range(8) r(i)) WHERE n % 2 >= 0 AND srcaddr IS NOT NULL"""))
        .containsExactly(List.of(3_999_999L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 9",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "SELECT count(*) FROM flow a, flow b, flow c WHERE hash(a.bytes, b.bytes, c.bytes) % 7 = 9",
        "SELECT i FROM range(1000000000000) t(i) WHERE i % 7 = 9",
        "SELECT CASE WHEN i % 1000000 = 1 THEN 1 END FROM range(1000000000000) t(i)",
      })
  void stopsWhatWouldRunForever(String sql) {
    DuckDbSettings hasty = Engines.limited(Duration.ofMillis(500), 64L << 20);
    try (DuckDbStaging other = DuckDbStaging.open(parent, Engines.MEMORY)) {
      other.append(FlowBatches.numbered(0, 5_000));
      DuckDbEngine limited = other.finish(hasty);
      assertThatThrownBy(() -> drain(limited, sql))
          .hasMessage(
              "The query took longer than 0.5 s (narrow it, or raise the limit with --timeout)");
    }
  }

  private static void drain(DuckDbEngine engine, String sql) {
    try (Rows rows = engine.run(sql)) {
      while (rows.next()) {
        rows.value(0);
      }
    }
  }

  @Test
  void keepsNoMoreRowsAtOnceThanMemoryHolds() {
    assertThatThrownBy(() -> engine.all("SELECT i FROM range(1000000000000) t(i)"))
        .hasMessage("The query gives more than 1,000,000 rows at once (narrow it)");
  }

  @Test
  void survivesAsManyLevelsAsDuckDbAllows() {
    assertThat(engine.all("SELECT length('a'" + " || 'a'".repeat(900) + ")"))
        .containsExactly(List.of(901L));
    assertThat(engine.all("SELECT max(bytes" + " * 1 + 0".repeat(450) + ") FROM flow"))
        .containsExactly(List.of(500_039L));
    assertThatThrownBy(() -> engine.all("SELECT 1" + " + 1".repeat(5000)))
        .hasMessageStartingWith("Max expression depth limit of 1000 exceeded");
  }
}
