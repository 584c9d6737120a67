package io.flowproof.app.cli;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.given.GivenFiles;
import io.flowproof.detection.given.GivenFiles.TableFile;
import io.flowproof.detection.given.InvalidGivenException;
import io.flowproof.flowlog.enrich.Enrichment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What rules may read beside the logs. The text of a query never names a file that is read. */
final class DataArguments {
  private static final Pattern TABLE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:\\(([^)]*)\\))?");

  private static final Map<String, ColumnType> TYPES =
      new TreeMap<>(
          Map.of(
              "string", ColumnType.TEXT,
              "int", ColumnType.INT,
              "long", ColumnType.LONG,
              "real", ColumnType.DOUBLE,
              "bool", ColumnType.BOOLEAN,
              "datetime", ColumnType.TIMESTAMP));

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = {
        "A table of a CSV, TSV, JSON, NDJSON or Parquet file, which may be compressed with gzip;",
        "in SPL it is a lookup.",
        "Types are guessed, or declared: 'NAME(Account:string, Port:int)=FILE'. May be repeated."
      })
  private List<String> tables = List.of();

  @Option(
      names = "--watchlist",
      paramLabel = "ALIAS=FILE",
      description = "A watchlist for _GetWatchlist('ALIAS'), of a CSV file; may be repeated.")
  private List<String> watchlists = List.of();

  @Option(
      names = "--watchlists",
      paramLabel = "DIR",
      description = "A folder of watchlists: each CSV file is the one that it is named after.")
  private List<Path> watchlistFolders = List.of();

  @Option(
      names = "--search-key",
      paramLabel = "ALIAS=COLUMN",
      description = "The column of a watchlist that is its SearchKey (default: the first).")
  private List<String> searchKeys = List.of();

  @Option(
      names = "--allow-file",
      paramLabel = "[ADDRESS=]FILE",
      description = {
        "A file that externaldata may read, where it names this address ('https://…=list.csv'), or",
        "the file itself; may be repeated."
      })
  private List<String> allowed = List.of();

  @Option(
      names = "--functions",
      paramLabel = "DIR",
      description = {
        "A folder (or one file) of saved functions: .kql files of 'let name = (…) {…};', or with a",
        "query that is named after its file."
      })
  private List<Path> functions = List.of();

  /**
   * Looks at the files.
   *
   * @param enrichment whose indicators are Sentinel's tables of threat intelligence
   * @throws UsageException for an option that is not of its form, a file that is missing, a name
   *     that is taken
   */
  GivenData read(Enrichment enrichment) throws IOException {
    return read(Map.of(), enrichment);
  }

  /** The same with watchlists of a pack, where the user gives none of that alias. */
  GivenData read(Map<String, Path> lists, Enrichment enrichment) throws IOException {
    Map<String, Path> watchlists = new TreeMap<>(lists);
    watchlists.putAll(watchlists());
    GivenFiles files =
        new GivenFiles(tables(), watchlists, keys(), List.of(), allowedFiles(), functionFiles());
    try {
      return GivenData.of(files, enrichment);
    } catch (InvalidGivenException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<TableFile> tables() {
    List<TableFile> files = new ArrayList<>();
    for (String table : tables) {
      int equals = table.indexOf('=');
      Matcher name = TABLE.matcher(equals < 0 ? "" : table.substring(0, equals).strip());
      if (!name.matches()) {
        throw new UsageException(
            "Cannot read --table '%s' (must be NAME=FILE or 'NAME(Column:type, …)=FILE')"
                .formatted(table));
      }
      Map<String, ColumnType> declared =
          name.group(2) == null ? Map.of() : declared(name.group(2), table);
      files.add(new TableFile(name.group(1), declared, file(table.substring(equals + 1))));
    }
    return files;
  }

  private static Map<String, ColumnType> declared(String columns, String table) {
    Map<String, ColumnType> declared = new LinkedHashMap<>();
    for (String column : columns.split(",")) {
      String[] parts = column.split(":", 2);
      ColumnType type = parts.length < 2 ? null : TYPES.get(parts[1].strip());
      if (type == null) {
        String near =
            parts.length < 2 ? null : Suggestion.didYouMean(parts[1].strip(), TYPES.keySet());
        throw new UsageException(
            "Cannot read '%s' in --table '%s' (%s)"
                .formatted(
                    column.strip(),
                    table,
                    near == null ? "types are " + String.join(", ", TYPES.keySet()) : near));
      }
      declared.put(parts[0].strip(), type);
    }
    return declared;
  }

  private Map<String, Path> watchlists() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path folder : watchlistFolders) {
      for (Path file : filesIn(folder, ".csv")) {
        files.put(file.getFileName().toString().replaceFirst("\\.csv$", ""), file);
      }
    }
    for (String watchlist : watchlists) {
      String[] parts = pair("--watchlist", "ALIAS=FILE", watchlist);
      files.put(parts[0], file(parts[1]));
    }
    return files;
  }

  private Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String key : searchKeys) {
      String[] parts = pair("--search-key", "ALIAS=COLUMN", key);
      keys.put(parts[0], parts[1]);
    }
    return keys;
  }

  /** Under the address that is given, or else under the path and under the file's own name. */
  private Map<String, Path> allowedFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String given : allowed) {
      int equals = given.lastIndexOf('=');
      if (equals > 0 && !Files.exists(Path.of(given))) {
        Path file = file(given.substring(equals + 1));
        files.put(given.substring(0, equals), file);
      } else {
        Path file = file(given);
        files.put(given, file);
        files.put(file.toAbsolutePath().normalize().toString(), file);
      }
    }
    return files;
  }

  private List<Path> functionFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : functions) {
      files.addAll(
          Files.isDirectory(path) ? filesIn(path, ".kql") : List.of(file(path.toString())));
    }
    return files;
  }

  private static List<Path> filesIn(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new UsageException("No such folder: " + folder);
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      if (files.isEmpty()) {
        throw new UsageException("There is no %s file in '%s'".formatted(ending, folder));
      }
      return files;
    }
  }

  private static String[] pair(String option, String form, String given) {
    int equals = given.indexOf('=');
    if (equals < 1 || equals == given.length() - 1) {
      throw new UsageException("Cannot read %s '%s' (must be %s)".formatted(option, given, form));
    }
    return new String[] {given.substring(0, equals), given.substring(equals + 1)};
  }

  private static Path file(String path) {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      throw new UsageException("No such file: " + file);
    }
    return file;
  }
}
