package io.flowproof.query.algebra;

import org.apache.calcite.rel.type.RelDataType;

/**
 * Aggregates that both languages use, with results that do not depend on the order of rows. Nulls
 * do not count, except in {@link #COUNT}; over no values all but the counts are null.
 */
public final class Aggregates {
  /** {@code ()}: number of rows. */
  public static final EngineAggregate COUNT = new EngineAggregate("COUNT", Types.LONG, "count(*)");

  /** {@code (x)}: number of values. */
  public static final EngineAggregate COUNT_VALUES =
      new EngineAggregate("COUNT_VALUES", Types.LONG, "count({0})");

  /** {@code (x)}: number of different values, exactly. */
  public static final EngineAggregate COUNT_DISTINCT =
      new EngineAggregate("COUNT_DISTINCT", Types.LONG, "count(DISTINCT {0})");

  /** {@code (x)}: sum of integers, as an integer; an overflow of 64 bits ends the query. */
  public static final EngineAggregate SUM_LONG =
      new EngineAggregate("SUM_LONG", Types.LONG, "CAST(sum({0}){filter} AS BIGINT)");

  /** {@code (x)}: sum of integers, as the double that is nearest to it. */
  public static final EngineAggregate SUM_OF_INTEGERS =
      new EngineAggregate("SUM_OF_INTEGERS", Types.DOUBLE, "CAST(sum({0}){filter} AS DOUBLE)");

  /** {@code (x)}: sum of doubles, in the order of their size so that it never varies. */
  public static final EngineAggregate SUM_DOUBLE =
      new EngineAggregate("SUM_DOUBLE", Types.DOUBLE, "sum({0} ORDER BY {0})");

  private Aggregates() {}

  /** {@code (x)}: the least value, of x's type. */
  public static EngineAggregate min(RelDataType type) {
    return new EngineAggregate("MIN", type, "min({0})");
  }

  /** {@code (x)}: the greatest value, of x's type. */
  public static EngineAggregate max(RelDataType type) {
    return new EngineAggregate("MAX", type, "max({0})");
  }
}
