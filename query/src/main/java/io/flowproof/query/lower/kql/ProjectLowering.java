package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;

/** {@code project}: these columns and no others. */
final class ProjectLowering {
  private final Binder binder;

  ProjectLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Project project, Rows rows, Environment names) {
    Columns columns =
        Columns.of(binder, project.columns(), Expressions.over(binder, rows, names), rows, false);
    return rows.with(binder.context().algebra().project(rows.relation(), columns.outputs()))
        .withBroken(columns.broken());
  }
}
