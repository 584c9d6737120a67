package io.flowproof.query.algebra;

import org.apache.calcite.rel.type.RelDataType;

/** The function that makes several rows of one: a projection with it is no projection to skip. */
final class Unnest {
  private Unnest() {}

  static EngineFunction of(RelDataType element) {
    return new EngineFunction("UNNEST", element, "unnest({0})");
  }
}
