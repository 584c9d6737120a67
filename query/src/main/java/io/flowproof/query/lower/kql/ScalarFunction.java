package io.flowproof.query.lower.kql;

/**
 * A scalar function of Kusto as it is supported here.
 *
 * @param name its name
 * @param signature its arguments as documentation shows them
 * @param least the fewest arguments
 * @param most the most arguments
 * @param about one line of documentation
 * @param body what it is lowered to
 */
record ScalarFunction(String name, String signature, int least, int most, String about, Body body) {

  /** Lowers one call; the number of arguments has been checked. */
  interface Body {
    Scalar lower(FunctionCall call);
  }
}
