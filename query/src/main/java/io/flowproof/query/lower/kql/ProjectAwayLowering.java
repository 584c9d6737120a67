package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;

/** {@code project-away}: all columns but these. */
final class ProjectAwayLowering {
  private final Binder binder;

  ProjectAwayLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.ProjectAway away, Rows rows) {
    return NamePatterns.keep(rows, new NamePatterns(binder).all(away.columns(), rows), false);
  }
}
