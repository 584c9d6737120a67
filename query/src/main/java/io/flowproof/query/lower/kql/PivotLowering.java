package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.Kql.ColumnType;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator.Evaluate;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code evaluate pivot(column, aggregate, key, …) : (columns)}: a group for each key, and in it an
 * aggregate for each value of the column that the written columns name.
 */
final class PivotLowering {
  private final Binder binder;

  PivotLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Evaluate evaluate, Call call, Rows rows, Environment names) {
    EvaluateLowering.needSchema(binder, evaluate, call);
    List<Argument> arguments = call.arguments();
    if (arguments.isEmpty() || !(arguments.getFirst().value() instanceof Name pivot)) {
      throw binder.problem(ErrorCode.ARGUMENT, call.span(), "pivot() takes a column first");
    }
    boolean given =
        arguments.size() > 1
            && arguments.get(1).value() instanceof Call aggregate
            && Functions.aggregate(aggregate.function().text()) != null;
    Call aggregate =
        given
            ? (Call) arguments.get(1).value()
            : new Call(call.span(), new Name(call.span(), "count"), List.of());
    Set<String> keys =
        keys(arguments.subList(given ? 2 : 1, arguments.size()), aggregate, pivot, rows);
    return pivoted(evaluate, pivot, aggregate, keys, rows, names);
  }

  private Set<String> keys(List<Argument> given, Call aggregate, Name pivot, Rows rows) {
    Set<String> keys = new HashSet<>();
    if (given.isEmpty()) {
      keys.addAll(rows.relation().names());
      keys.remove(pivot.text());
      aggregate.arguments().stream()
          .filter(a -> a.value() instanceof Name)
          .forEach(a -> keys.remove(((Name) a.value()).text()));
      return keys;
    }
    for (Argument key : given) {
      if (!(key.value() instanceof Name name)) {
        throw binder.problem(ErrorCode.ARGUMENT, key.span(), "pivot() takes columns here");
      }
      keys.add(name.text());
    }
    return keys;
  }

  private Rows pivoted(
      Evaluate evaluate,
      Name pivot,
      Call aggregate,
      Set<String> keys,
      Rows rows,
      Environment names) {
    Algebra algebra = binder.context().algebra();
    Expressions expressions = Expressions.over(binder, rows, names);
    List<RexNode> groups = new ArrayList<>();
    List<Field<KqlType>> fields = new ArrayList<>();
    for (Field<KqlType> field : rows.fields()) {
      if (keys.contains(field.name())) {
        fields.add(new Field<>(field.name(), field.type(), groups.size()));
        groups.add(algebra.ref(rows.relation(), field));
      }
    }
    Conversions conversions = expressions.conversions();
    Scalar column = conversions.text(expressions.lower(pivot));
    String hidden = WindowCalls.HIDDEN + "pivot";
    Rows wider = new VisibleColumns(binder, rows).put(hidden, column).project();
    Measures measures = new Measures(algebra, groups.size());
    List<Output<KqlType>> outputs = new ArrayList<>();
    for (ColumnType wanted : evaluate.schema()) {
      String name = wanted.name().text();
      Field<KqlType> key =
          fields.stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
      if (key != null) {
        outputs.add(new Output<>(name, ref(groups, key), key.type()));
      } else {
        outputs.add(value(wanted, hidden, aggregate, wider, names, measures));
      }
    }
    List<RexNode> wide = new ArrayList<>();
    for (Field<KqlType> field : fields) {
      wide.add(algebra.ref(wider.relation(), wider.relation().field(field.name()).orElseThrow()));
    }
    RelNode grouped = algebra.aggregate(wider.relation().plan(), wide, measures.collected());
    return new Rows(
        algebra.project(new Relation<>(grouped, List.of(), List.of(), List.of()), outputs));
  }

  private RexNode ref(List<RexNode> groups, Field<KqlType> key) {
    return binder
        .context()
        .algebra()
        .rex()
        .makeInputRef(groups.get(key.index()).getType(), key.index());
  }

  /** The aggregate over the rows where the column has this value. */
  private Output<KqlType> value(
      ColumnType wanted,
      String hidden,
      Call aggregate,
      Rows rows,
      Environment names,
      Measures measures) {
    Span span = wanted.span();
    KqlExpression same =
        new KqlExpression.Binary(
            span,
            BinaryOperator.EQUAL,
            span,
            new Name(span, hidden),
            new Literal(span, KqlType.STRING, wanted.name().text()));
    RexNode condition = Expressions.over(binder, rows, names).condition(same, "pivot()");
    AggregateScope scope =
        new AggregateScope(binder, rows, names, Set.of(), measures).where(condition);
    Scalar value = new Expressions(binder, scope, names).lower(aggregate);
    if (value.type() != wanted.type()) {
      value = new Conversions(binder.values()).to(wanted.type(), value);
    }
    return new Output<>(wanted.name().text(), value.rex(), value.type());
  }
}
