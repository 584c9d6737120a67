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
import io.flowproof.query.TableWrite;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Csv;
import io.flowproof.query.splunk.FieldProfile;
import io.flowproof.query.splunk.LookupFiles;
import io.flowproof.query.splunk.LookupTable;
import io.flowproof.query.splunk.Lookups;
import io.flowproof.query.splunk.Macros;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
          new QueryCompiler(Catalog.ofFlowLogs(), environment())
              .running(flows.engine()::all)
              .compile(source, Language.SPL, QueryTime.at(NOW));
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
      for (TableWrite write : query.writes()) {
        out.append("%s %s %s:%n".formatted(write.mode(), write.target(), write.name()));
        out.append(Csv.line(List.copyOf(write.fields())));
        for (List<@Nullable Object> row : flows.engine().all(query.sql(write))) {
          List<@Nullable String> cells = new ArrayList<>();
          row.forEach(cell -> cells.add(cell == null ? null : cell.toString()));
          out.append(Csv.line(cells));
        }
      }
      return out.toString();
    } catch (EngineException e) {
      return "engine: " + e.getMessage() + "\n";
    } catch (InvalidQueryException e) {
      return e.diagnostics().stream().map(d -> problem(d, source)).collect(Collectors.joining());
    }
  }

  private SplEnvironment environment() {
    SplEnvironment environment =
        SplEnvironment.PLAIN
            .withZone(zone())
            .withTokens(Map.of("min_ports", "2", "host", "10.0.0.5"));
    return environment
        .withMacros(Macros.of(conf("macros.conf")))
        .withProps(conf("props.conf"))
        .withIndexes(Map.of("raw", FieldProfile.AWS, "mine", FieldProfile.ADD_ON))
        .withLookups(Lookups.of(conf("transforms.conf"), new CaseLookups(folder), true));
  }

  /** The time zone of the search: of {@code zone.txt}, else UTC. */
  private ZoneId zone() {
    return ZoneId.of(Files.exists(folder.resolve("zone.txt")) ? read("zone.txt").strip() : "UTC");
  }

  private ConfFile conf(String name) {
    return Files.exists(folder.resolve(name)) ? ConfFile.parse(read(name)) : ConfFile.EMPTY;
  }

  /** The case's own CSV files. */
  private record CaseLookups(Path folder) implements LookupFiles {
    @Override
    public Optional<LookupTable> read(String file) {
      Path path = folder.resolve(file);
      try {
        return Files.exists(path)
            ? Optional.of(LookupTable.ofCsv(Files.readString(path)))
            : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> names() {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".csv"))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String problem(Diagnostic diagnostic, SourceText source) {
    return diagnostic.render(source) + "\n";
  }

  private String table(CompiledQuery query, StagedFlows flows) {
    List<OutputColumn> columns = query.columns();
    List<String> lines = new ArrayList<>();
    lines.add(columns.stream().map(OutputColumn::name).collect(Collectors.joining(" | ")));
    for (List<@Nullable Object> row : flows.engine().all(query.sql())) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        String text = ResultValue.text(columns.get(i).type(), row.get(i), zone());
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
