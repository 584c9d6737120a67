package io.flowproof.detection.given;

import io.flowproof.core.column.ColumnType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The files that a user gives beside the logs.
 *
 * @param tables files of rows under names that rules use
 * @param watchlists CSV files under their aliases
 * @param searchKeys for aliases: the column that is the search key
 * @param intel feeds of indicators
 * @param allowed files that {@code externaldata} may read, under the addresses that rules name
 * @param functions files of saved functions
 */
public record GivenFiles(
    List<TableFile> tables,
    Map<String, Path> watchlists,
    Map<String, String> searchKeys,
    List<Path> intel,
    Map<String, Path> allowed,
    List<Path> functions) {
  /** None. */
  public static final GivenFiles NONE =
      new GivenFiles(List.of(), Map.of(), Map.of(), List.of(), Map.of(), List.of());

  /**
   * A file of rows.
   *
   * @param name what rules call the table
   * @param declared types of columns that are not to be guessed
   */
  public record TableFile(String name, Map<String, ColumnType> declared, Path path) {}
}
