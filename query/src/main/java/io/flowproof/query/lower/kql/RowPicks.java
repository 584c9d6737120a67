package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.PickOrder;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.kql.AggregateFunction.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code arg_max()}, {@code arg_min()} and {@code take_any()}: values that all come from one row,
 * the same in every run because ties are broken by where the row came from.
 */
final class RowPicks {
  private RowPicks() {}

  static List<Column> extreme(AggregateArguments call, boolean greatest) {
    Scalar first = call.call().argument(0);
    if (first.type() == KqlType.DYNAMIC) {
      throw call.call().mismatch(0, "a scalar");
    }
    String own = AutoNames.of(call.expressions().getFirst());
    List<Column> others = others(call, 1, own);
    List<Scalar> key = key(call, first, others);
    RexNode there = call.call().values().scalars().isNotNull(first.rex());
    String sql = greatest ? "max" : "min";
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(own == null ? sql + "_" : own, picked(call, sql, there, first, key)));
    for (Column other : others) {
      columns.add(new Column(other.name(), picked(call, sql, there, other.value(), key)));
    }
    return columns;
  }

  static List<Column> any(AggregateArguments call) {
    List<Column> columns = others(call, 0, null);
    List<Scalar> key = key(call, null, columns);
    RexNode all = call.call().values().scalars().bool(true);
    return columns.stream()
        .map(
            column ->
                new Column(
                    call.prefix().isEmpty() ? column.name() : call.prefix() + "_" + column.name(),
                    picked(call, "min", all, column.value(), key)))
        .toList();
  }

  /** The columns to take: those given from {@code from} on, or all. */
  private static List<Column> others(AggregateArguments call, int from, @Nullable String own) {
    List<Column> columns = new ArrayList<>();
    for (int i = from; i < call.call().count(); i++) {
      String name = AutoNames.of(call.expressions().get(i));
      columns.add(new Column(name == null ? "Column" + i : name, call.call().argument(i)));
    }
    if (call.star()) {
      for (Field<KqlType> field : call.starred()) {
        if (!field.name().equals(own)) {
          columns.add(new Column(field.name(), call.column(field)));
        }
      }
    }
    return columns;
  }

  /** The value to compare, then what breaks ties. */
  private static List<Scalar> key(
      AggregateArguments call, @Nullable Scalar first, List<Column> others) {
    Scalar number = first == null ? call.call().values().number(0) : first;
    if (number.isInteger()
        || number.type() == KqlType.DATETIME
        || number.type() == KqlType.TIMESPAN) {
      Optional<RexNode> one =
          PickOrder.byNumber(
              call.measures().algebra(), call.rows().relation(), call.order(), number.rex());
      if (one.isPresent()) {
        return List.of(new Scalar(one.get(), KqlType.LONG));
      }
    }
    List<Scalar> key = new ArrayList<>();
    if (first != null) {
      key.add(first);
    }
    if (call.rows().relation().provenance().isEmpty()) {
      others.forEach(column -> key.add(column.value()));
    } else {
      for (SortKey tie : call.order()) {
        key.add(call.place(tie.index()));
      }
    }
    return key;
  }

  private static Scalar picked(
      AggregateArguments call, String sql, RexNode where, Scalar value, List<Scalar> key) {
    List<Scalar> arguments = new ArrayList<>(List.of(value));
    arguments.addAll(key);
    StringBuilder row = new StringBuilder("row(");
    for (int i = 1; i < arguments.size(); i++) {
      row.append(i == 1 ? "" : ", ").append('{').append(i).append('}');
    }
    // One number is null where the row does not count.
    boolean isNumber = key.size() == 1 && key.getFirst().rex() instanceof RexCall;
    String by = isNumber ? "{1}" : row + ")";
    String pick = "arg_" + sql + "_null({0}, " + by + "){filter}";
    String template = value.type() == KqlType.STRING ? "coalesce(" + pick + ", '')" : pick;
    EngineAggregate aggregate =
        AggregateFunctions.aggregate("ARG_" + sql, Values.physical(value.type()), template);
    return isNumber
        ? call.measure(value.type(), aggregate, arguments.toArray(Scalar[]::new))
        : call.measureWhere(where, value.type(), aggregate, arguments);
  }
}
