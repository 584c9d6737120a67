package io.flowproof.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.trino.TrinoEngine;
import io.flowproof.trino.TrinoSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes wrong in a cluster is said so that somebody can act on it. */
class LostWorkerTest {
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final Watchdog WATCHDOG = Watchdog.halting(() -> {});

  /** Minutes of work for two workers. */
  private static final String LONG =
      "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x)"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)"
          + " CROSS JOIN UNNEST(sequence(1, 1000)) AS c(z) WHERE (x * y + z) % 7 = 3";

  /** Enough for some of them to run on each worker. */
  private static final int QUERIES = 12;

  private static TrinoProcess trino;

  @BeforeAll
  static void start() {
    trino = TrinoProcess.start();
  }

  @AfterAll
  static void stop() {
    trino.close();
    WATCHDOG.close();
  }

  private static TrinoEngine engine(String url, Duration timeout) {
    return new TrinoEngine(
        new TrinoSettings(url, "test", null, "system", "runtime", timeout, WATCHDOG));
  }

  @Test
  void saysThatAWorkerWasLostAndRunsTheSameQueryAfterwards() throws Exception {
    try (TrinoEngine engine = engine(trino.url(), Duration.ofMinutes(4))) {
      CompletableFuture<?>[] queries = new CompletableFuture<?>[QUERIES];
      for (int i = 0; i < QUERIES; i++) {
        queries[i] = CompletableFuture.supplyAsync(() -> engine.all(LONG), THREADS);
      }
      untilOnEachWorker(engine);
      trino.stopWorker();
      Throwable failure =
          catchThrowableOfType(
              ExecutionException.class,
              () -> CompletableFuture.anyOf(queries).get(4, TimeUnit.MINUTES));
      engine.cancel();
      assertThat(failure).as("the query ended in spite of it").isNotNull();
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.ENGINE);
                assertThat(e)
                    .hasMessageStartingWith(
                        "A worker of the cluster was lost while the query ran; nothing was changed,"
                            + " and the query can be run again: ");
              });
      assertThat(engine.all("SELECT count(*) FROM UNNEST(sequence(1, 1000)) AS a(x)"))
          .containsExactly(List.of(1000L));
      trino.startWorker();
    }
  }

  private static void untilOnEachWorker(TrinoEngine engine) throws InterruptedException {
    List<List<@Nullable Object>> nodes = List.of();
    for (int i = 0; i < 100; i++) {
      nodes =
          engine.all(
              "SELECT t.node_id, count(*) FROM tasks t JOIN queries q ON q.query_id = t.query_id"
                  + " JOIN nodes n ON n.node_id = t.node_id"
                  + " WHERE t.state = 'RUNNING' AND NOT n.coordinator"
                  + " AND q.query LIKE '%x * y%' AND q.query NOT LIKE '%tasks%' GROUP BY 1");
      if (nodes.size() >= 2) {
        return;
      }
      Thread.sleep(200);
    }
    throw new IllegalStateException("The queries do not run on each worker: " + nodes);
  }

  @Test
  void stopsAQueryWhoseTimeIsOver() {
    try (TrinoEngine engine = engine(trino.url(), Duration.ofSeconds(2))) {
      EngineException failure = catchThrowableOfType(EngineException.class, () -> engine.all(LONG));
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(failure)
          .hasMessage(
              "The query took longer than 2 s (narrow it, or raise the limit with --timeout)");
    }
  }

  @Test
  void stopsAQueryThatIsCancelled() throws Exception {
    try (TrinoEngine engine = engine(trino.url(), Duration.ofMinutes(2))) {
      CompletableFuture<Object> query = CompletableFuture.supplyAsync(() -> engine.all(LONG));
      Thread.sleep(3_000);
      engine.cancel();
      Throwable failure =
          catchThrowableOfType(ExecutionException.class, () -> query.get(1, TimeUnit.MINUTES));
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
  }

  @Test
  void saysWhereTrinoWasLookedFor() {
    try (TrinoEngine engine = engine("http://127.0.0.1:1", Duration.ofSeconds(20))) {
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> engine.all("SELECT 1"));
      assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE);
      assertThat(failure).hasMessageContaining("Trino cannot be reached at http://127.0.0.1:1: ");
    }
  }

  @Test
  void saysWhereTablesWereLookedFor() {
    try (TrinoEngine engine = engine(trino.url(), Duration.ofSeconds(20))) {
      EngineException failure =
          catchThrowableOfType(EngineException.class, () -> engine.all("SELECT * FROM \"flow\""));
      assertThat(failure)
          .hasMessageContaining(
              "(the lake's tables are looked for in system.runtime: --catalog and --schema say"
                  + " where)");
    }
  }

  @Test
  void givesValuesOfAllKinds() {
    try (TrinoEngine engine = engine(trino.url(), Duration.ofSeconds(30));
        Rows rows =
            engine.run(
                "SELECT true, 1, BIGINT '2', CAST(3 AS DECIMAL(38, 0)), 4.5E0, 'x',"
                    + " TIMESTAMP '2024-05-14 09:00:00.000001', DATE '2024-05-14',"
                    + " ARRAY['a', NULL], CAST(NULL AS VARCHAR), ARRAY[1, 2]")) {
      assertThat(rows.next()).isTrue();
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < rows.columns().size(); i++) {
        values.add(rows.value(i));
      }
      assertThat(values)
          .containsExactly(
              true,
              1,
              2L,
              3L,
              4.5,
              "x",
              Instant.parse("2024-05-14T09:00:00.000001Z"),
              LocalDate.parse("2024-05-14"),
              Arrays.asList("a", null),
              null,
              List.of(1L, 2L));
      assertThat(rows.next()).isFalse();
    }
  }
}
