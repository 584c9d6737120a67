package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code print}: one row of values; those without a name are {@code print_0} and so on. */
final class PrintLowering {
  private final Binder binder;

  PrintLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Print print, Environment names) {
    Algebra algebra = binder.context().algebra();
    Expressions expressions =
        new Expressions(binder, new ConstantScope(binder, names.names()), names);
    AutoNames taken = new AutoNames(binder);
    List<Output<KqlType>> outputs = new ArrayList<>();
    Set<String> broken = new HashSet<>();
    for (int i = 0; i < print.columns().size(); i++) {
      NamedExpression column = print.columns().get(i);
      String name = column.names().isEmpty() ? "print_" + i : column.names().getFirst().text();
      try {
        Scalar value = expressions.lower(column.value());
        outputs.add(new Output<>(taken.written(name, span(column)), value.rex(), value.type()));
      } catch (UnboundException e) {
        broken.add(name);
      }
    }
    Relation<KqlType> row = new Relation<>(algebra.oneRow(), List.of(), List.of(), List.of());
    return new Rows(algebra.project(row, outputs)).withBroken(broken);
  }

  private static Span span(NamedExpression column) {
    return column.names().isEmpty()
        ? column.span()
        : column.names().stream().map(Name::span).findFirst().orElse(column.span());
  }
}
