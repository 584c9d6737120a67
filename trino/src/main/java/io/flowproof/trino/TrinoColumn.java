package io.flowproof.trino;

import io.flowproof.engine.api.Rows.ResultColumn;
import io.flowproof.engine.api.ValueType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of a result of Trino, and how its values become ours. */
record TrinoColumn(int place, ResultColumn shown, int jdbcType, int scale) {

  static List<TrinoColumn> of(ResultSetMetaData data) throws SQLException {
    List<TrinoColumn> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      int type = data.getColumnType(i);
      String name = data.getColumnTypeName(i);
      int scale = data.getScale(i);
      columns.add(
          new TrinoColumn(
              i,
              new ResultColumn(data.getColumnLabel(i), valueType(type, name, scale), name),
              type,
              scale));
    }
    return List.copyOf(columns);
  }

  private static ValueType valueType(int type, String name, int scale) {
    return switch (type) {
      case Types.BOOLEAN -> ValueType.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> ValueType.INT;
      case Types.BIGINT -> ValueType.LONG;
      case Types.DECIMAL -> scale == 0 ? ValueType.BIG_INT : ValueType.DECIMAL;
      case Types.REAL, Types.DOUBLE, Types.FLOAT -> ValueType.DOUBLE;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> ValueType.TIMESTAMP;
      case Types.DATE -> ValueType.DATE;
      case Types.ARRAY -> ValueType.LIST;
      default -> name.startsWith("map(") ? ValueType.MAP : ValueType.TEXT;
    };
  }

  @Nullable Object value(ResultSet row) throws SQLException {
    Object value =
        switch (shown.type()) {
          case TIMESTAMP ->
              jdbcType == Types.TIMESTAMP
                  ? row.getObject(place, LocalDateTime.class)
                  : row.getObject(place, ZonedDateTime.class);
          case TEXT -> row.getString(place);
          default -> row.getObject(place);
        };
    return value == null ? null : ours(value);
  }

  private Object ours(Object value) throws SQLException {
    return switch (value) {
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case ZonedDateTime time -> time.toInstant();
      case Date date -> date.toLocalDate();
      case Byte number -> number.intValue();
      case Short number -> number.intValue();
      case Float number -> number.doubleValue();
      case BigDecimal number when scale == 0 -> whole(number);
      case Array array -> list((Object[]) array.getArray());
      case Map<?, ?> map -> map(map);
      case Object other -> other;
    };
  }

  private static Object whole(BigDecimal number) {
    return number.toBigIntegerExact().bitLength() < Long.SIZE
        ? (Object) number.longValueExact()
        : number.toBigIntegerExact();
  }

  private static List<@Nullable Object> list(@Nullable Object[] values) throws SQLException {
    List<@Nullable Object> list = new ArrayList<>(values.length);
    for (Object value : values) {
      list.add(element(value));
    }
    return Collections.unmodifiableList(list);
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> values) throws SQLException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      map.put(String.valueOf(entry.getKey()), element(entry.getValue()));
    }
    return map;
  }

  /** Integers are longs in lists, and what JSON has no form for is a text. */
  private static @Nullable Object element(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Object[] inner -> list(inner);
      case List<?> inner -> list(inner.toArray());
      case Map<?, ?> inner -> map(inner);
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> number.doubleValue();
      case BigDecimal number when number.scale() == 0 -> whole(number);
      case BigDecimal number -> number.doubleValue();
      case Timestamp time -> time.toLocalDateTime().toInstant(ZoneOffset.UTC).toString();
      case Double number when !Double.isFinite(number) -> number.toString();
      case Boolean truth -> truth;
      case Number number -> number;
      case Object other -> other.toString();
    };
  }
}
