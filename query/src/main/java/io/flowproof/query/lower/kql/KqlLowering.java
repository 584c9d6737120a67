package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.ValueType;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlTree;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.Lowered;
import io.flowproof.query.lower.LoweringContext;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/** Binds a KQL query to tables and a clock, and makes its plan. */
public final class KqlLowering {
  private final Binder binder;

  private KqlLowering(Binder binder) {
    this.binder = binder;
  }

  /**
   * The plan of a query, which is that of its last statement. Problems go to the context's
   * diagnostics, all that can be found; when there are any, the result is not to be used.
   *
   * @throws io.flowproof.core.source.InvalidQueryException when no plan can be made at all
   */
  public static Lowered lower(Kql.Query query, LoweringContext context) {
    try {
      return new KqlLowering(new Binder(context)).lower(query);
    } catch (UnboundException e) {
      context.diagnostics().throwIfAny();
      if (context.stages().hasOpenColumns()) {
        RelNode nothing = context.algebra().oneRow();
        return new Lowered(
            new Relation<>(nothing, List.of(), List.of(), List.of()),
            List.of(),
            () -> KqlTree.print(query));
      }
      throw new IllegalStateException("A query was refused, and nothing was reported", e);
    }
  }

  private Lowered lower(Kql.Query query) {
    List<Kql.Statement> statements = query.statements();
    Environment names = Environment.empty();
    for (Kql.Statement statement : statements.subList(0, statements.size() - 1)) {
      names = with(statement, names);
    }
    if (!(statements.getLast() instanceof Kql.TabularStatement last)) {
      with(statements.getLast(), names);
      throw binder.problem(
          ErrorCode.SYNTAX,
          Span.at(query.span().end()),
          "The query has no result",
          "after the lets comes a table: let x = 5; Table | where …");
    }
    Rows rows = new Pipelines(binder).lower(last.pipeline(), names);
    new UnusedLets(binder).check(names, statements);
    List<OutputColumn> columns =
        rows.fields().stream().map(f -> new OutputColumn(f.name(), shown(f))).toList();
    return new Lowered(rows.relation(), columns, () -> KqlTree.print(query));
  }

  private Environment with(Kql.Statement statement, Environment names) {
    return new Lets(binder)
        .with(
            statement,
            names,
            (value, environment) ->
                new Expressions(binder, new ConstantScope(binder, environment.names()), environment)
                    .lower(value));
  }

  private static ValueType shown(Field<KqlType> field) {
    return switch (field.type()) {
      case STRING, GUID -> ValueType.TEXT;
      case INT, LONG -> ValueType.INTEGER;
      case REAL, DECIMAL -> ValueType.REAL;
      case BOOL -> ValueType.BOOLEAN;
      case DATETIME -> ValueType.DATETIME;
      case TIMESPAN -> ValueType.TIMESPAN;
      case DYNAMIC -> ValueType.DYNAMIC;
    };
  }
}
