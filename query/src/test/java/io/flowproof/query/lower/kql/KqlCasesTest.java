package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.engine.api.EngineException;
import io.flowproof.query.GivenCase;
import io.flowproof.query.Language;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.ValueType;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.GivenTables;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.kql.KqlTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every directory of {@code cases/kql} on DuckDB: {@code query.kql} over {@code flows.log}, if
 * there is one, at 2024-01-01 00:00 UTC, gives {@code expected.txt} (the rows, or the messages when
 * the query is refused or the engine ends it). With {@code -Dcases.record=true} what comes out is
 * written down instead.
 */
class KqlCasesTest {
  private static final Path CASES =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("cases/kql");
  private static final boolean RECORDING = Boolean.getBoolean("cases.record");
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-01-01T00:00:00Z"));
  private static final StagedFlows NO_FLOWS = StagedFlows.none();

  @AfterAll
  static void close() {
    NO_FLOWS.close();
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheCaseExpects() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories.sorted().toList().stream()
          .map(d -> DynamicTest.dynamicTest(d.getFileName().toString(), () -> check(d)));
    }
  }

  @Test
  void everyCaseSaysWhatItShows() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      assertThat(directories.toList())
          .hasSizeGreaterThan(50)
          .allSatisfy(
              directory -> {
                String about = Files.readString(directory.resolve("about.md"));
                assertThat(about.strip().lines()).as(directory.toString()).hasSize(1);
              });
    }
  }

  private static void check(Path directory) throws IOException {
    String actual = result(directory);
    Path expected = directory.resolve("expected.txt");
    if (RECORDING) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  private static String result(Path directory) {
    try {
      String text = Files.readString(directory.resolve("query.kql"));
      Path flows = directory.resolve("flows.log");
      GivenCase given = GivenCase.of(directory);
      if (!Files.exists(flows) && given.tables().equals(GivenTables.NONE)) {
        return result(text, NO_FLOWS, GivenTables.NONE);
      }
      String lines = Files.exists(flows) ? Files.readString(flows) : "";
      try (StagedFlows staged = StagedFlows.of(lines, given)) {
        return result(text, staged, given.tables());
      }
    } catch (InvalidQueryException e) {
      return e.getMessage() + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String result(String text, StagedFlows flows, GivenTables given) {
    CompiledQuery query;
    try {
      query =
          new QueryCompiler(Catalog.ofFlowLogs().with(given))
              .running(flows.engine()::all)
              .compile(new SourceText("query.kql", text), Language.KQL, TIME);
    } catch (InvalidQueryException e) {
      return e.getMessage() + "\n";
    }
    try {
      return rows(query, flows);
    } catch (EngineException e) {
      return e.getMessage() + "\n";
    }
  }

  private static String rows(CompiledQuery query, StagedFlows flows) {
    List<OutputColumn> columns = query.columns();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(" | ", columns.stream().map(c -> c.name() + ":" + kind(c.type())).toList()));
    for (List<@Nullable Object> row : flows.engine().all(query.sql())) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(row.get(i), columns.get(i).type()));
      }
      lines.add(String.join(" | ", cells));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String kind(ValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String cell(@Nullable Object value, ValueType type) {
    if (value == null) {
      return "null";
    }
    return switch (type) {
      case DATETIME -> KqlTime.datetimeText(((Number) value).longValue());
      case TIMESPAN -> KqlTime.timespanText(((Number) value).longValue());
      case TEXT -> value.toString().isEmpty() ? "\"\"" : value.toString();
      case INTEGER, REAL, SPL_NUMBER, BOOLEAN, EPOCH_SECONDS, DYNAMIC, MULTIVALUE ->
          value.toString();
    };
  }
}
