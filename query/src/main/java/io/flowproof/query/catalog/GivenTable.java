package io.flowproof.query.catalog;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.SiemTable.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table that a user gives beside the logs: of a file, a watchlist, or made of feeds.
 *
 * @param table what a rule sees
 * @param shape the stored table: its first column numbers the rows
 */
public record GivenTable(SiemTable table, TableShape shape) {
  /** The stored column that numbers the rows. */
  public static final String NUMBER = "number";

  private static final String TIME = "TimeGenerated";

  /**
   * A column of a file.
   *
   * @param name its name there
   * @param type how its values are stored
   * @param json true for texts that are JSON
   */
  public record GivenColumn(String name, ColumnType type, boolean json) {}

  /**
   * The rows of a file. As in a workspace, a run sees those rows only whose TimeGenerated lies in
   * its time range, where there is such a column.
   *
   * @param name what a rule calls the table
   * @param stored the stored table's name
   * @param file where the rows come from, for documentation
   */
  public static GivenTable ofFile(
      String name, String stored, List<GivenColumn> columns, String file) {
    TableShape shape = shape(stored, columns);
    List<SiemColumn> visible = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      visible.add(column(columns.get(i), place(i)));
    }
    Optional<SiemColumn> time =
        visible.stream()
            .filter(column -> column.name().equals(TIME) && column.kind() == ColumnKind.DATETIME)
            .findFirst();
    String clock = time.map(column -> place(visible.indexOf(column))).orElse(null);
    return new GivenTable(
        new SiemTable(
            name,
            "the rows of " + file,
            List.of(stored),
            List.copyOf(visible),
            null,
            new Rows(List.of(NUMBER), clock)),
        shape);
  }

  /**
   * A watchlist, whose values are texts. Columns beside those of the file: {@code _DTItemId}, a
   * name of the item that is always the same; {@code LastUpdatedTimeUTC}; {@code SearchKey}.
   * Microsoft Sentinel, "Build queries or detection rules with watchlists".
   *
   * @param alias the watchlist's alias
   * @param columns of the file, all of them texts
   * @param key the place of the column that is the search key
   * @param updated when the file was last changed
   */
  public static GivenTable watchlist(
      String alias, String stored, List<String> columns, int key, Instant updated) {
    EngineFunction id =
        new EngineFunction(
            "ITEM_ID", Types.TEXT, "CAST(CAST(md5({0} || '/' || {1}) AS UUID) AS VARCHAR)");
    List<SiemColumn> visible = new ArrayList<>();
    visible.add(
        new SiemColumn(
            "_DTItemId",
            ColumnKind.TEXT,
            row ->
                row.scalars()
                    .call(
                        id,
                        row.scalars().text(alias),
                        row.scalars().cast(row.column(NUMBER), Types.TEXT)),
            "the watchlist and the row"));
    visible.add(
        new SiemColumn(
            "LastUpdatedTimeUTC",
            ColumnKind.DATETIME,
            row -> row.scalars().ticks(row.scalars().timestamp(updated)),
            "when the file was changed"));
    visible.add(text("SearchKey", place(key), columns.get(key)));
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i);
      if (visible.stream().noneMatch(column -> column.name().equals(name))) {
        visible.add(text(name, place(i), name));
      }
    }
    List<GivenColumn> texts =
        columns.stream().map(name -> new GivenColumn(name, ColumnType.TEXT, false)).toList();
    return new GivenTable(
        new SiemTable(
            alias,
            "a watchlist",
            List.of(stored),
            List.copyOf(visible),
            null,
            new Rows(List.of(NUMBER), null)),
        shape(stored, texts));
  }

  private static TableShape shape(String stored, List<GivenColumn> columns) {
    List<ShapeColumn> physical = new ArrayList<>();
    physical.add(new ShapeColumn(NUMBER, ColumnType.LONG));
    for (int i = 0; i < columns.size(); i++) {
      physical.add(new ShapeColumn(place(i), columns.get(i).type()));
    }
    return new TableShape(stored, List.copyOf(physical));
  }

  /** The stored column of a file's column: names of files may differ in case only. */
  private static String place(int index) {
    return "c" + index;
  }

  private static SiemColumn column(GivenColumn column, String stored) {
    String name = column.name();
    return switch (column.type()) {
      case TEXT ->
          column.json()
              ? new SiemColumn(name, ColumnKind.DYNAMIC, row -> row.column(stored), name)
              : text(name, stored, name);
      case INT -> new SiemColumn(name, ColumnKind.INT, row -> row.column(stored), name);
      case LONG -> new SiemColumn(name, ColumnKind.LONG, row -> row.column(stored), name);
      case DOUBLE -> new SiemColumn(name, ColumnKind.REAL, row -> row.column(stored), name);
      case BOOLEAN -> new SiemColumn(name, ColumnKind.BOOL, row -> row.column(stored), name);
      case TIMESTAMP ->
          new SiemColumn(
              name, ColumnKind.DATETIME, row -> row.scalars().ticks(row.column(stored)), name);
      case BYTES -> throw new IllegalArgumentException("A given table has no bytes: " + name);
    };
  }

  /** Kusto's strings are never null. */
  private static SiemColumn text(String name, String stored, String from) {
    return new SiemColumn(
        name,
        ColumnKind.TEXT,
        row -> row.scalars().coalesce(Types.TEXT, row.column(stored), row.scalars().text("")),
        from);
  }
}
