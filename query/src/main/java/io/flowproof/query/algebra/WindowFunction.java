package io.flowproof.query.algebra;

import org.apache.calcite.rel.type.RelDataType;

/**
 * An expression over the rows around a row, printed from a template that holds its own OVER clause:
 * Calcite's own has no filter, no order of arguments and no aggregates of the engine.
 */
public final class WindowFunction {
  private WindowFunction() {}

  /** A function whose template says over which rows it runs. */
  public static EngineFunction of(RelDataType type, String template) {
    return new EngineFunction("WINDOW", type, template);
  }
}
