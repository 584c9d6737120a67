package io.flowproof.detection.given;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.catalog.GivenRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of lists and tables that are given beside the logs, for an engine that has the logs
 * only: they are part of the queries' text, which that engine limits.
 */
public final class CarriedRows implements GivenRows {
  private static final int MOST_ROWS = 5_000;

  private final Map<String, List<List<@Nullable Object>>> rows;

  private CarriedRows(Map<String, List<List<@Nullable Object>>> rows) {
    this.rows = rows;
  }

  /**
   * Reads what is given.
   *
   * @param embedded an engine that has the rows of what is given
   */
  public static CarriedRows of(GivenData given, QueryEngine embedded) {
    Map<String, List<List<@Nullable Object>>> all = new LinkedHashMap<>();
    for (TableShape shape : given.allShapes()) {
      String columns =
          shape.columns().stream()
              .map(column -> '"' + column.name() + '"')
              .collect(Collectors.joining(", "));
      String sql = "SELECT %s FROM \"%s\" LIMIT %d".formatted(columns, shape.name(), MOST_ROWS + 1);
      all.put(shape.name(), embedded.all(sql));
    }
    return new CarriedRows(all);
  }

  @Override
  public List<List<@Nullable Object>> of(TableShape table) {
    List<List<@Nullable Object>> found = rows.getOrDefault(table.name(), List.of());
    if (found.size() > MOST_ROWS) {
      throw new EngineException(
          ErrorCode.UNSUPPORTED,
          String.format(
              Locale.ROOT,
              "A list or table that the query reads has more than %,d rows, which is the most that"
                  + " a query carries to another engine (read the lake without --engine)",
              MOST_ROWS));
    }
    return found;
  }
}
