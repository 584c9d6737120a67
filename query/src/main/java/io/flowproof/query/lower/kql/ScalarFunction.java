package io.flowproof.query.lower.kql;

/**
 * A scalar function of Kusto as it is supported here.
 *
 * @param name its name
 * @param signature its arguments as documentation shows them
 * @param least the fewest arguments
 * @param most the most arguments
 * @param naming what a column without a name is called
 * @param about one line of documentation
 * @param body what it is lowered to
 */
record ScalarFunction(
    String name, String signature, int least, int most, Naming naming, String about, Body body) {

  /** The name of a column that was given none. */
  enum Naming {
    /** {@code Column1}, {@code print_0}. */
    NONE,
    /** That of the first argument. */
    ARGUMENT,
    /** The function's and the first argument's, {@code strlen_s}. */
    PREFIXED
  }

  /** Lowers one call; the number of arguments has been checked. */
  interface Body {
    Scalar lower(FunctionCall call);
  }

  ScalarFunction(String name, String signature, int least, int most, String about, Body body) {
    this(name, signature, least, most, Naming.NONE, about, body);
  }

  ScalarFunction named(Naming other) {
    return new ScalarFunction(name, signature, least, most, other, about, body);
  }
}
