package io.flowproof.contract;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.Language;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.QueryTime;
import io.flowproof.query.ResultValue;
import io.flowproof.query.ValueType;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.kql.KqlTime;
import io.flowproof.query.splunk.FieldProfile;
import io.flowproof.query.splunk.SplEnvironment;
import io.flowproof.query.sql.EngineSql;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs cases on an engine, and writes what comes out as {@code expected.txt} has it. */
final class CaseRun {
  private static final SplEnvironment ENVIRONMENT =
      SplEnvironment.PLAIN
          .withTokens(Map.of("min_ports", "2", "host", "10.0.0.5"))
          .withIndexes(Map.of("raw", FieldProfile.AWS, "mine", FieldProfile.ADD_ON));

  private final QueryEngine engine;
  private final EngineSql sql;
  private final CaseLake lake;

  CaseRun(QueryEngine engine, EngineSql sql, CaseLake lake) {
    this.engine = engine;
    this.sql = sql;
    this.lake = lake;
  }

  /** What comes out. */
  String of(GoldenCase golden) {
    SourceText source = new SourceText("query." + golden.name().substring(0, 3), golden.query());
    try {
      CompiledQuery query =
          new QueryCompiler(Catalog.ofFlowLogs(), ENVIRONMENT)
              .forEngine(sql)
              .running(engine::all)
              .compile(
                  source,
                  golden.language(),
                  new QueryTime(golden.now(), null, null, lake.objects(golden)));
      return golden.language() == Language.KQL ? kql(query) : spl(query);
    } catch (EngineException e) {
      return (golden.language() == Language.KQL ? "" : "engine: ") + e.getMessage() + "\n";
    } catch (InvalidQueryException e) {
      return golden.language() == Language.KQL
          ? e.getMessage() + "\n"
          : e.diagnostics().stream()
              .map(problem -> problem.render(source) + "\n")
              .collect(Collectors.joining());
    }
  }

  private String kql(CompiledQuery query) {
    List<OutputColumn> columns = query.columns();
    List<String> lines = new ArrayList<>();
    lines.add(
        columns.stream()
            .map(c -> c.name() + ":" + c.type().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" | ")));
    for (List<@Nullable Object> row : engine.all(query.sql())) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(cell(row.get(i), columns.get(i).type()));
      }
      lines.add(String.join(" | ", cells));
    }
    return String.join("\n", lines) + "\n";
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

  private String spl(CompiledQuery query) {
    List<OutputColumn> columns = query.columns();
    List<String> lines = new ArrayList<>();
    lines.add(columns.stream().map(OutputColumn::name).collect(Collectors.joining(" | ")));
    for (List<@Nullable Object> row : engine.all(query.sql())) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String text = ResultValue.text(columns.get(i).type(), row.get(i), ZoneOffset.UTC);
        cells.add(text == null ? "(null)" : text.isEmpty() ? "(empty)" : text);
      }
      lines.add(String.join(" | ", cells));
    }
    query.notices().forEach(notice -> lines.add("notice: " + notice.message()));
    for (LimitCheck check : query.limitChecks()) {
      Object rows = engine.all(query.sql(check)).getFirst().getFirst();
      if (rows instanceof Number number && number.longValue() > check.limit()) {
        lines.add("notice: " + check.message());
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
