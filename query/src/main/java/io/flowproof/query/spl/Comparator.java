package io.flowproof.query.spl;

/** How two values are compared, in a search and in an expression. */
public enum Comparator {
  /** {@code =}; in an expression also {@code ==}. In a search with wildcards and CIDR. */
  EQUAL("="),
  /** {@code !=}: in a search, the field is there and is something else. */
  NOT_EQUAL("!="),
  /** {@code <}. */
  LESS("<"),
  /** {@code <=}. */
  LESS_OR_EQUAL("<="),
  /** {@code >}. */
  GREATER(">"),
  /** {@code >=}. */
  GREATER_OR_EQUAL(">=");

  private final String text;

  Comparator(String text) {
    this.text = text;
  }

  /** As it is written. */
  public String text() {
    return text;
  }
}
