package io.flowproof.query.catalog;

import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;

/** A schema written as names with types, {@code Name:int}, a text without one. */
final class SchemaText {
  private SchemaText() {}

  /** The columns in order; those that are not filled are empty texts, or null. */
  static List<SiemColumn> columns(String fields, Map<String, SiemColumn> filled) {
    List<SiemColumn> columns = new ArrayList<>();
    for (String field : fields.strip().split("\\s+")) {
      int colon = field.indexOf(':');
      String name = colon < 0 ? field : field.substring(0, colon);
      SiemColumn known = filled.get(name);
      columns.add(known == null ? empty(name, kind(field)) : known);
    }
    return List.copyOf(columns);
  }

  private static ColumnKind kind(String field) {
    return switch (field.substring(field.indexOf(':') + 1)) {
      case "int" -> ColumnKind.INT;
      case "long" -> ColumnKind.LONG;
      case "real" -> ColumnKind.REAL;
      case "bool" -> ColumnKind.BOOL;
      case "datetime" -> ColumnKind.DATETIME;
      case "dynamic" -> ColumnKind.DYNAMIC;
      default -> ColumnKind.TEXT;
    };
  }

  private static SiemColumn empty(String name, ColumnKind kind) {
    return new SiemColumn(
        name,
        kind,
        row ->
            kind == ColumnKind.TEXT ? row.scalars().text("") : row.scalars().nullOf(physical(kind)),
        "not filled");
  }

  private static RelDataType physical(ColumnKind kind) {
    return switch (kind) {
      case TEXT, DYNAMIC -> Types.TEXT;
      case INT -> Types.INT;
      case LONG, DATETIME -> Types.LONG;
      case REAL, EPOCH_SECONDS -> Types.DOUBLE;
      case BOOL -> Types.BOOLEAN;
    };
  }
}
