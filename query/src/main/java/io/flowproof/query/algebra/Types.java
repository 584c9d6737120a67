package io.flowproof.query.algebra;

import io.flowproof.core.column.ColumnType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The physical types of the algebra, all nullable. A language's own types stand beside the plan (in
 * {@link Field}), never in it: Kusto's datetime and timespan are both {@link #LONG} ticks here (see
 * {@link io.flowproof.core.time.Ticks}).
 */
public final class Types {
  /** The factory that all plans share; text is Unicode. */
  public static final RelDataTypeFactory FACTORY =
      new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT) {
        @Override
        public Charset getDefaultCharset() {
          return StandardCharsets.UTF_8;
        }
      };

  /** True or false. */
  public static final RelDataType BOOLEAN = nullable(SqlTypeName.BOOLEAN);

  /** 32-bit integer. */
  public static final RelDataType INT = nullable(SqlTypeName.INTEGER);

  /** 64-bit integer. */
  public static final RelDataType LONG = nullable(SqlTypeName.BIGINT);

  /** IEEE 754 double. */
  public static final RelDataType DOUBLE = nullable(SqlTypeName.DOUBLE);

  /** UTC timestamp in microseconds, as the flow table stores it. */
  public static final RelDataType TIMESTAMP = nullable(SqlTypeName.TIMESTAMP);

  /** Unicode text. */
  public static final RelDataType TEXT =
      FACTORY.createTypeWithNullability(
          FACTORY.createTypeWithCharsetAndCollation(
              FACTORY.createSqlType(SqlTypeName.VARCHAR),
              StandardCharsets.UTF_8,
              SqlCollation.IMPLICIT),
          true);

  /** A list of texts. */
  public static final RelDataType TEXT_LIST = listOf(TEXT);

  private Types() {}

  /** A list of values of {@code element}. */
  public static RelDataType listOf(RelDataType element) {
    return FACTORY.createTypeWithNullability(FACTORY.createArrayType(element, -1), true);
  }

  /** The algebra's type of a stored column. */
  public static RelDataType of(ColumnType type) {
    return switch (type) {
      case INT -> INT;
      case LONG -> LONG;
      case DOUBLE -> DOUBLE;
      case BOOLEAN -> BOOLEAN;
      case TIMESTAMP -> TIMESTAMP;
      case TEXT -> TEXT;
      case BYTES -> throw new IllegalArgumentException("No table that rules see has bytes");
    };
  }

  private static RelDataType nullable(SqlTypeName name) {
    return FACTORY.createTypeWithNullability(FACTORY.createSqlType(name), true);
  }
}
