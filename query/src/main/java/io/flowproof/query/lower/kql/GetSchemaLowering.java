package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexLiteral;

/** {@code getschema}: a row for each column, in their order. */
final class GetSchemaLowering {
  private final Binder binder;

  GetSchemaLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Rows rows) {
    if (rows.open() || !rows.broken().isEmpty()) {
      throw new UnboundException();
    }
    Algebra algebra = binder.context().algebra();
    var scalars = binder.context().scalars();
    List<List<RexLiteral>> columns = new ArrayList<>();
    for (Field<KqlType> field : rows.fields()) {
      columns.add(
          List.of(
              scalars.text(field.name()),
              scalars.number(columns.size()),
              scalars.text("System." + dotNet(field.type())),
              scalars.text(field.type().keyword())));
    }
    return new Rows(
        new Relation<>(
            algebra.values(List.of(Types.TEXT, Types.LONG, Types.TEXT, Types.TEXT), columns),
            List.of(
                new Field<>("ColumnName", KqlType.STRING, 0),
                new Field<>("ColumnOrdinal", KqlType.LONG, 1),
                new Field<>("DataType", KqlType.STRING, 2),
                new Field<>("ColumnType", KqlType.STRING, 3)),
            List.of(1),
            List.of()));
  }

  private static String dotNet(KqlType type) {
    return switch (type) {
      case BOOL -> "SByte";
      case INT -> "Int32";
      case LONG -> "Int64";
      case REAL -> "Double";
      case DECIMAL -> "Data.SqlTypes.SqlDecimal";
      case STRING -> "String";
      case DATETIME -> "DateTime";
      case TIMESPAN -> "TimeSpan";
      case GUID -> "Guid";
      case DYNAMIC -> "Object";
    };
  }
}
