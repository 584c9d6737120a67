package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.BinaryOperator;
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
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code evaluate pivot(column, aggregate, key, …) : (columns)}: a group for each key, and in it an
 * aggregate for each value of the column (Kusto documentation, "pivot plugin"). Where the columns
 * are not written they are the keys and then the values that the data have, in their order as
 * texts.
 */
final class PivotLowering {
  private final Binder binder;

  PivotLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(Evaluate evaluate, Call call, Rows rows, Environment names) {
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
    return new Pivot(evaluate, call, pivot, aggregate, keys).of(rows, names);
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

  /**
   * The column of the aggregate over the rows with some value.
   *
   * @param text the value as a text
   * @param type the type that is wanted; null for that of the aggregate
   */
  private record Wanted(String name, String text, @Nullable KqlType type, Span span) {}

  private final class Pivot {
    private final Evaluate evaluate;
    private final Call call;
    private final Name column;
    private final Call aggregate;
    private final Set<String> keys;

    Pivot(Evaluate evaluate, Call call, Name column, Call aggregate, Set<String> keys) {
      this.evaluate = evaluate;
      this.call = call;
      this.column = column;
      this.aggregate = aggregate;
      this.keys = keys;
    }

    Rows of(Rows rows, Environment names) {
      Algebra algebra = binder.context().algebra();
      Expressions expressions = Expressions.over(binder, rows, names);
      Scalar text = expressions.conversions().text(expressions.lower(column));
      String hidden = WindowCalls.HIDDEN + "pivot";
      Rows wider = new VisibleColumns(binder, rows).put(hidden, text).project();
      List<Field<KqlType>> groups = new ArrayList<>();
      List<RexNode> wide = new ArrayList<>();
      for (Field<KqlType> field : rows.fields()) {
        if (keys.contains(field.name())) {
          groups.add(new Field<>(field.name(), field.type(), groups.size()));
          wide.add(
              algebra.ref(wider.relation(), wider.relation().field(field.name()).orElseThrow()));
        }
      }
      Measures measures = new Measures(algebra, groups.size());
      Optional<List<Wanted>> wanted = wanted(groups, wider, hidden);
      List<Output<KqlType>> outputs = new ArrayList<>();
      for (Wanted each : wanted.orElseGet(() -> keysAlone(groups))) {
        Field<KqlType> key =
            groups.stream().filter(f -> f.name().equals(each.name())).findFirst().orElse(null);
        outputs.add(
            key != null
                ? new Output<>(each.name(), ref(wide, key), key.type())
                : value(each, hidden, aggregate, wider, names, measures));
      }
      RelNode grouped = algebra.aggregate(wider.relation().plan(), wide, measures.collected());
      Relation<KqlType> relation = new Relation<>(grouped, List.of(), List.of(), List.of());
      Rows pivoted = new Rows(algebra.project(relation, outputs));
      return wanted.isEmpty() ? pivoted.opened() : pivoted;
    }

    /** The columns of the result, those of keys among them; empty where they are not known. */
    private Optional<List<Wanted>> wanted(List<Field<KqlType>> groups, Rows wider, String hidden) {
      if (!evaluate.schema().isEmpty()) {
        return Optional.of(
            evaluate.schema().stream()
                .map(c -> new Wanted(c.name().text(), c.name().text(), c.type(), c.span()))
                .toList());
      }
      Algebra algebra = binder.context().algebra();
      RexNode text = algebra.ref(wider.relation(), wider.relation().field(hidden).orElseThrow());
      return new DataColumns(binder)
          .found(algebra.project(wider.relation().plan(), List.of(text)), call.function().span())
          .map(
              found -> {
                List<Wanted> wanted = keysAlone(groups);
                Set<String> taken = new HashSet<>(keys);
                for (List<@Nullable Object> row : found) {
                  String value = String.valueOf(row.getFirst());
                  String name = DataColumns.free(value.isEmpty() ? "Column1" : value, taken);
                  taken.add(name);
                  wanted.add(new Wanted(name, value, null, call.span()));
                }
                return wanted;
              });
    }

    private List<Wanted> keysAlone(List<Field<KqlType>> groups) {
      List<Wanted> wanted = new ArrayList<>();
      groups.forEach(f -> wanted.add(new Wanted(f.name(), "", f.type(), call.span())));
      return wanted;
    }
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
      Wanted wanted,
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
            new Literal(span, KqlType.STRING, wanted.text()));
    RexNode condition = Expressions.over(binder, rows, names).condition(same, "pivot()");
    AggregateScope scope =
        new AggregateScope(binder, rows, names, Set.of(), measures).where(condition);
    Scalar value = new Expressions(binder, scope, names).lower(aggregate);
    if (wanted.type() != null && value.type() != wanted.type()) {
      value = new Conversions(binder.values()).to(wanted.type(), value);
    }
    return new Output<>(wanted.name(), value.rex(), value.type());
  }
}
