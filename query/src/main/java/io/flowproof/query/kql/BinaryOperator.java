package io.flowproof.query.kql;

import java.util.Arrays;

/** The operators between two values, with the precedence that Kusto gives them. */
public enum BinaryOperator {
  /** Equal; strings case-sensitively. */
  EQUAL("==", Group.EQUALITY),
  /** Not equal; {@code <>} is read as the same. */
  NOT_EQUAL("!=", Group.EQUALITY),
  /** Less. */
  LESS("<", Group.ORDER),
  /** Less or equal. */
  LESS_EQUAL("<=", Group.ORDER),
  /** Greater. */
  GREATER(">", Group.ORDER),
  /** Greater or equal. */
  GREATER_EQUAL(">=", Group.ORDER),
  /** Sum. */
  ADD("+", Group.SUM),
  /** Difference. */
  SUBTRACT("-", Group.SUM),
  /** Product. */
  MULTIPLY("*", Group.PRODUCT),
  /** Quotient; of integers, cut towards zero. */
  DIVIDE("/", Group.PRODUCT),
  /** Remainder. */
  MODULO("%", Group.PRODUCT),
  /** Equal without regard to case. */
  EQUAL_ANY_CASE("=~", Group.STRING),
  /** Not equal without regard to case. */
  NOT_EQUAL_ANY_CASE("!~", Group.STRING),
  /** Has a term. */
  HAS("has", Group.STRING),
  /** Has no such term. */
  NOT_HAS("!has", Group.STRING),
  /** Has a term, case-sensitively. */
  HAS_CS("has_cs", Group.STRING),
  /** Has no such term, case-sensitively. */
  NOT_HAS_CS("!has_cs", Group.STRING),
  /** Has a term that begins so. */
  HASPREFIX("hasprefix", Group.STRING),
  /** Has no term that begins so. */
  NOT_HASPREFIX("!hasprefix", Group.STRING),
  /** Has a term that begins so, case-sensitively. */
  HASPREFIX_CS("hasprefix_cs", Group.STRING),
  /** Has no term that begins so, case-sensitively. */
  NOT_HASPREFIX_CS("!hasprefix_cs", Group.STRING),
  /** Has a term that ends so. */
  HASSUFFIX("hassuffix", Group.STRING),
  /** Has no term that ends so. */
  NOT_HASSUFFIX("!hassuffix", Group.STRING),
  /** Has a term that ends so, case-sensitively. */
  HASSUFFIX_CS("hassuffix_cs", Group.STRING),
  /** Has no term that ends so, case-sensitively. */
  NOT_HASSUFFIX_CS("!hassuffix_cs", Group.STRING),
  /** Contains a text. */
  CONTAINS("contains", Group.STRING),
  /** Does not contain it. */
  NOT_CONTAINS("!contains", Group.STRING),
  /** Contains a text, case-sensitively. */
  CONTAINS_CS("contains_cs", Group.STRING),
  /** Does not contain it, case-sensitively. */
  NOT_CONTAINS_CS("!contains_cs", Group.STRING),
  /** Begins so. */
  STARTSWITH("startswith", Group.STRING),
  /** Does not begin so. */
  NOT_STARTSWITH("!startswith", Group.STRING),
  /** Begins so, case-sensitively. */
  STARTSWITH_CS("startswith_cs", Group.STRING),
  /** Does not begin so, case-sensitively. */
  NOT_STARTSWITH_CS("!startswith_cs", Group.STRING),
  /** Ends so. */
  ENDSWITH("endswith", Group.STRING),
  /** Does not end so. */
  NOT_ENDSWITH("!endswith", Group.STRING),
  /** Ends so, case-sensitively. */
  ENDSWITH_CS("endswith_cs", Group.STRING),
  /** Does not end so, case-sensitively. */
  NOT_ENDSWITH_CS("!endswith_cs", Group.STRING),
  /** Matches an RE2 regular expression somewhere. */
  MATCHES_REGEX("matches regex", Group.STRING);

  /** Operators of one precedence. */
  public enum Group {
    /** {@code ==} and {@code !=}; they do not chain. */
    EQUALITY(3),
    /** {@code <} and its kin. */
    ORDER(4),
    /** {@code +} and {@code -}. */
    SUM(5),
    /** {@code *}, {@code /}, {@code %}. */
    PRODUCT(6),
    /** Comparison of strings by words; binds tightest. */
    STRING(7);

    private final int precedence;

    Group(int precedence) {
      this.precedence = precedence;
    }

    /** Greater binds tighter. */
    int precedence() {
      return precedence;
    }
  }

  private final String word;
  private final Group group;

  BinaryOperator(String word, Group group) {
    this.word = word;
    this.group = group;
  }

  /** As it is written. */
  public String word() {
    return word;
  }

  /** Its kin of the same precedence. */
  public Group group() {
    return group;
  }

  /** The operator that is written so, legacy spellings included. */
  static BinaryOperator of(String text) {
    String word =
        switch (text) {
          case "<>" -> "!=";
          case "containscs" -> "contains_cs";
          case "notcontains" -> "!contains";
          case "notcontainscs" -> "!contains_cs";
          default -> text.startsWith("matches") ? "matches regex" : text;
        };
    return Arrays.stream(values())
        .filter(operator -> operator.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such operator: " + text));
  }
}
