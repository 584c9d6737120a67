package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;

/** {@code project-keep}: these columns and no others, in the order they had. */
final class ProjectKeepLowering {
  private final Binder binder;

  ProjectKeepLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.ProjectKeep keep, Rows rows) {
    return NamePatterns.keep(rows, new NamePatterns(binder).all(keep.columns(), rows), true);
  }
}
