package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Subquery;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;

/**
 * Tables inside expressions: {@code toscalar()}, and lists that are tables. They know nothing of
 * the row that the expression is computed for.
 */
final class TableValues {
  private final Binder binder;

  TableValues(Binder binder) {
    this.binder = binder;
  }

  /**
   * The first column of a table.
   *
   * @param plan its only column
   */
  record Column(RelNode plan, KqlType type) {

    /** The column computed anew from itself. */
    Column map(Binder binder, UnaryOperator<Scalar> change) {
      Algebra algebra = binder.context().algebra();
      Scalar changed = change.apply(new Scalar(algebra.ref(plan, 0), type));
      return new Column(algebra.project(plan, List.of(changed.rex())), changed.type());
    }
  }

  /** The first value in the first row of a table, or a value that no row changes. */
  Scalar toscalar(KqlExpression value, Environment names) {
    Environment inside = names.insideTable();
    if (!new Tabularity(binder).isTable(value, inside)) {
      return constant(value, inside);
    }
    if (value instanceof KqlExpression.Tabular tabular
        && tabular.pipeline().operators().size() == 1
        && tabular.pipeline().operators().getFirst() instanceof KqlOperator.Print print
        && print.columns().size() == 1) {
      return constant(print.columns().getFirst().value(), inside);
    }
    Rows rows = rows(value, inside);
    Algebra algebra = binder.context().algebra();
    Relation<KqlType> first =
        isOneRow(rows.relation().plan()) ? rows.relation() : algebra.limit(rows.relation(), 1);
    Column column = column(rows.with(first));
    Scalar found = new Scalar(Subquery.value(column.plan()), column.type());
    return column.type() == KqlType.STRING
        ? new Scalar(
            binder
                .values()
                .scalars()
                .coalesce(Types.TEXT, found.rex(), binder.values().text("").rex()),
            KqlType.STRING)
        : found;
  }

  private Scalar constant(KqlExpression value, Environment inside) {
    return new Expressions(binder, new ConstantScope(binder, inside.names()), inside).lower(value);
  }

  /** The first column of a table that is a list. */
  Column list(KqlExpression table, Environment names) {
    return column(rows(table, names.insideTable()));
  }

  private Rows rows(KqlExpression table, Environment inside) {
    Rows rows = binder.bounded(new Pipelines(binder).rows(table, inside), table.span());
    if (rows.fields().isEmpty() || rows.open()) {
      throw new UnboundException();
    }
    return rows;
  }

  private Column column(Rows rows) {
    Algebra algebra = binder.context().algebra();
    Field<KqlType> first = rows.fields().getFirst();
    RelNode plan = rows.relation().plan();
    return new Column(
        algebra.project(plan, List.of(algebra.ref(plan, first.index()))), first.type());
  }

  private static boolean isOneRow(RelNode plan) {
    return switch (plan) {
      case Project project -> isOneRow(project.getInput());
      case Aggregate aggregate -> aggregate.getGroupCount() == 0;
      case RelNode other -> false;
    };
  }
}
