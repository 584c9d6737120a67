package io.flowproof.engine.duckdb;

import io.flowproof.engine.api.Rows.ResultColumn;
import io.flowproof.engine.api.ValueType;
import java.math.BigInteger;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of a result: what it is called, and how its values are read. The driver's vectors lack
 * lists, structures and some rare types; those are turned into text within the query.
 *
 * @param shown what the caller sees
 * @param reading how a value is read from its vector
 */
record DuckDbColumn(ResultColumn shown, Reading reading) {

  /** How the driver's vector is read. */
  enum Reading {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    UTINYINT,
    USMALLINT,
    UINTEGER,
    BIGINT,
    UBIGINT,
    HUGEINT,
    UHUGEINT,
    FLOAT,
    DOUBLE,
    DECIMAL,
    VARCHAR,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE,
    DATE,
    CAST_TO_TEXT,
    JSON_OF_NESTED
  }

  static List<DuckDbColumn> of(ResultSetMetaData metaData) throws SQLException {
    List<DuckDbColumn> columns = new ArrayList<>(metaData.getColumnCount());
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      String engineType = metaData.getColumnTypeName(i);
      Reading reading = reading(engineType);
      columns.add(
          new DuckDbColumn(
              new ResultColumn(metaData.getColumnName(i), type(reading, engineType), engineType),
              reading));
    }
    return List.copyOf(columns);
  }

  private static Reading reading(String engineType) {
    if (isList(engineType) || engineType.startsWith("STRUCT(") || engineType.startsWith("MAP(")) {
      return Reading.JSON_OF_NESTED;
    }
    if (engineType.startsWith("DECIMAL(")) {
      return Reading.DECIMAL;
    }
    return switch (engineType) {
      case "BOOLEAN" -> Reading.BOOLEAN;
      case "TINYINT" -> Reading.TINYINT;
      case "SMALLINT" -> Reading.SMALLINT;
      case "INTEGER" -> Reading.INTEGER;
      case "UTINYINT" -> Reading.UTINYINT;
      case "USMALLINT" -> Reading.USMALLINT;
      case "UINTEGER" -> Reading.UINTEGER;
      case "BIGINT" -> Reading.BIGINT;
      case "UBIGINT" -> Reading.UBIGINT;
      case "HUGEINT" -> Reading.HUGEINT;
      case "UHUGEINT" -> Reading.UHUGEINT;
      case "FLOAT" -> Reading.FLOAT;
      case "DOUBLE" -> Reading.DOUBLE;
      case "VARCHAR", "JSON" -> Reading.VARCHAR;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Reading.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> Reading.TIMESTAMP_WITH_ZONE;
      case "DATE" -> Reading.DATE;
      default -> Reading.CAST_TO_TEXT;
    };
  }

  private static boolean isList(String engineType) {
    return engineType.endsWith("]");
  }

  private static ValueType type(Reading reading, String engineType) {
    return switch (reading) {
      case BOOLEAN -> ValueType.BOOLEAN;
      case TINYINT, SMALLINT, INTEGER, UTINYINT, USMALLINT -> ValueType.INT;
      case UINTEGER, BIGINT -> ValueType.LONG;
      case UBIGINT, HUGEINT, UHUGEINT -> ValueType.BIG_INT;
      case FLOAT, DOUBLE -> ValueType.DOUBLE;
      case DECIMAL -> ValueType.DECIMAL;
      case VARCHAR, CAST_TO_TEXT -> ValueType.TEXT;
      case TIMESTAMP, TIMESTAMP_WITH_ZONE -> ValueType.TIMESTAMP;
      case DATE -> ValueType.DATE;
      case JSON_OF_NESTED -> isList(engineType) ? ValueType.LIST : ValueType.MAP;
    };
  }

  /** True when the vector has to be turned into text within the query. */
  boolean readAsText() {
    return reading == Reading.CAST_TO_TEXT || reading == Reading.JSON_OF_NESTED;
  }

  /** The query with those columns as text; it keeps its order. */
  static String asTexts(String sql, List<DuckDbColumn> columns) {
    List<String> expressions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (DuckDbColumn column : columns) {
      String name = "c" + names.size();
      names.add(name);
      expressions.add(
          switch (column.reading) {
            case CAST_TO_TEXT -> "CAST(" + name + " AS VARCHAR)";
            case JSON_OF_NESTED -> "CAST(to_json(" + name + ") AS VARCHAR)";
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, UTINYINT, USMALLINT, UINTEGER, BIGINT -> name;
            case UBIGINT, HUGEINT, UHUGEINT, FLOAT, DOUBLE, DECIMAL, VARCHAR -> name;
            case TIMESTAMP, TIMESTAMP_WITH_ZONE, DATE -> name;
          });
    }
    return "SELECT %s FROM (\n%s\n) AS q(%s)"
        .formatted(String.join(", ", expressions), sql, String.join(", ", names));
  }

  /** The value of a row, or null. */
  @Nullable Object value(DuckDBReadableVector vector, long row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (reading) {
      case BOOLEAN -> vector.getBoolean(row);
      case TINYINT -> (int) vector.getByte(row);
      case SMALLINT -> (int) vector.getShort(row);
      case INTEGER -> vector.getInt(row);
      case UTINYINT -> (int) vector.getUint8(row);
      case USMALLINT -> vector.getUint16(row);
      case UINTEGER -> vector.getUint32(row);
      case BIGINT -> vector.getLong(row);
      case UBIGINT -> narrowed(vector.getUint64(row));
      case HUGEINT -> narrowed(vector.getHugeInt(row));
      case UHUGEINT -> narrowed(vector.getUHugeInt(row));
      case FLOAT -> (double) vector.getFloat(row);
      case DOUBLE -> vector.getDouble(row);
      case DECIMAL -> vector.getBigDecimal(row);
      case VARCHAR, CAST_TO_TEXT -> vector.getString(row);
      case TIMESTAMP -> vector.getLocalDateTime(row).toInstant(ZoneOffset.UTC);
      case TIMESTAMP_WITH_ZONE -> vector.getOffsetDateTime(row).toInstant();
      case DATE -> vector.getLocalDate(row);
      case JSON_OF_NESTED -> NestedValues.parse(vector.getString(row));
    };
  }

  private static Object narrowed(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }
}
