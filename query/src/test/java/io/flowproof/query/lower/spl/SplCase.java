package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.engine.api.EngineException;
import io.flowproof.query.Language;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.QueryTime;
import io.flowproof.query.ResultValue;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A case: a folder with {@code query.spl}, {@code about.md}, perhaps {@code flows.log}, and {@code
 * expected.txt}: the result as a table, or the problems. What must be said beside the result
 * follows it, a line each.
 *
 * @param folder of the case
 */
record SplCase(Path folder) {
  /** What now() is in every case. */
  static final Instant NOW = Instant.parse("2024-05-14T10:00:00Z");

  /** The name that tests show. */
  String name() {
    return folder.getFileName().toString();
  }

  /** The lines of the flow log; empty for none. */
  String flows() {
    return Files.exists(folder.resolve("flows.log")) ? read("flows.log") : "";
  }

  /** The search. */
  String query() {
    return read("query.spl");
  }

  /** What should come out. */
  String expected() {
    return Files.exists(folder.resolve("expected.txt")) ? read("expected.txt") : "";
  }

  /** What does come out, run on {@code flows}. */
  String run(StagedFlows flows) {
    SourceText source = new SourceText("query.spl", query());
    try {
      CompiledQuery query =
          new QueryCompiler(Catalog.ofFlowLogs()).compile(source, Language.SPL, QueryTime.at(NOW));
      StringBuilder out = new StringBuilder(table(query, flows));
      query
          .notices()
          .forEach(notice -> out.append("notice: ").append(notice.message()).append('\n'));
      for (LimitCheck check : query.limitChecks()) {
        Object rows = flows.engine().all(query.sql(check)).getFirst().getFirst();
        if (rows instanceof Number number && number.longValue() > check.limit()) {
          out.append("notice: ").append(check.message()).append('\n');
        }
      }
      return out.toString();
    } catch (EngineException e) {
      return "engine: " + e.getMessage() + "\n";
    } catch (InvalidQueryException e) {
      return e.diagnostics().stream().map(d -> problem(d, source)).collect(Collectors.joining());
    }
  }

  private static String problem(Diagnostic diagnostic, SourceText source) {
    return diagnostic.render(source) + "\n";
  }

  private static String table(CompiledQuery query, StagedFlows flows) {
    List<OutputColumn> columns = query.columns();
    List<String> lines = new ArrayList<>();
    lines.add(columns.stream().map(OutputColumn::name).collect(Collectors.joining(" | ")));
    for (List<@Nullable Object> row : flows.engine().all(query.sql())) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String text = ResultValue.text(columns.get(i).type(), row.get(i));
        cells.add(text == null ? "(null)" : text.isEmpty() ? "(empty)" : text);
      }
      lines.add(String.join(" | ", cells));
    }
    return String.join("\n", lines) + "\n";
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
