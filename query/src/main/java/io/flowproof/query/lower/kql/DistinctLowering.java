package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** {@code distinct}: each combination of the columns once. */
final class DistinctLowering {
  private final Binder binder;

  DistinctLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Distinct distinct, Rows rows, Environment names) {
    Algebra algebra = binder.context().algebra();
    List<NamedExpression> columns = new ArrayList<>();
    for (KqlExpression column : distinct.columns()) {
      if (column instanceof KqlExpression.Star star) {
        rows.relation()
            .names()
            .forEach(
                name ->
                    columns.add(
                        new NamedExpression(
                            star.span(), List.of(), new KqlExpression.Name(star.span(), name))));
      } else {
        columns.add(new NamedExpression(column.span(), List.of(), column));
      }
    }
    Columns bound = Columns.of(binder, columns, Expressions.over(binder, rows, names), rows, false);
    List<Output<KqlType>> keys = bound.outputs();
    List<RexNode> expressions = keys.stream().<RexNode>map(Output::expression).toList();
    RelNode groups = algebra.aggregate(rows.relation().plan(), expressions, List.of());
    List<Field<KqlType>> fields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      fields.add(new Field<>(keys.get(i).name(), keys.get(i).type(), i));
    }
    return new Rows(
        new Relation<>(groups, fields, List.of(), List.of()),
        Set.copyOf(bound.broken()),
        rows.open());
  }
}
