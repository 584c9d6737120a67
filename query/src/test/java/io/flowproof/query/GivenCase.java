package io.flowproof.query;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.IndicatorTable;
import io.flowproof.core.source.SourceText;
import io.flowproof.engine.duckdb.DataFile;
import io.flowproof.engine.duckdb.DataFile.FileColumn;
import io.flowproof.engine.duckdb.DataFile.Form;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.IndicatorReader;
import io.flowproof.flowlog.intel.IndicatorRows;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.catalog.GivenTable.GivenColumn;
import io.flowproof.query.catalog.GivenTables;
import io.flowproof.query.catalog.GivenTables.AllowedFile;
import io.flowproof.query.kql.SavedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What a case gives beside its flows: {@code tables/NAME.csv}, {@code watchlists/ALIAS.csv}, {@code
 * intel/*}, {@code functions/*.kql}, and {@code files/*} for {@code
 * externaldata(…)['https://example.com/FILE']}.
 */
public final class GivenCase {
  /** Of a case that gives nothing. */
  public static final GivenCase NONE = new GivenCase(Path.of("none"));

  private record StagedFile(DataFile file, List<FileColumn> columns, TableShape shape) {}

  private final List<StagedFile> staged = new ArrayList<>();
  private final List<Indicator> indicators = new ArrayList<>();
  private final GivenTables tables;

  private GivenCase(Path directory) {
    Map<String, GivenTable> files = new HashMap<>();
    each(
        directory.resolve("tables"),
        (name, path) -> files.put(name, table(name, DataFile.of(path))));
    Map<String, GivenTable> watchlists = new HashMap<>();
    each(
        directory.resolve("watchlists"),
        (name, path) -> watchlists.put(name, watchlist(name, path)));
    each(directory.resolve("intel"), (name, path) -> indicators.addAll(indicators(path)));
    Map<String, SavedFunction> functions = new HashMap<>();
    each(
        directory.resolve("functions"),
        (name, path) ->
            SavedFunction.parse(name, new SourceText("functions/" + name + ".kql", text(path)))
                .forEach(function -> functions.put(function.name(), function)));
    Map<String, AllowedFile> allowed = new HashMap<>();
    each(
        directory.resolve("files"),
        (name, path) -> allowed.put("https://example.com/" + path.getFileName(), external(path)));
    tables = new GivenTables(files, watchlists, allowed, functions, !indicators.isEmpty());
  }

  /** Of a case's directory. */
  public static GivenCase of(Path directory) {
    return new GivenCase(directory);
  }

  /** What its query can name. */
  public GivenTables tables() {
    return tables;
  }

  List<TableShape> shapes() {
    return indicators.isEmpty() ? List.of() : List.of(IndicatorTable.SHAPE);
  }

  List<DataFile> files() {
    return staged.stream().map(StagedFile::file).toList();
  }

  void load(DuckDbStaging staging) {
    staged.forEach(one -> staging.load(one.shape, one.file, one.columns));
    if (!indicators.isEmpty()) {
      staging.append(IndicatorRows.of(indicators));
    }
  }

  private GivenTable table(String name, DataFile file) {
    List<FileColumn> columns = file.columns();
    GivenTable table =
        GivenTable.ofFile(
            name,
            "given_" + staged.size(),
            columns.stream().map(c -> new GivenColumn(c.name(), c.type(), c.json())).toList(),
            name);
    staged.add(new StagedFile(file, columns, table.shape()));
    return table;
  }

  private GivenTable watchlist(String name, Path path) {
    DataFile file = new DataFile(path, Form.COMMA, true, true, Map.of());
    List<FileColumn> columns = file.columns();
    GivenTable table =
        GivenTable.watchlist(
            name,
            "given_" + staged.size(),
            columns.stream().map(FileColumn::name).toList(),
            0,
            Instant.parse("2023-12-01T00:00:00Z"));
    staged.add(new StagedFile(file, columns, table.shape()));
    return table;
  }

  private AllowedFile external(Path path) {
    boolean json = DataFile.form(path) == Form.JSON;
    return new AllowedFile(
        path.getFileName().toString(),
        json ? "json" : "csv",
        json ? Optional.empty() : Optional.of(raw(path, Form.LINES)),
        json ? Optional.empty() : Optional.of(raw(path, Form.COMMA)),
        json ? Optional.of(raw(path, Form.OBJECTS)) : Optional.empty());
  }

  private GivenTable raw(Path path, Form form) {
    return table(path.toString(), new DataFile(path, form, false, true, Map.of()));
  }

  private static List<Indicator> indicators(Path path) {
    try {
      return IndicatorReader.read(path).indicators();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void each(Path folder, BiConsumer<String, Path> use) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .sorted()
          .forEach(
              path ->
                  use.accept(path.getFileName().toString().replaceFirst("\\.[a-z]+$", ""), path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
