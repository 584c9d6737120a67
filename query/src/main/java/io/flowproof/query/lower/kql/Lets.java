package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;
import java.util.function.BiFunction;

/** Takes statements that name something into an {@link Environment}. */
final class Lets {
  private final Binder binder;

  Lets(Binder binder) {
    this.binder = binder;
  }

  /**
   * The names after a statement.
   *
   * @param scalars lowers a value with the names so far
   */
  Environment with(
      Kql.Statement statement,
      Environment names,
      BiFunction<KqlExpression, Environment, Scalar> scalars) {
    return switch (statement) {
      case Kql.Let let -> let(let, names, scalars);
      case Kql.LetFunction function ->
          names.with(function.name().text(), new Environment.Function(function, names));
      case Kql.SetOption set -> names;
      case Kql.DeclareParameters declare -> parameters(declare, names, scalars);
      case Kql.NamedStatement other -> {
        binder.unsupported(other.span(), "The statement '" + other.name() + "'");
        yield names;
      }
      case Kql.TabularStatement tabular when isBroken(tabular) -> names;
      case Kql.TabularStatement tabular -> {
        binder.unsupported(tabular.span(), "A result before the last one");
        yield names;
      }
    };
  }

  private static boolean isBroken(Kql.TabularStatement statement) {
    return statement.pipeline().operators().getFirst() instanceof KqlOperator.Read read
        && read.table() instanceof KqlExpression.Broken;
  }

  private Environment let(
      Kql.Let let, Environment names, BiFunction<KqlExpression, Environment, Scalar> scalars) {
    String name = let.name().text();
    if (let.value() instanceof KqlExpression.Tabular tabular) {
      return names.with(name, new Environment.Table(tabular.pipeline(), names));
    }
    if (isTable(let.value(), names)) {
      Kql.Pipeline pipeline =
          new Kql.Pipeline(
              let.value().span(), List.of(new KqlOperator.Read(let.value().span(), let.value())));
      return names.with(name, new Environment.Table(pipeline, names));
    }
    try {
      return names.with(name, new Environment.Value(scalars.apply(let.value(), names)));
    } catch (UnboundException e) {
      return names.with(name, new Environment.Broken());
    }
  }

  /** A table, or a bare name that is nothing yet: it is reported where it is read. */
  private boolean isTable(KqlExpression value, Environment names) {
    boolean unknown = value instanceof KqlExpression.Name name && names.find(name.text()).isEmpty();
    return unknown || new Tabularity(binder).isTable(value, names);
  }

  private Environment parameters(
      Kql.DeclareParameters declare,
      Environment names,
      BiFunction<KqlExpression, Environment, Scalar> scalars) {
    Environment all = names;
    for (Kql.Parameter parameter : declare.parameters()) {
      Environment.Binding binding = new Environment.Broken();
      if (parameter.defaultValue() == null) {
        binder.unsupported(parameter.span(), "A query parameter without a default");
      } else {
        binding = new Environment.Value(scalars.apply(parameter.defaultValue(), names));
      }
      all = all.with(parameter.name().text(), binding);
    }
    return all;
  }
}
