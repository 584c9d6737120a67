package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.engine.api.Rows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionAdapterTest {
  private static final JavaFunction LAST_OCTET =
      new JavaFunction(
          "fp_last_octet",
          List.of(ColumnType.TEXT),
          ColumnType.LONG,
          arguments -> {
            String address = (String) arguments[0];
            return Long.valueOf(address.substring(address.lastIndexOf('.') + 1));
          });

  private static final JavaFunction DESCRIBE =
      new JavaFunction(
          "fp_describe",
          List.of(
              ColumnType.TEXT,
              ColumnType.INT,
              ColumnType.LONG,
              ColumnType.DOUBLE,
              ColumnType.BOOLEAN),
          ColumnType.TEXT,
          arguments -> "é" + Arrays.toString(arguments));

  @TempDir Path parent;

  @Test
  void takesAndGivesEveryType() {
    try (DuckDbEngine engine =
        Engines.with(
            DESCRIBE,
            same("fp_int", ColumnType.INT),
            same("fp_double", ColumnType.DOUBLE),
            same("fp_boolean", ColumnType.BOOLEAN))) {
      assertThat(engine.all("SELECT fp_describe('€', 1, 2, 0.5, true)"))
          .containsExactly(List.of("é[€, 1, 2, 0.5, true]"));
      assertThat(engine.all("SELECT fp_int(7), fp_double(0.25), fp_boolean(true)"))
          .containsExactly(List.of(7, 0.25, true));
    }
  }

  private static JavaFunction same(String name, ColumnType type) {
    return new JavaFunction(name, List.of(type), type, arguments -> arguments[0]);
  }

  @Test
  void givesNullForANullArgumentWithoutBeingCalled() {
    try (DuckDbEngine engine = Engines.with(LAST_OCTET, DESCRIBE)) {
      assertThat(
              engine.all(
                  "SELECT fp_last_octet(a) FROM (VALUES ('10.0.0.7'), (NULL), ('10.0.0.9')) t(a) ORDER BY ALL"))
          .containsExactly(List.of(7L), List.of(9L), Arrays.asList((Object) null));
      assertThat(engine.all("SELECT fp_describe('x', NULL, 2, 0.5, true)"))
          .containsExactly(Arrays.asList((Object) null));
    }
  }

  @Test
  void mayGiveNull() {
    try (DuckDbEngine engine =
        Engines.with(
            new JavaFunction("fp_null", List.of(ColumnType.LONG), ColumnType.TEXT, a -> null))) {
      assertThat(engine.all("SELECT fp_null(1)")).containsExactly(Arrays.asList((Object) null));
    }
  }

  @Test
  void isThereOnEveryConnectionOfAReadOnlyDatabase() {
    try (DuckDbStaging staging = DuckDbStaging.open(parent, Engines.MEMORY)) {
      staging.append(FlowBatches.numbered(0, 10_000));
      DuckDbEngine engine = staging.finish(Engines.settings().withFunctions(List.of(LAST_OCTET)));
      try (Rows first =
              engine.run("SELECT fp_last_octet(srcaddr) FROM flow WHERE source_line = 5");
          Rows second = engine.run("SELECT sum(fp_last_octet(srcaddr)), count(*) FROM flow")) {
        assertThat(first.next()).isTrue();
        assertThat(first.value(0)).isEqualTo(5L);
        assertThat(second.next()).isTrue();
        assertThat(second.value(0))
            .isEqualTo(java.util.stream.LongStream.range(0, 10_000).map(n -> n % 256).sum());
      }
    }
  }

  @Test
  void failsTheQueryWithItsOwnMessage() {
    try (DuckDbEngine engine = Engines.with(LAST_OCTET)) {
      assertThatThrownBy(
              () ->
                  engine.all(
                      "SELECT fp_last_octet('10.0.0.' || i) FROM range(99) t(i) UNION ALL SELECT fp_last_octet('x.y')"))
          .hasMessage("For input string: \"y\"");
      assertThat(engine.all("SELECT fp_last_octet('1.2')")).containsExactly(List.of(2L));
    }
  }

  @Test
  void mayBeCalledByTheGeneratedNameOnly() {
    try (DuckDbEngine engine = Engines.with(LAST_OCTET)) {
      assertThatThrownBy(() -> engine.all("SELECT fp_first_octet('1.2')"))
          .hasMessageContaining("fp_first_octet");
    }
  }
}
