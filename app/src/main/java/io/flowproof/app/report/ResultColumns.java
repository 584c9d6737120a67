package io.flowproof.app.report;

import io.flowproof.engine.api.Rows;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.ResultValue;
import io.flowproof.query.ValueType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of results, by the language of the query. */
public final class ResultColumns {
  private ResultColumns() {}

  /** Of a query in KQL or SPL: values as their SIEM shows them, Splunk's times in a time zone. */
  public static List<RowColumn> of(List<OutputColumn> columns, ZoneId zone) {
    return columns.stream()
        .map(
            column ->
                new RowColumn(
                    column.name(),
                    isNumeric(column.type()),
                    value -> ResultValue.json(column.type(), value, zone),
                    value -> ResultValue.text(column.type(), value, zone)))
        .toList();
  }

  /** Of SQL: values as the engine has them, times in ISO 8601; a name that repeats is numbered. */
  public static List<RowColumn> ofSql(List<Rows.ResultColumn> columns) {
    Set<String> taken = new HashSet<>();
    List<RowColumn> named = new ArrayList<>();
    for (Rows.ResultColumn column : columns) {
      String name = column.name();
      for (int i = 1; !taken.add(name); i++) {
        name = column.name() + "_" + i;
      }
      named.add(new RowColumn(name, isNumeric(column.type()), value -> value, ResultColumns::text));
    }
    return named;
  }

  private static boolean isNumeric(ValueType type) {
    return switch (type) {
      case INTEGER, REAL, SPL_NUMBER -> true;
      case TEXT, BOOLEAN, DATETIME, TIMESPAN, EPOCH_SECONDS, DYNAMIC, MULTIVALUE -> false;
    };
  }

  private static boolean isNumeric(io.flowproof.engine.api.ValueType type) {
    return switch (type) {
      case INT, LONG, BIG_INT, DECIMAL, DOUBLE -> true;
      case BOOLEAN, TEXT, TIMESTAMP, DATE, LIST, MAP -> false;
    };
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> Json.line(list);
      case Map<?, ?> map -> Json.line(map);
      case BigDecimal number -> number.toPlainString();
      case Object other -> other.toString();
    };
  }
}
