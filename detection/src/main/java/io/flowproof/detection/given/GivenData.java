package io.flowproof.detection.given;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.schema.IndicatorTable;
import io.flowproof.core.source.SourceText;
import io.flowproof.engine.duckdb.DataFile;
import io.flowproof.engine.duckdb.DataFile.FileColumn;
import io.flowproof.engine.duckdb.DataFile.Form;
import io.flowproof.engine.duckdb.DataFileReader;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.IndicatorFile;
import io.flowproof.flowlog.intel.IndicatorReader;
import io.flowproof.flowlog.intel.IndicatorRows;
import io.flowproof.flowlog.intel.InvalidFeedException;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.catalog.GivenTable.GivenColumn;
import io.flowproof.query.catalog.GivenTables;
import io.flowproof.query.catalog.GivenTables.AllowedFile;
import io.flowproof.query.kql.SavedFunction;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user gives beside the logs, looked at once: names and types for binding at first, and the
 * rows when a staging database is made. A query never names a file that is read.
 */
public final class GivenData {
  /** Nothing. */
  public static final GivenData NONE =
      new GivenData(GivenTables.NONE, List.of(), Enrichment.NONE, List.of(), List.of(), null);

  private final GivenTables tables;
  private final List<StagedFile> files;
  private final Enrichment enrichment;
  private final List<Indicator> indicators;
  private final List<String> remarks;
  private final @Nullable EnrichedFlow enriched;

  /** A file, its columns, and the table that its rows go to. */
  private record StagedFile(DataFile file, List<FileColumn> columns, TableShape shape) {}

  private GivenData(
      GivenTables tables,
      List<StagedFile> files,
      Enrichment enrichment,
      List<Indicator> indicators,
      List<String> remarks,
      @Nullable EnrichedFlow enriched) {
    this.tables = tables;
    this.files = List.copyOf(files);
    this.enrichment = enrichment;
    this.indicators = List.copyOf(indicators);
    this.remarks = List.copyOf(remarks);
    this.enriched = enriched;
  }

  /** The same, and the view of enriched records, where all columns of the flow table are staged. */
  public GivenData with(EnrichedFlow view) {
    return new GivenData(tables, files, enrichment, indicators, remarks, view);
  }

  /**
   * The same without the rows of indicators, which may be many, where no text can read them: the
   * names of all their tables end in "indicator", and a union or a saved function may reach any
   * table.
   *
   * @param texts all texts that will run
   */
  public GivenData forTexts(List<SourceText> texts) {
    boolean mayRead =
        !tables.functions().isEmpty()
            || texts.stream()
                .map(text -> text.text().toLowerCase(Locale.ROOT))
                .anyMatch(text -> text.contains("indicator") || text.contains("union"));
    return mayRead
        ? this
        : new GivenData(tables, files, Enrichment.NONE, indicators, remarks, enriched);
  }

  /** The functions that an engine must have for what is given. */
  public List<JavaFunction> functions() {
    return enriched == null ? List.of() : enriched.functions();
  }

  /**
   * Looks at files: their columns, the indicators, the functions.
   *
   * @throws InvalidGivenException for a name that is taken, a search key that is no column, a feed
   *     that is none
   * @throws io.flowproof.engine.api.EngineException for a file that cannot be read as its name says
   * @throws io.flowproof.core.source.InvalidQueryException for a function that does not parse
   */
  public static GivenData of(GivenFiles files) throws IOException {
    return of(files, Enrichment.NONE);
  }

  /** The same, with the indicators of this enrichment too. */
  public static GivenData of(GivenFiles files, Enrichment enrichment) throws IOException {
    return files.equals(GivenFiles.NONE) && !enrichment.has(Kind.INTEL)
        ? NONE
        : read(files, enrichment);
  }

  private static GivenData read(GivenFiles files, Enrichment enrichment) throws IOException {
    List<Path> paths = new ArrayList<>(files.watchlists().values());
    files.tables().forEach(table -> paths.add(table.path()));
    paths.addAll(files.allowed().values());
    try (DataFileReader reader = DataFileReader.of(paths)) {
      return new Reader(reader).read(files, enrichment);
    }
  }

  /** What rules can name. */
  public GivenTables tables() {
    return tables;
  }

  /** True when there are rows to {@link #load}. */
  public boolean hasRows() {
    return !files.isEmpty() || tables.intel();
  }

  /** What a person must know of what was read: entries of feeds that are of no use. */
  public List<String> remarks() {
    return remarks;
  }

  /** The files that a staging database must be opened with. */
  public List<DataFile> files() {
    return files.stream().map(StagedFile::file).toList();
  }

  /** The tables, beside those of files, that a staging database must be opened with. */
  public List<TableShape> shapes() {
    return tables.intel() ? List.of(IndicatorTable.SHAPE) : List.of();
  }

  /** The tables that {@link #load} fills, those of files too. */
  public List<TableShape> allShapes() {
    List<TableShape> all = new ArrayList<>(shapes());
    files.forEach(file -> all.add(file.shape));
    return all;
  }

  /** Plans the views over the tables of logs, when these are planned. */
  public void planViews(DuckDbStaging staging) {
    if (enriched != null) {
      enriched.planIn(staging);
    }
  }

  /**
   * Writes the rows.
   *
   * @throws io.flowproof.engine.api.EngineException for a file that does not hold what it did
   */
  public void load(DuckDbStaging staging) {
    files.forEach(file -> staging.load(file.shape, file.file, file.columns));
    List<Indicator> all = new ArrayList<>(enrichment.intel().indicators());
    all.addAll(indicators);
    if (!all.isEmpty()) {
      staging.append(IndicatorRows.of(all));
    }
  }

  /** Collects while files are looked at. */
  private static final class Reader {
    private final Map<String, GivenTable> tables = new LinkedHashMap<>();
    private final Map<String, GivenTable> watchlists = new LinkedHashMap<>();
    private final Map<String, AllowedFile> allowed = new LinkedHashMap<>();
    private final Map<String, SavedFunction> functions = new LinkedHashMap<>();
    private final List<StagedFile> staged = new ArrayList<>();
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final DataFileReader reader;

    Reader(DataFileReader reader) {
      this.reader = reader;
    }

    GivenData read(GivenFiles files, Enrichment enrichment) throws IOException {
      files.tables().forEach(this::table);
      for (Map.Entry<String, Path> watchlist : files.watchlists().entrySet()) {
        watchlist(watchlist.getKey(), watchlist.getValue(), files.searchKeys());
      }
      for (Path feed : files.intel()) {
        intel(feed);
      }
      files.allowed().forEach((address, path) -> allowed.put(address, external(path)));
      for (Path file : files.functions()) {
        functions(file);
      }
      return new GivenData(
          new GivenTables(
              tables,
              watchlists,
              allowed,
              functions,
              !files.intel().isEmpty() || enrichment.has(Kind.INTEL)),
          staged,
          enrichment,
          indicators,
          remarks,
          null);
    }

    private void table(GivenFiles.TableFile table) {
      if (Catalog.isBuiltIn(table.name()) || tables.containsKey(table.name())) {
        throw new InvalidGivenException("The name '" + table.name() + "' of a table is taken");
      }
      DataFile plain = DataFile.of(table.path());
      DataFile file = new DataFile(table.path(), plain.form(), true, false, table.declared());
      List<FileColumn> columns = reader.columns(table.declared().isEmpty() ? file : plain);
      for (String declared : table.declared().keySet()) {
        if (columns.stream().noneMatch(column -> column.name().equals(declared))) {
          throw new InvalidGivenException(
              "'%s' has no column '%s' (it has %s)"
                  .formatted(table.path(), declared, names(columns)));
        }
      }
      if (!table.declared().isEmpty()) {
        columns = reader.columns(file);
      }
      GivenTable given =
          GivenTable.ofFile(table.name(), stored(), given(columns), fileName(table.path()));
      staged.add(new StagedFile(file, columns, given.shape()));
      tables.put(table.name(), given);
    }

    private void watchlist(String alias, Path path, Map<String, String> keys) throws IOException {
      DataFile file = new DataFile(path, Form.COMMA, true, true, Map.of());
      List<FileColumn> columns = reader.columns(file);
      List<String> names = columns.stream().map(FileColumn::name).toList();
      String wanted =
          keys.getOrDefault(alias, names.contains("SearchKey") ? "SearchKey" : names.getFirst());
      int key = names.indexOf(wanted);
      if (key < 0) {
        throw new InvalidGivenException(
            "The watchlist '%s' has no column '%s' to search by (it has %s)"
                .formatted(alias, wanted, names(columns)));
      }
      GivenTable given =
          GivenTable.watchlist(
              alias, stored(), names, key, Files.getLastModifiedTime(path).toInstant());
      staged.add(new StagedFile(file, columns, given.shape()));
      watchlists.put(alias, given);
    }

    private void intel(Path path) throws IOException {
      try {
        IndicatorFile feed = IndicatorReader.read(path);
        indicators.addAll(feed.indicators());
        remarks.addAll(feed.remarks(path.toString()));
      } catch (InvalidFeedException e) {
        throw new InvalidGivenException(String.valueOf(e.getMessage()));
      }
    }

    private AllowedFile external(Path path) {
      Form form = DataFile.form(path);
      String name = fileName(path);
      if (form == Form.JSON) {
        return new AllowedFile(
            name, "json", Optional.empty(), Optional.empty(), Optional.of(raw(path, Form.OBJECTS)));
      }
      if (form == Form.PARQUET) {
        return new AllowedFile(
            name,
            "parquet",
            Optional.empty(),
            Optional.empty(),
            Optional.of(raw(path, Form.PARQUET_OBJECTS)));
      }
      String format =
          switch (form) {
            case TAB -> "tsv";
            case PIPE -> "psv";
            default -> "csv";
          };
      return new AllowedFile(
          name,
          format,
          Optional.of(raw(path, Form.LINES)),
          Optional.of(raw(path, form)),
          Optional.empty());
    }

    private GivenTable raw(Path path, Form form) {
      DataFile file = new DataFile(path, form, false, true, Map.of());
      List<FileColumn> columns = reader.columns(file);
      GivenTable given =
          GivenTable.ofFile(path.toString(), stored(), given(columns), fileName(path));
      staged.add(new StagedFile(file, columns, given.shape()));
      return given;
    }

    private void functions(Path path) throws IOException {
      SourceText text = new SourceText(path.toString(), text(path));
      for (SavedFunction function :
          SavedFunction.parse(fileName(path).replaceFirst("\\.kql$", ""), text)) {
        SavedFunction other = functions.putIfAbsent(function.name(), function);
        if (other != null || Catalog.isBuiltIn(function.name())) {
          throw new InvalidGivenException(
              "The name '%s' of the function in '%s' is taken%s"
                  .formatted(
                      function.name(),
                      path,
                      other == null ? "" : " by one in '" + other.source().name() + "'"));
        }
      }
    }

    private static String text(Path path) throws IOException {
      try {
        return Files.readString(path);
      } catch (CharacterCodingException e) {
        throw new InvalidGivenException("'" + path + "' is not UTF-8");
      }
    }

    private String stored() {
      return "given_" + (staged.size() + 1);
    }

    private static List<GivenColumn> given(List<FileColumn> columns) {
      return columns.stream()
          .map(column -> new GivenColumn(column.name(), column.type(), column.json()))
          .toList();
    }

    private static String names(List<FileColumn> columns) {
      return String.join(", ", columns.stream().map(FileColumn::name).toList());
    }

    private static String fileName(Path path) {
      return path.getFileName().toString();
    }
  }
}
