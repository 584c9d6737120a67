package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code summarize … by …}: a row for each group, nulls being a group of their own; without {@code
 * by} one row, even over no rows. The keys come first, then the aggregates.
 */
final class SummarizeLowering {
  private final Binder binder;

  SummarizeLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Summarize summarize, Rows rows, Environment names) {
    Algebra algebra = binder.context().algebra();
    AutoNames taken = new AutoNames(binder);
    int problems = binder.context().diagnostics().list().size();
    List<Output<KqlType>> keys = keys(summarize.by(), rows, names, taken);
    Measures measures = new Measures(algebra, keys.size());
    AggregateScope scope =
        new AggregateScope(binder, rows, names, plainKeys(summarize.by()), measures);
    List<Output<KqlType>> results = new ArrayList<>();
    for (NamedExpression aggregate : summarize.aggregates()) {
      try {
        results.addAll(results(aggregate, scope, names, taken));
      } catch (UnboundException e) {
        // Reported; the others are still checked.
      }
    }
    if (binder.context().diagnostics().list().size() > problems
        || keys.size() < summarize.by().size()) {
      return rows.with(rows.relation().withFields(List.of())).opened();
    }
    return new Rows(grouped(rows, keys, measures, results));
  }

  /** The names of columns that are grouped by as they are. */
  static Set<String> plainKeys(List<NamedExpression> by) {
    Set<String> names = new HashSet<>();
    for (NamedExpression key : by) {
      if (key.names().isEmpty() && key.value() instanceof Name name) {
        names.add(name.text());
      }
    }
    return names;
  }

  List<Output<KqlType>> keys(
      List<NamedExpression> by, Rows rows, Environment names, AutoNames taken) {
    Expressions expressions = Expressions.over(binder, rows, names);
    List<Output<KqlType>> keys = new ArrayList<>();
    for (NamedExpression key : by) {
      try {
        Scalar value = expressions.lower(key.value());
        if (value.type() == KqlType.DYNAMIC) {
          throw binder.problem(
              ErrorCode.TYPE_MISMATCH,
              key.span(),
              "A dynamic value cannot be grouped by",
              "convert it with tostring(…)");
        }
        keys.add(new Output<>(name(key, taken), value.rex(), value.type()));
      } catch (UnboundException e) {
        // Reported; the number of keys tells.
      }
    }
    return keys;
  }

  private static String name(NamedExpression column, AutoNames taken) {
    if (!column.names().isEmpty()) {
      Name name = column.names().getFirst();
      return taken.written(name.text(), name.span());
    }
    String derived = AutoNames.of(column.value());
    return derived == null ? taken.next() : taken.derived(derived);
  }

  List<Output<KqlType>> results(
      NamedExpression aggregate, AggregateScope scope, Environment names, AutoNames taken) {
    if (aggregate.value() instanceof Call call && !isLet(call, names)) {
      AggregateFunction function = Functions.aggregate(call.function().text());
      if (function != null) {
        return columns(aggregate, scope.columns(function, call), taken);
      }
    }
    if (aggregate.names().size() > 1) {
      throw binder.unsupported(aggregate.span(), "A list of names for one value");
    }
    KqlExpression value = aggregate.value();
    Scalar scalar = new Expressions(binder, scope, names).lower(value);
    return List.of(new Output<>(name(aggregate, taken), scalar.rex(), scalar.type()));
  }

  private static boolean isLet(Call call, Environment names) {
    return names.find(call.function().text()).isPresent();
  }

  /** The columns of one aggregate; names that were given go to the first ones. */
  private List<Output<KqlType>> columns(
      NamedExpression aggregate, List<AggregateFunction.Column> columns, AutoNames taken) {
    List<Name> given = aggregate.names();
    if (given.size() > columns.size()) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          aggregate.span(),
          "%d names are given for %d columns".formatted(given.size(), columns.size()));
    }
    List<Output<KqlType>> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      AggregateFunction.Column column = columns.get(i);
      String name =
          i < given.size()
              ? taken.written(given.get(i).text(), given.get(i).span())
              : taken.derived(column.name().isEmpty() ? "Column1" : column.name());
      outputs.add(new Output<>(name, column.value().rex(), column.value().type()));
    }
    return outputs;
  }

  private Relation<KqlType> grouped(
      Rows rows, List<Output<KqlType>> keys, Measures measures, List<Output<KqlType>> results) {
    Algebra algebra = binder.context().algebra();
    List<RexNode> expressions = keys.stream().<RexNode>map(Output::expression).toList();
    RelNode groups = algebra.aggregate(rows.relation().plan(), expressions, measures.collected());
    List<Output<KqlType>> outputs = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      outputs.add(new Output<>(keys.get(i).name(), algebra.ref(groups, i), keys.get(i).type()));
    }
    outputs.addAll(results);
    return algebra.project(new Relation<>(groups, List.of(), List.of(), List.of()), outputs);
  }
}
