package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * One call of an aggregate with its arguments over the grouping's input.
 *
 * @param call the arguments, lowered; a {@code *} stands as no argument
 * @param expressions the arguments as written, the {@code *} left out
 * @param star true when the last argument is {@code *}
 * @param filter only rows for which it is true count, or null for all
 * @param rows the grouping's input
 * @param keys names of the columns that are grouped by as they are
 * @param measures takes the measures
 * @param prefix what the column's name begins with
 */
record AggregateArguments(
    FunctionCall call,
    List<KqlExpression> expressions,
    boolean star,
    @Nullable RexNode filter,
    Rows rows,
    Set<String> keys,
    Measures measures,
    String prefix) {

  /** Has the engine compute an aggregate of given arguments over the rows that count. */
  Scalar measure(KqlType type, EngineAggregate aggregate, Scalar... arguments) {
    return measures.add(type, aggregate, List.of(arguments), filter);
  }

  /** The same over the rows for which a further condition is true. */
  Scalar measureWhere(
      RexNode condition, KqlType type, EngineAggregate aggregate, List<Scalar> arguments) {
    RexNode both = filter == null ? condition : call.values().scalars().and(filter, condition);
    return measures.add(type, aggregate, arguments, both);
  }

  /** The one column of an aggregate, named after its first argument. */
  List<AggregateFunction.Column> column(Scalar value) {
    String argument = expressions.isEmpty() ? "" : AutoNames.orEmpty(expressions.getFirst());
    String name = prefix.isEmpty() ? argument : prefix + "_" + argument;
    return List.of(new AggregateFunction.Column(name, value));
  }

  /** The columns whose order tells rows apart the same way in every run. */
  List<SortKey> order() {
    return measures.algebra().totalOrder(rows.relation());
  }

  /** A column of the grouping's input by its place. */
  Scalar place(int index) {
    return new Scalar(measures.algebra().ref(rows.relation().plan(), index), KqlType.LONG);
  }

  /** The columns that {@code *} stands for: all that are not grouped by. */
  List<Field<KqlType>> starred() {
    List<Field<KqlType>> fields = new ArrayList<>();
    for (Field<KqlType> field : rows.fields()) {
      if (!keys.contains(field.name())) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** A column of the grouping's input. */
  Scalar column(Field<KqlType> field) {
    return new Scalar(measures.algebra().ref(rows.relation(), field), field.type());
  }
}
