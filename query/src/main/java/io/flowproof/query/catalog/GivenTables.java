package io.flowproof.query.catalog;

import io.flowproof.core.column.TableShape;
import io.flowproof.query.kql.SavedFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user gives beside the logs, by the names that rules use.
 *
 * @param tables tables of files
 * @param watchlists by their aliases
 * @param files for {@code externaldata}: by the address that a query names
 * @param functions saved functions of KQL
 * @param intel whether indicators of threat intelligence are there
 */
public record GivenTables(
    Map<String, GivenTable> tables,
    Map<String, GivenTable> watchlists,
    Map<String, AllowedFile> files,
    Map<String, SavedFunction> functions,
    boolean intel) {
  /** Nothing. */
  public static final GivenTables NONE =
      new GivenTables(Map.of(), Map.of(), Map.of(), Map.of(), false);

  /**
   * A file that {@code externaldata} may read.
   *
   * @param name the file's
   * @param format what its name says it is: csv, tsv, psv, scsv, json or parquet
   * @param lines each line as one text, where it is text
   * @param values separated values, all texts, the first line as a row, where it is that
   * @param objects each JSON object, or row of Parquet, as one text, where it is that
   */
  public record AllowedFile(
      String name,
      String format,
      Optional<GivenTable> lines,
      Optional<GivenTable> values,
      Optional<GivenTable> objects) {
    List<GivenTable> all() {
      List<GivenTable> all = new ArrayList<>();
      lines.ifPresent(all::add);
      values.ifPresent(all::add);
      objects.ifPresent(all::add);
      return all;
    }
  }

  /** Copies the maps. */
  public GivenTables {
    tables = Map.copyOf(tables);
    watchlists = Map.copyOf(watchlists);
    files = Map.copyOf(files);
    functions = Map.copyOf(functions);
  }

  /** The stored tables by name. */
  Map<String, TableShape> shapes() {
    Map<String, TableShape> shapes = new HashMap<>();
    tables.values().forEach(given -> shapes.put(given.shape().name(), given.shape()));
    watchlists.values().forEach(given -> shapes.put(given.shape().name(), given.shape()));
    files
        .values()
        .forEach(
            file -> file.all().forEach(given -> shapes.put(given.shape().name(), given.shape())));
    return shapes;
  }
}
