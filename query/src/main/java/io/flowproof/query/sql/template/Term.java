package io.flowproof.query.sql.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of a template. */
sealed interface Term {
  /** A number, a quoted text, a quoted column, or a typed literal, as it is written. */
  record Plain(String text) implements Term {}

  /** One of the function's arguments, as SQL. */
  record Argument(String sql) implements Term {}

  /** A name: a variable of a lambda, {@code true}, {@code false}, {@code null}, or {@code *}. */
  record Name(String name) implements Term {}

  /**
   * A call.
   *
   * @param name in lower case
   * @param distinct whether {@code DISTINCT} stands before the arguments
   * @param order what stands after {@code ORDER BY} among the arguments
   * @param filter the condition of its {@code FILTER} clause
   */
  record Call(
      String name,
      boolean distinct,
      List<Term> arguments,
      List<Term.Key> order,
      boolean ignoreNulls,
      @Nullable Term filter,
      @Nullable Over over)
      implements Term {
    static Call of(String name, Term... arguments) {
      return new Call(name, false, List.of(arguments), List.of(), false, null, null);
    }
  }

  /** The rows that a call looks at; {@code frame} is empty where none is said. */
  record Over(List<Term> partition, List<Term.Key> order, String frame) {}

  /** One key of an order. */
  record Key(Term term, boolean descending, boolean nullsFirst) {
    Key reversed() {
      return new Term.Key(term, !descending, !nullsFirst);
    }
  }

  /** {@code CAST}, or {@code TRY_CAST} where {@code lenient}. */
  record Cast(Term term, String type, boolean lenient) implements Term {}

  /** {@code -} or {@code NOT} before a term. */
  record Prefix(String operator, Term term) implements Term {}

  /** Two terms and an operator between them. */
  record Binary(String operator, Term left, Term right) implements Term {}

  /** {@code [a, b]}. */
  record Items(List<Term> items) implements Term {}

  /** {@code list[index]}. */
  record At(Term list, Term index) implements Term {}

  /** {@code list[from:to]}. */
  record Slice(Term list, Term from, Term to) implements Term {}

  /** {@code lambda x: body}. */
  record Lambda(List<String> parameters, Term body) implements Term {}

  /** {@code CASE subject WHEN … THEN … ELSE … END}. */
  record Case(@Nullable Term subject, List<Branch> branches, @Nullable Term otherwise)
      implements Term {}

  /** A branch of a {@link Case}. */
  record Branch(Term when, Term then) {}

  /** {@code term IN (a, b)}. */
  record In(Term term, List<Term> items, boolean negated) implements Term {}

  /** {@code term BETWEEN low AND high}. */
  record Between(Term term, Term low, Term high) implements Term {}

  /** {@code term IS NULL}, or {@code IS NOT NULL}. */
  record IsNull(Term term, boolean negated) implements Term {}

  /** {@code term LIKE pattern ESCAPE escape}. */
  record Like(Term term, Term pattern, @Nullable Term escape, boolean negated) implements Term {}
}
