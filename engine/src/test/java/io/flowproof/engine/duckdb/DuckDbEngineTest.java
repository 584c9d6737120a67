package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.api.Rows.ResultColumn;
import io.flowproof.engine.api.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbEngineTest {
  private final DuckDbEngine engine = DuckDbEngine.inMemory(Engines.settings());

  @AfterEach
  void close() {
    engine.close();
  }

  private Object value(String expression) {
    return engine.all("SELECT " + expression).getFirst().getFirst();
  }

  @Test
  void handsOutJavaValues() {
    assertThat(value("true")).isEqualTo(true);
    assertThat(value("7::TINYINT")).isEqualTo(7);
    assertThat(value("7::USMALLINT")).isEqualTo(7);
    assertThat(value("7")).isEqualTo(7);
    assertThat(value("4294967295::UINTEGER")).isEqualTo(4294967295L);
    assertThat(value("7::BIGINT")).isEqualTo(7L);
    assertThat(value("1.5::FLOAT")).isEqualTo(1.5);
    assertThat(value("1e300")).isEqualTo(1e300);
    assertThat(value("1.50")).isEqualTo(new BigDecimal("1.50"));
    assertThat(value("'é€😀'")).isEqualTo("é€😀");
    assertThat(value("NULL")).isNull();
    assertThat(value("NULL::BIGINT[]")).isNull();
    assertThat(value("DATE '2024-02-29'")).isEqualTo(LocalDate.of(2024, 2, 29));
  }

  @Test
  void handsOutALongWhereAHugeIntegerFits() {
    assertThat(value("sum(x) FROM (VALUES (1::BIGINT), (2)) t(x)")).isEqualTo(3L);
    assertThat(value("sum(x) FROM (VALUES (9223372036854775807::BIGINT), (1)) t(x)"))
        .isEqualTo(BigInteger.ONE.shiftLeft(63));
    assertThat(value("(-9223372036854775808)::HUGEINT")).isEqualTo(Long.MIN_VALUE);
    assertThat(value("18446744073709551615::UBIGINT"))
        .isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
  }

  @Test
  void readsTimesAsUtcWhateverTheMachinesTimeZoneIs() {
    Instant time = Instant.parse("2024-01-01T10:00:00.000001Z");
    assertThat(value("TIMESTAMP '2024-01-01 10:00:00.000001'")).isEqualTo(time);
    assertThat(value("TIMESTAMPTZ '2024-01-01 10:00:00.000001'")).isEqualTo(time);
    assertThat(value("current_setting('TimeZone')")).isEqualTo("UTC");
  }

  @Test
  void handsOutListsAndMapsInsideEachOther() {
    assertThat(value("[1, NULL, 9223372036854775808::HUGEINT]"))
        .isEqualTo(Arrays.asList(1L, null, BigInteger.ONE.shiftLeft(63)));
    assertThat(value("['a\"b\n', 'é']")).isEqualTo(List.of("a\"b\n", "é"));
    assertThat(value("[[1.5], []]")).isEqualTo(List.of(List.of(1.5), List.of()));
    assertThat(value("{'a': [true], 'b': {'c': 'd'}}"))
        .isEqualTo(Map.of("a", List.of(true), "b", Map.of("c", "d")));
    assertThat(value("MAP {'k': 1}")).isEqualTo(Map.of("k", 1L));
    assertThat(value("[TIMESTAMP '2024-01-01 10:00:00']"))
        .isEqualTo(List.of("2024-01-01 10:00:00"));
  }

  @Test
  void handsOutEverythingElseAsText() {
    assertThat(value("INTERVAL 90 MINUTE")).isEqualTo("01:30:00");
    assertThat(value("TIME '10:00'")).isEqualTo("10:00:00");
    assertThat(value("'ab'::BLOB")).isEqualTo("ab");
    assertThat(value("json('{\"a\":1}')")).isEqualTo("{\"a\":1}");
  }

  @Test
  void namesTheColumnsAsTheQueryDoesEvenTwice() {
    try (Rows rows = engine.run("SELECT 1 AS \"Count\", [2] AS \"Count\" -- a comment")) {
      assertThat(rows.columns())
          .containsExactly(
              new ResultColumn("Count", ValueType.INT, "INTEGER"),
              new ResultColumn("Count", ValueType.LIST, "INTEGER[]"));
    }
  }

  @Test
  void keepsTheOrderOfAQueryWithLists() {
    List<List<Object>> rows =
        engine.all("SELECT i, [i] FROM range(50000) t(i) ORDER BY hash(i), i");
    List<List<Object>> plain = engine.all("SELECT i FROM range(50000) t(i) ORDER BY hash(i), i");

    assertThat(rows.stream().map(List::getFirst))
        .isEqualTo(plain.stream().map(List::getFirst).toList());
  }

  @Test
  void readsAResultLargerThanItsMemoryLimit() {
    try (DuckDbEngine small =
            DuckDbEngine.inMemory(Engines.limited(Duration.ofSeconds(60), 64L << 20));
        Rows rows = small.run("SELECT i, repeat('x', 1000) || i FROM range(300000) t(i)")) {
      long count = 0;
      while (rows.next()) {
        count += ((String) rows.value(1)).length() > 1000 ? 1 : 0;
      }
      assertThat(count).isEqualTo(300_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5_000, 900_000})
  void saysWhyAQueryFailedHoweverLateItDoes(long at) {
    assertThatThrownBy(
            () ->
                engine.all(
                    "SELECT CASE WHEN i = %d THEN error('too many hosts') ELSE i END FROM range(900001) t(i)"
                        .formatted(at)))
        .isInstanceOf(EngineException.class)
        .hasMessage("too many hosts")
        .extracting(e -> ((EngineException) e).code())
        .isEqualTo(ErrorCode.ENGINE);
  }

  @Test
  void letsSeveralQueriesBeReadAtOnce() {
    try (Rows first = engine.run("SELECT i FROM range(100000) t(i)");
        Rows second = engine.run("SELECT -i FROM range(100000) t(i)")) {
      long sum = 0;
      while (first.next() && second.next()) {
        sum += (Long) first.value(0) + (Long) second.value(0);
      }
      assertThat(sum).isZero();
    }
  }

  @Test
  void stopsAQueryWhenItsTimeIsOver() {
    try (DuckDbEngine hasty =
        DuckDbEngine.inMemory(Engines.limited(Duration.ofMillis(300), Engines.MEMORY))) {
      assertThatThrownBy(
              () -> hasty.all("SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 9"))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "The query took longer than 0.3 s (narrow it, or raise the limit with --timeout)")
          .extracting(e -> ((EngineException) e).code())
          .isEqualTo(ErrorCode.TIMEOUT);
      assertThat(hasty.all("SELECT 1")).containsExactly(List.of(1));
    }
  }

  @Test
  void doesNotCountTheTimeThatTheCallerTakesBetweenRows() throws InterruptedException {
    try (DuckDbEngine hasty =
            DuckDbEngine.inMemory(Engines.limited(Duration.ofMillis(300), Engines.MEMORY));
        Rows rows = hasty.run("SELECT i FROM range(1000000) t(i)")) {
      long count = 0;
      while (rows.next()) {
        if (count++ == 10) {
          Thread.sleep(700);
        }
      }
      assertThat(count).isEqualTo(1_000_000);
    }
  }

  @Test
  void cancelsWhatRuns() {
    CompletableFuture<Throwable> failure =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                engine.all("SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 9");
                return new AssertionError("not cancelled");
              } catch (EngineException e) {
                return e;
              }
            });
    while (!failure.isDone()) {
      engine.cancel();
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(failure.join()).hasMessage("The query was cancelled");
  }

  @Test
  void saysWhatToDoWhenMemoryIsShort() {
    try (DuckDbEngine small =
        DuckDbEngine.inMemory(Engines.limited(Duration.ofSeconds(60), 32L << 20))) {
      assertThatThrownBy(() -> small.all("SELECT list(i) FROM range(100000000) t(i)"))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "The query needs more than the memory limit of 32 MiB (narrow it, or raise the limit with --memory)")
          .extracting(e -> ((EngineException) e).code())
          .isEqualTo(ErrorCode.MEMORY);
    }
  }
}
