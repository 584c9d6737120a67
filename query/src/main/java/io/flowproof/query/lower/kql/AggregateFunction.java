package io.flowproof.query.lower.kql;

import java.util.List;

/**
 * An aggregate function of Kusto as it is supported here.
 *
 * @param name its name
 * @param signature its arguments as documentation shows them
 * @param least the fewest arguments
 * @param most the most arguments
 * @param prefix what a column without a name begins with, followed by {@code _} and the name of the
 *     first argument; empty when the column has just that name
 * @param condition the place of the argument that says which rows count, or -1
 * @param about one line of documentation
 * @param body what it is lowered to
 */
record AggregateFunction(
    String name,
    String signature,
    int least,
    int most,
    String prefix,
    int condition,
    String about,
    Body body) {

  /** Lowers one call to the columns it gives; the number of arguments has been checked. */
  interface Body {
    List<Column> lower(AggregateArguments call);
  }

  /**
   * A column of an aggregate.
   *
   * @param name its name when none was given
   * @param value over the grouping's result
   */
  record Column(String name, Scalar value) {}
}
