package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectOnlyTest {
  @TempDir static Path parent;
  private static DuckDbStaging staging;
  private static DuckDbEngine engine;

  @BeforeAll
  static void stage() {
    staging = DuckDbStaging.open(parent, Engines.MEMORY);
    staging.append(FlowBatches.numbered(0, 10));
    engine = staging.finish(Engines.settings());
  }

  @AfterAll
  static void remove() {
    staging.close();
  }

  private static void check(String sql) {
    SelectOnly.check(new SourceText("<sql>", sql), engine);
  }

  private static List<Diagnostic> problems(String sql) {
    return catchThrowableOfType(InvalidQueryException.class, () -> check(sql)).diagnostics();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM flow",
        "FROM flow SELECT srcaddr, count(*) GROUP BY ALL ORDER BY 2 DESC LIMIT 5 OFFSET 1;",
        "-- a comment\nSELECT 1 /* another */",
        "(SELECT srcaddr FROM flow) UNION ALL (SELECT dstaddr FROM FLOW) EXCEPT SELECT 'x'",
        "WITH a AS (SELECT * FROM flow), b AS MATERIALIZED (SELECT * FROM a) SELECT * FROM b JOIN A USING (srcaddr)",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
        "SELECT * FROM flow f LEFT JOIN (VALUES (22, 'ssh')) p(port, name) ON f.dstport = p.port",
        "SELECT f.* EXCLUDE (srcaddr) REPLACE (bytes * 2 AS bytes) FROM flow f",
        "SELECT * FROM flow, unnest([1, 2]) u(x), range(3) r, generate_series(1, 2)",
        "SELECT unnest(list_transform([1, 2], lambda x: x + 1)), [x FOR x IN [1] IF x > 0], {'a': 1}.a",
        "SELECT count(*) FILTER (WHERE bytes > 1) OVER (PARTITION BY srcaddr ORDER BY start_time) FROM flow WINDOW w AS ()",
        "SELECT CASE WHEN srcaddr LIKE '10.%' THEN 1 END, TRY_CAST(srcaddr AS DECIMAL(10, 2)), bytes::STRUCT(a INT[]) FROM flow WHERE bytes BETWEEN 1 AND 2 AND srcaddr IN (SELECT dstaddr FROM flow) AND EXISTS (SELECT 1)",
        "SELECT start_time + INTERVAL 1 DAY, DATE '2024-01-01', now() FROM flow QUALIFY row_number() OVER () = 1",
        "SELECT srcaddr FROM flow GROUP BY CUBE (srcaddr, dstaddr) HAVING count(*) > 1",
        "SELECT DISTINCT ON (srcaddr) srcaddr FROM flow ORDER BY ALL LIMIT 10%",
        "FROM flow PIVOT (sum(bytes) FOR dstport IN (22, 80))",
        "SELECT * FROM flow TABLESAMPLE 10 PERCENT (BERNOULLI)",
        "SELECT COLUMNS('src.*') FROM flow",
        "SELECT regexp_extract(srcaddr, '(\\d+)'), string_agg(srcaddr, ',' ORDER BY srcaddr), quantile_cont(bytes, 0.5) FROM flow",
        "SELECT * FROM flow a ASOF JOIN flow b ON a.start_time >= b.start_time AND a.srcaddr = b.srcaddr",
        "VALUES (1), (2)",
        "SELECT key FROM json_each('{\"a\":1}')",
        "SELECT strftime(start_time, '%Y') COLLATE NOCASE, GROUPING(srcaddr) FROM flow GROUP BY ROLLUP (start_time, srcaddr)",
      })
  void letsOrdinarySelectsThroughAndTheyRun(String sql) {
    assertThatCode(() -> check(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY flow TO '/tmp/x.csv'",
        "/* SELECT */ COPY (SELECT 1) TO '/tmp/x'",
        "ATTACH '/tmp/x.db' AS x",
        "DETACH x",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "RESET threads",
        "PRAGMA enable_profiling",
        "PRAGMA database_list",
        "CREATE MACRO count(x) AS 7",
        "CREATE TEMP MACRO count(x) AS 7",
        "CREATE TEMP TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "EXPORT DATABASE '/tmp/x'",
        "IMPORT DATABASE '/tmp/x'",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT * FROM flow",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "CALL enable_logging()",
        "CHECKPOINT",
        "VACUUM",
        "USE memory",
        "INSERT INTO flow SELECT * FROM flow",
        "DELETE FROM flow",
        "UPDATE flow SET bytes = 1",
        "DROP TABLE flow",
        "BEGIN",
        "ALTER TABLE flow ADD COLUMN x INT",
        "PIVOT flow ON dstport USING sum(bytes)",
        "MERGE INTO flow USING flow f ON true WHEN MATCHED THEN DELETE",
      })
  void refusesEverythingThatIsNotASelect(String sql) {
    assertThat(problems(sql).getFirst().text())
        .isEqualTo(
            "This is not a SELECT statement (--sql takes one SELECT over the tables of the logs)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"x.csv\"",
        "FROM 'x.parquet' p",
        "SELECT (SELECT max(column0) FROM '/etc/passwd')",
        "WITH a AS (SELECT * FROM 'b.csv'), \"b.csv\" AS (SELECT 1) SELECT * FROM a",
        "SELECT * FROM (WITH \"x.csv\" AS (SELECT 1) SELECT * FROM \"x.csv\") q, \"x.csv\"",
        "SELECT * FROM flow UNION ALL FROM 's3://bucket/x'",
        "SELECT * FROM flow WHERE srcaddr IN (FROM 'x.csv')",
        "SELECT list_transform([1], lambda x: (SELECT count(*) FROM 'x.csv'))",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM main.flow",
        "SELECT * FROM flows.main.flow",
        "SELECT * FROM duckdb_settings",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT * FROM \"flow$1\"",
        "TABLE \"x.csv\"",
        "FROM flow PIVOT (sum(bytes) FOR dstport IN (22)) , 'x.csv'",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i FROM 'x.csv') SELECT * FROM n",
        "UNPIVOT 'x.csv' ON a",
      })
  void refusesWhateverIsNotATableOfTheEngine(String sql) {
    assertThat(problems(sql))
        .anySatisfy(
            problem ->
                assertThat(problem.message())
                    .matches("(Unknown table|Tables have no schema here:) .*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM system.main.read_text('/etc/passwd')",
        "SELECT * FROM main.range(5)",
        "SELECT * FROM READ_BLOB('/etc/passwd')",
        "SELECT * FROM \"read_csv\"('/etc/passwd')",
        "SELECT * FROM parquet_metadata('x')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM query('COPY flow TO ''x''')",
        "SELECT * FROM query_table('x.csv')",
        "SELECT * FROM enable_logging('FileSystem', storage => 'file', storage_path => '/tmp/log')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM pragma_version()",
        "SELECT * FROM checkpoint()",
        "SELECT * FROM json_execute_serialized_sql('{}')",
        "SELECT * FROM histogram_values('x.csv', a)",
        "SELECT * FROM sniff_csv('x')",
        "SELECT * FROM arrow_scan(1, 2, 3)",
        "SELECT * FROM test_all_types()",
        "SELECT * FROM flow, LATERAL (SELECT * FROM read_text(srcaddr))",
        "WITH a AS (FROM glob('*')) SELECT 1",
        "SELECT * FROM (SELECT 1) WHERE EXISTS (FROM read_text('/etc/passwd'))",
        "SELECT 1 ORDER BY (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT 1 LIMIT (SELECT count(*) FROM glob('/*'))",
      })
  void refusesTableFunctionsThatReachFurther(String sql) {
    assertThat(problems(sql).getFirst().text())
        .matches(
            "The table function '.*' may not be used \\(allowed are generate_series, json_each, json_tree, range, repeat, unnest\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT getenv('HOME')",
        "SELECT write_log('x')",
        "SELECT current_setting('temp_directory')",
        "SELECT 'temp_directory'.current_setting()",
        "SELECT GetVariable('x')",
        "SELECT nextval('s')",
        "SELECT sleep_ms(100000)",
        "SELECT pg_sleep(1)",
        "SELECT setseed(0.5)",
        "SELECT system.main.abs(1)",
        "SELECT json_serialize_plan('SELECT 1')",
        "SELECT finalize(to_aggregate_state('x'))",
        "SELECT sum(bytes) EXPORT_STATE FROM flow",
        "SELECT write_log(srcaddr) OVER () FROM flow",
        "SELECT list_transform(['x'], lambda x: write_log(x))",
        "SELECT * FROM flow ORDER BY write_log(srcaddr)",
        "SELECT * FROM flow JOIN flow g ON write_log('x') IS NULL",
        "SELECT CASE WHEN true THEN write_log('x') END",
        "SELECT * REPLACE (write_log('x') AS srcaddr) FROM flow",
        "SELECT COLUMNS(c -> write_log(c) IS NULL) FROM flow",
        "SELECT * FROM range(getvariable('x'))",
        "SELECT ?",
        "SELECT $1",
        "SELECT $name",
      })
  void refusesFunctionsWithEffectsOrReach(String sql) {
    assertThat(problems(sql).getFirst().text())
        .matches(
            "(The function '.*' may not be used|Functions have no schema here: 'abs'|There are no parameters here)"
                + " \\(--sql takes one SELECT over the tables of the logs, without effects and without reaching further\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DESCRIBE flow",
        "SHOW TABLES",
        "SUMMARIZE flow",
        "SELECT * FROM (SHOW DATABASES)",
        "SELECT * FROM (DESCRIBE flow)",
        "WITH x AS (DELETE FROM flow RETURNING *) SELECT * FROM x",
        "WITH x AS (INSERT INTO flow SELECT * FROM flow RETURNING *) SELECT * FROM x",
        "WITH x AS (UPDATE flow SET bytes = 1 RETURNING *) SELECT * FROM x",
      })
  void refusesStatementsInsideASelect(String sql) {
    assertThat(problems(sql).getFirst().message())
        .matches(
            "SHOW, DESCRIBE and SUMMARIZE are not SELECT statements|[A-Z]+ QUERY NODE is not part of a SELECT statement");
  }

  @Test
  void refusesSeveralStatementsAndNone() {
    assertThat(problems("SELECT 1; COPY flow TO 'x'").getFirst().message())
        .isEqualTo("This is not a SELECT statement");
    assertThat(problems("SELECT 1; SELECT 2").getFirst().text())
        .isEqualTo("There are 2 statements (--sql takes one SELECT over the tables of the logs)");
    assertThat(problems("-- nothing").getFirst().text())
        .isEqualTo("There is no statement (--sql takes one SELECT over the tables of the logs)");
  }

  @Test
  void pointsAtThePlaceBehindLettersOfSeveralBytes() {
    assertThatThrownBy(() -> check("SELECT 'é😀',\n  (SELECT 1 FROM flo)"))
        .hasMessage(
            """
            <sql>:2:18: UNKNOWN_TABLE: Unknown table 'flo' (did you mean 'flow'?)
                (SELECT 1 FROM flo)
                               ^^^""");
    assertThatThrownBy(() -> check("SELEC 1"))
        .hasMessage(
            """
            <sql>:1:1: SYNTAX: Syntax error at or near "SELEC"
              SELEC 1
              ^""");
  }

  @Test
  void namesTheTablesThatThereAre() {
    assertThat(problems("SELECT * FROM 'x.csv'").getFirst().text())
        .isEqualTo(
            "Unknown table 'x.csv' (the tables are coverage_window, flow, transit_gateway_flow; files cannot be read)");
    try (DuckDbEngine empty = DuckDbEngine.inMemory(Engines.settings())) {
      assertThatThrownBy(() -> SelectOnly.check(new SourceText("<sql>", "FROM flow"), empty))
          .hasMessageContaining(
              "Unknown table 'flow' (there are no tables without --logs, and files cannot be read)");
    }
  }

  @Test
  void reportsEveryProblemAtOnce() {
    assertThat(problems("SELECT getenv('x') FROM 'a', read_text('b')")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "abs(", "(SELECT * FROM ", "case when 1 then ", "struct(a ", "{'a':"})
  void survivesTextsMadeToExhaustTheStack(String nested) {
    for (int depth : new int[] {300, 900, 1_500, 6_000}) {
      String sql = "SELECT " + nested.repeat(depth) + "1";
      assertThatThrownBy(() -> check(sql)).isInstanceOf(InvalidQueryException.class);
    }
  }

  @Test
  void refusesMoreThanItCanPlan() {
    assertThat(problems("SELECT " + "(".repeat(201) + "1" + ")".repeat(201)).getFirst().text())
        .isEqualTo("The query is nested too deeply (at most 200 brackets inside each other)");
    assertThat(problems("SELECT 1 FROM flow" + ", flow".repeat(100)).getFirst().text())
        .isEqualTo("The query reads 101 tables and subqueries (at most 100)");
    assertThat(problems("SELECT 1 " + " ".repeat(100_000)).getFirst().text())
        .isEqualTo("The query has 100009 characters (at most 100000)");
    assertThat(problems("SELECT '\0'").getFirst().text())
        .isEqualTo("The query holds a NUL character");
  }
}
