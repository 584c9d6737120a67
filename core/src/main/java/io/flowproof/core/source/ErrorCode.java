package io.flowproof.core.source;

/**
 * Stable names of what can be wrong, each of a {@link Kind} that says who must act. They appear in
 * messages and in JSON, and do not change meaning.
 */
public enum ErrorCode {
  /** The text does not follow the language's grammar. */
  SYNTAX(Kind.INVALID),
  /** A table, data model or sourcetype that nothing here provides. */
  UNKNOWN_TABLE(Kind.INVALID),
  /** A column or field that the table does not have at this point of the query. */
  UNKNOWN_COLUMN(Kind.INVALID),
  /** A function that the language does not have. */
  UNKNOWN_FUNCTION(Kind.INVALID),
  /** A search macro that neither an app nor this provides. */
  UNKNOWN_MACRO(Kind.INVALID),
  /** An operator or command that the language does not have. */
  UNKNOWN_OPERATOR(Kind.INVALID),
  /** An operand or argument of a type that does not fit. */
  TYPE_MISMATCH(Kind.INVALID),
  /** Too few or too many arguments, or an argument that must be a constant and is not. */
  ARGUMENT(Kind.INVALID),
  /** A name that is given twice, or that could mean two things. */
  AMBIGUOUS_NAME(Kind.INVALID),
  /** A text that is deeper or longer than the product accepts. */
  TOO_LARGE(Kind.INVALID),
  /** SQL other than one SELECT, or a function that reaches outside the tables. */
  FORBIDDEN(Kind.INVALID),
  /** A rule file that does not follow its schema. */
  INVALID_RULE(Kind.INVALID),
  /** Correct in its language, and not supported here. */
  UNSUPPORTED(Kind.UNSUPPORTED),
  /** Input that cannot be read, or evidence that does not hold. */
  DATA(Kind.DATA),
  /** The engine failed or a remote service did. */
  ENGINE(Kind.ENGINE),
  /** The time limit was reached. */
  TIMEOUT(Kind.ENGINE),
  /** The memory limit was reached, or a value grew past its cap. */
  MEMORY(Kind.ENGINE),
  /** The user stopped it. */
  CANCELLED(Kind.ENGINE),
  /** A bug of ours. */
  INTERNAL(Kind.INTERNAL);

  /** Who must act on an error. */
  public enum Kind {
    /** The author of the query or rule. */
    INVALID,
    /** Nobody yet: it is correct, and we cannot do it. */
    UNSUPPORTED,
    /** Whoever owns the data. */
    DATA,
    /** Whoever runs the engine. */
    ENGINE,
    /** Us. */
    INTERNAL
  }

  private final Kind kind;

  ErrorCode(Kind kind) {
    this.kind = kind;
  }

  /** Who must act. */
  public Kind kind() {
    return kind;
  }
}
