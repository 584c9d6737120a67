package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.LoweringContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the tables and functions of lets that the query does not use, so that a slip in them is
 * told. What is only missing here, or not supported, does the query no harm and is not told.
 */
final class UnusedLets {
  private final Binder binder;

  UnusedLets(Binder binder) {
    this.binder = binder;
  }

  /** Reports what is wrong in the unused ones among these. */
  void check(Environment names, List<Kql.Statement> statements) {
    for (Kql.Statement statement : statements) {
      switch (statement) {
        case Kql.Let let -> {
          if (names.find(let.name().text()).orElse(null) instanceof Environment.Table table
              && binder.isUnused(table.pipeline())) {
            quietly(() -> new Pipelines(binder).lower(table.pipeline(), table.names()));
          }
        }
        case Kql.LetFunction let -> {
          if (names.find(let.name().text()).orElse(null) instanceof Environment.Function function
              && binder.isUnused(let)) {
            quietly(() -> function(function));
          }
        }
        case Kql.SetOption other -> {}
        case Kql.DeclareParameters other -> {}
        case Kql.NamedStatement other -> {}
        case Kql.TabularStatement other -> {}
      }
    }
  }

  /** Keeps of the problems that are found those that are the text's own. */
  private void quietly(Runnable work) {
    LoweringContext context = binder.context();
    int before = context.diagnostics().count();
    try {
      context.stages().withoutRunning(work);
    } catch (UnboundException e) {
      // Reported.
    }
    List<Diagnostic> own = new ArrayList<>();
    for (Diagnostic problem : context.diagnostics().since(before)) {
      if (problem.code().kind() == ErrorCode.Kind.INVALID
          && problem.code() != ErrorCode.UNKNOWN_TABLE
          && problem.code() != ErrorCode.TOO_LARGE) {
        own.add(problem);
      }
    }
    context.diagnostics().keepFirst(before);
    own.forEach(context.diagnostics()::add);
  }

  private void function(Environment.Function function) {
    Environment inside = function.names();
    for (Kql.Parameter parameter : function.function().parameters()) {
      inside = inside.with(parameter.name().text(), any(parameter.type()));
    }
    List<Kql.Statement> body = function.function().body();
    if (body.isEmpty()) {
      return;
    }
    for (Kql.Statement statement : body.subList(0, body.size() - 1)) {
      inside = new Lets(binder).with(statement, inside, this::value);
    }
    if (!(body.getLast() instanceof Kql.TabularStatement last)) {
      return;
    }
    KqlExpression scalar = scalar(last);
    if (scalar != null && !new Tabularity(binder).isTable(scalar, inside)) {
      value(scalar, inside);
    } else {
      new Pipelines(binder).lower(last.pipeline(), inside);
    }
  }

  private static @Nullable KqlExpression scalar(Kql.TabularStatement statement) {
    var operators = statement.pipeline().operators();
    return operators.size() == 1 && operators.getFirst() instanceof KqlOperator.Read read
        ? read.table()
        : null;
  }

  private Scalar value(KqlExpression value, Environment names) {
    return new Expressions(binder, new ConstantScope(binder, names.names()), names).lower(value);
  }

  /** Some argument: a value that is not known, or no rows of the declared columns. */
  private Environment.Binding any(Kql.ParameterType type) {
    return switch (type) {
      case Kql.ScalarType scalar -> new Environment.Broken();
      case Kql.TabularType table -> new Environment.Given(rows(table));
    };
  }

  private Rows rows(Kql.TabularType table) {
    var algebra = binder.context().algebra();
    if (table.columns().isEmpty()) {
      return new Rows(
          new Relation<>(algebra.oneRow(), List.of(), List.of(), List.of()), Set.of(), true);
    }
    List<RelDataType> types = new ArrayList<>();
    List<Field<KqlType>> fields = new ArrayList<>();
    for (Kql.ColumnType column : table.columns()) {
      fields.add(new Field<>(column.name().text(), column.type(), types.size()));
      types.add(Values.physical(column.type()));
    }
    return new Rows(new Relation<>(algebra.values(types, List.of()), fields, List.of(), List.of()));
  }
}
