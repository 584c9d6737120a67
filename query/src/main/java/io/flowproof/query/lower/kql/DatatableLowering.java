package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlPrinter;
import io.flowproof.query.kql.KqlTime;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/** {@code datatable}: rows written out; a hidden number keeps them in their order. */
final class DatatableLowering {
  private final Binder binder;

  DatatableLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Datatable table, Environment names) {
    List<Kql.ColumnType> columns = table.columns();
    if (columns.isEmpty() || table.values().size() % columns.size() != 0) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          table.span(),
          "A datatable of %d columns cannot hold %d values"
              .formatted(columns.size(), table.values().size()));
    }
    AutoNames taken = new AutoNames(binder);
    columns.forEach(c -> taken.written(c.name().text(), c.name().span()));
    Expressions expressions =
        new Expressions(binder, new ConstantScope(binder, names.names()), names);
    List<Supplier<RexLiteral>> work = new ArrayList<>();
    for (int i = 0; i < table.values().size(); i++) {
      KqlExpression value = table.values().get(i);
      KqlType type = columns.get(i % columns.size()).type();
      work.add(() -> literal(value, type, expressions));
    }
    List<RexLiteral> literals = binder.all(work);
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (int i = 0; i < literals.size(); i += columns.size()) {
      rows.add(literals.subList(i, i + columns.size()));
    }
    return rows(columns, rows);
  }

  private Rows rows(List<Kql.ColumnType> columns, List<List<RexLiteral>> rows) {
    Algebra algebra = binder.context().algebra();
    List<RelDataType> types = new ArrayList<>();
    columns.forEach(column -> types.add(Values.physical(column.type())));
    types.add(Types.LONG);
    List<List<RexLiteral>> numbered = new ArrayList<>();
    for (List<RexLiteral> row : rows) {
      List<RexLiteral> withNumber = new ArrayList<>(row);
      withNumber.add(binder.context().scalars().number(numbered.size()));
      numbered.add(withNumber);
    }
    List<Field<KqlType>> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      KqlType type = columns.get(i).type();
      // Decimals are computed as reals.
      fields.add(
          new Field<>(
              columns.get(i).name().text(), type == KqlType.DECIMAL ? KqlType.REAL : type, i));
    }
    return new Rows(
        new Relation<>(
            algebra.values(types, numbered), fields, List.of(columns.size()), List.of()));
  }

  private RexLiteral literal(KqlExpression written, KqlType type, Expressions expressions) {
    Scalar value = expressions.lower(written);
    boolean isNull = value.constant() == null && value.rex() instanceof RexLiteral;
    @Nullable Object constant = isNull ? null : converted(value, type);
    if (constant == null && !isNull) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          written.span(),
          "The value must be %s, and this is %s".formatted(Binder.a(type), Binder.a(value.type())));
    }
    if (binder.values().constant(type, constant).rex() instanceof RexLiteral literal) {
      return literal;
    }
    throw binder.unsupported(written.span(), "This value in a datatable");
  }

  /** The constant as a value of the column's type, or null when it cannot be one. */
  private static @Nullable Object converted(Scalar value, KqlType type) {
    Object constant = value.constant();
    if (constant == null || value.type() == type) {
      return constant;
    }
    return switch (type) {
      case INT ->
          constant instanceof Long number && number == number.intValue()
              ? (Object) Integer.valueOf(number.intValue())
              : null;
      case LONG -> constant instanceof Integer number ? (Object) Long.valueOf(number) : null;
      case REAL -> constant instanceof Number number ? (Object) number.doubleValue() : null;
      case DATETIME -> constant instanceof String text ? KqlTime.datetime(text) : null;
      case TIMESPAN -> constant instanceof String text ? KqlTime.timespan(text) : null;
      case DYNAMIC -> json(constant);
      case GUID -> constant instanceof String text ? text : null;
      case DECIMAL -> constant instanceof Number number ? (Object) number.doubleValue() : null;
      case STRING, BOOL -> null;
    };
  }

  private static String json(Object constant) {
    return constant instanceof String text ? KqlPrinter.string(text) : constant.toString();
  }
}
