package io.flowproof.query.lower.kql;

import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;
import java.util.Set;

/** Tells tables from values where both may stand: in lets, bodies of functions, lists. */
final class Tabularity {
  /** Functions that give rows. */
  private static final Set<String> TABULAR = Set.of("materialize", "table");

  /** Functions that name a place with tables; what is picked from it is a table. */
  private static final Set<String> PLACES =
      Set.of("cluster", "database", "workspace", "app", "resource", "adx", "arg");

  private static final int MOST_CALLS = 100;

  private final Catalog catalog;
  private int calls;

  Tabularity(Binder binder) {
    this.catalog = binder.context().catalog();
  }

  /** True for what gives rows; a name that is nothing is none. */
  boolean isTable(KqlExpression value, Environment names) {
    return switch (value) {
      case KqlExpression.Tabular tabular -> true;
      case Name name -> isTable(name, names);
      case Call call -> isTable(call, names);
      case KqlExpression.MemberCall call ->
          TABULAR.contains(call.call().function().text())
              || PLACES.contains(call.call().function().text());
      case KqlExpression.Member member -> isPlace(member.target());
      case KqlExpression other -> false;
    };
  }

  /** True for what names another place to look in: {@code workspace('x')}, and its kin. */
  static boolean isPlace(KqlExpression value) {
    return switch (value) {
      case Call call -> PLACES.contains(call.function().text());
      case KqlExpression.MemberCall call -> PLACES.contains(call.call().function().text());
      case KqlExpression other -> false;
    };
  }

  private boolean isTable(Name name, Environment names) {
    return switch (names.find(name.text()).orElse(null)) {
      case Environment.Table table -> true;
      case Environment.Given given -> true;
      case Environment.Function function -> isTable(function);
      case Environment.Value value -> false;
      case Environment.RowValue value -> false;
      case Environment.Broken broken -> false;
      case null ->
          catalog.kqlTable(name.text()).isPresent()
              || catalog.kqlFunction(name.text()).isPresent()
              || TableFunctions.isSentinels(name.text())
              || names.function(name.text(), catalog).filter(this::isTable).isPresent();
    };
  }

  private boolean isTable(Call call, Environment names) {
    String name = call.function().text();
    Environment.Function function = names.function(name, catalog).orElse(null);
    return function != null
        ? isTable(function)
        : TABULAR.contains(name)
            || TableFunctions.isSentinels(name)
            || catalog.kqlFunction(name).isPresent()
            || KnownTables.isParser(name);
  }

  /** By the last statement of the body, with what it can see there. */
  private boolean isTable(Environment.Function function) {
    List<Kql.Statement> body = function.function().body();
    if (body.isEmpty()
        || !(body.getLast() instanceof Kql.TabularStatement last)
        || ++calls > MOST_CALLS) {
      return false;
    }
    List<KqlOperator> operators = last.pipeline().operators();
    if (operators.size() > 1 || !(operators.getFirst() instanceof KqlOperator.Read read)) {
      return true;
    }
    return isTable(read.table(), inside(function, body));
  }

  private Environment inside(Environment.Function function, List<Kql.Statement> body) {
    Environment inside = function.names();
    for (Kql.Parameter parameter : function.function().parameters()) {
      inside = inside.with(parameter.name().text(), placeholder(parameter.type()));
    }
    for (Kql.Statement statement : body.subList(0, body.size() - 1)) {
      if (statement instanceof Kql.Let let) {
        inside =
            inside.with(
                let.name().text(),
                isTable(let.value(), inside)
                    ? new Environment.Table(new Kql.Pipeline(let.span(), List.of()), inside)
                    : new Environment.RowValue());
      } else if (statement instanceof Kql.LetFunction let) {
        inside = inside.with(let.name().text(), new Environment.Function(let, inside));
      }
    }
    return inside;
  }

  private static Environment.Binding placeholder(Kql.ParameterType type) {
    return switch (type) {
      case Kql.ScalarType scalar -> new Environment.RowValue();
      case Kql.TabularType table ->
          new Environment.Table(new Kql.Pipeline(table.span(), List.of()), Environment.empty());
    };
  }
}
