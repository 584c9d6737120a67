package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlType;
import java.util.Locale;

/**
 * The comparisons of strings by words. A term is a longest run of ASCII letters and digits; {@code
 * has} finds its right side where terms begin and end with it, whatever lies between (Kusto
 * documentation, "String operators"). A dynamic on the left is compared as its text.
 */
final class TextOperators {
  private static final String BEFORE_TERM = "(?:^|[^a-zA-Z0-9])";
  private static final String AFTER_TERM = "(?:$|[^a-zA-Z0-9])";

  private final Binder binder;
  private final Values values;
  private final Conversions conversions;

  TextOperators(Binder binder, Conversions conversions) {
    this.binder = binder;
    this.values = binder.values();
    this.conversions = conversions;
  }

  Scalar apply(BinaryOperator operator, Scalar left, Scalar right, Span span) {
    Scalar text = operand(operator, left, left, right, span);
    Scalar part = operand(operator, right, left, right, span);
    return switch (operator) {
      case EQUAL_ANY_CASE -> test("({0} = {1})", lower(text), lower(part));
      case NOT_EQUAL_ANY_CASE -> test("({0} <> {1})", lower(text), lower(part));
      case CONTAINS -> part("contains({0}, {1})", lower(text), lower(part));
      case CONTAINS_CS -> part("contains({0}, {1})", text, part);
      case STARTSWITH -> part("starts_with({0}, {1})", lower(text), lower(part));
      case STARTSWITH_CS -> part("starts_with({0}, {1})", text, part);
      case ENDSWITH -> part("suffix({0}, {1})", lower(text), lower(part));
      case ENDSWITH_CS -> part("suffix({0}, {1})", text, part);
      case HAS -> term(text, part, true, true, false);
      case HAS_CS -> term(text, part, true, true, true);
      case HASPREFIX -> term(text, part, true, false, false);
      case HASPREFIX_CS -> term(text, part, true, false, true);
      case HASSUFFIX -> term(text, part, false, true, false);
      case HASSUFFIX_CS -> term(text, part, false, true, true);
      case MATCHES_REGEX -> test("regexp_matches({0}, {1})", text, part);
      default -> not(apply(positive(operator), left, right, span));
    };
  }

  private static BinaryOperator positive(BinaryOperator operator) {
    return BinaryOperator.valueOf(operator.name().replaceFirst("^NOT_", ""));
  }

  Scalar not(Scalar condition) {
    return values.bool(values.scalars().not(condition.rex()));
  }

  private Scalar operand(
      BinaryOperator operator, Scalar operand, Scalar left, Scalar right, Span span) {
    if (operand.type() == KqlType.STRING) {
      return operand;
    }
    if (operand.type() == KqlType.DYNAMIC) {
      return conversions.text(operand);
    }
    throw binder.problem(
        ErrorCode.TYPE_MISMATCH,
        span,
        "'%s' is not defined for %s and %s"
            .formatted(operator.word(), left.type().keyword(), right.type().keyword()),
        "convert with tostring(…)");
  }

  private Scalar lower(Scalar text) {
    return text.constant() instanceof String known
        ? values.text(known.toLowerCase(Locale.ROOT))
        : values.named(KqlType.STRING, "lower", text);
  }

  /** The empty text is in every text; DuckDB loses rows where it is asked that of some choices. */
  private Scalar part(String template, Scalar text, Scalar part) {
    return part.constant() instanceof String known && known.isEmpty()
        ? values.constant(KqlType.BOOL, true)
        : test(template, text, part);
  }

  private Scalar test(String template, Scalar text, Scalar part) {
    return values.call(KqlType.BOOL, "TEXT_TEST", template, text, part);
  }

  /** Finds {@code part} where a term begins before it, and one ends after it, if asked. */
  private Scalar term(Scalar text, Scalar part, boolean begins, boolean ends, boolean exactCase) {
    String flags = exactCase ? "" : "(?i)";
    if (part.constant() instanceof String known) {
      if (known.isEmpty()) {
        return values.constant(KqlType.BOOL, true);
      }
      String before = begins && isTermLetter(known.charAt(0)) ? BEFORE_TERM : "";
      String after = ends && isTermLetter(known.charAt(known.length() - 1)) ? AFTER_TERM : "";
      Scalar pattern = values.text(flags + before + quoted(known) + after);
      return test("regexp_matches({0}, {1})", text, pattern);
    }
    return test(termTest("{0}", "{1}", flags, begins, ends), text, part);
  }

  /** SQL of {@code has} for two pieces of SQL. */
  String termTest(String text, String part) {
    return termTest(text, part, "(?i)", true, true);
  }

  private static String termTest(
      String text, String part, String flags, boolean begins, boolean ends) {
    String before =
        begins
            ? "CASE WHEN regexp_matches(%s, '^[a-zA-Z0-9]') THEN '%s' ELSE '' END"
                .formatted(part, BEFORE_TERM)
            : "''";
    String after =
        ends
            ? "CASE WHEN regexp_matches(%s, '[a-zA-Z0-9]$') THEN '%s' ELSE '' END"
                .formatted(part, AFTER_TERM)
            : "''";
    return "regexp_matches(%s, '%s' || %s || regexp_escape(%s) || %s)"
        .formatted(text, flags, before, part, after);
  }

  private static boolean isTermLetter(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /** A text as a regular expression that matches only itself. */
  private static String quoted(String text) {
    return text.replaceAll("([\\\\.\\[\\]{}()*+?^$|\\-/])", "\\\\$1");
  }
}
