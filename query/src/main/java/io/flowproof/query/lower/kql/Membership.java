package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlExpression.InOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexNode;

/**
 * {@code in} and its kin. A null is in no list and so is {@code !in} every list; nulls in the list
 * equal nothing. A number against a text list is compared as the text's number.
 */
final class Membership {
  private final Values values;
  private final Conversions conversions;
  private final Comparisons comparisons;
  private static final int MOST_COMPARED = 1000;

  private final TextOperators texts;
  private final ListMembership lists;
  private final boolean filters;

  Membership(
      Binder binder,
      Conversions conversions,
      Comparisons comparisons,
      TextOperators texts,
      boolean filters) {
    this.values = binder.values();
    this.conversions = conversions;
    this.comparisons = comparisons;
    this.texts = texts;
    this.lists = new ListMembership(binder, conversions, comparisons, texts);
    this.filters = filters;
  }

  Scalar test(InOperator operator, Scalar value, List<Scalar> candidates, Span span) {
    return switch (operator) {
      case IN -> among(value, candidates, filters, span);
      case NOT_IN -> texts.not(among(value, candidates, false, span));
      case IN_ANY_CASE -> anyCase(value, candidates, span);
      case NOT_IN_ANY_CASE -> texts.not(anyCase(value, candidates, span));
      case HAS_ANY -> values.bool(values.scalars().or(terms(value, candidates, span)));
      case HAS_ALL -> values.bool(values.scalars().and(terms(value, candidates, span)));
    };
  }

  /** The same where the list is a table. */
  Scalar test(InOperator operator, Scalar value, TableValues.Column table, Span span) {
    return lists.test(operator, value, table, filters, span);
  }

  /** The same where the list is one array that is known only when the query runs. */
  Scalar test(InOperator operator, Scalar value, Scalar array, Span span) {
    return lists.test(operator, value, array, span);
  }

  private List<RexNode> terms(Scalar value, List<Scalar> candidates, Span span) {
    return candidates.stream()
        .map(candidate -> texts.apply(BinaryOperator.HAS, value, text(candidate), span).rex())
        .toList();
  }

  private Scalar anyCase(Scalar value, List<Scalar> candidates, Span span) {
    List<Scalar> wanted = candidates.stream().map(this::text).toList();
    // The operator checks the types; its value is not used.
    wanted.forEach(c -> texts.apply(BinaryOperator.EQUAL_ANY_CASE, value, c, span));
    Scalar text = value.type() == KqlType.DYNAMIC ? conversions.text(value) : value;
    return among(lower(text), wanted.stream().map(this::lower).toList(), false, span);
  }

  /** A list may hold anything; texts are compared with the texts of its values. */
  private Scalar text(Scalar candidate) {
    return candidate.type() == KqlType.STRING || candidate.type() == KqlType.DYNAMIC
        ? candidate
        : conversions.text(candidate);
  }

  private Scalar lower(Scalar text) {
    return text.constant() instanceof String known
        ? values.text(known.toLowerCase(Locale.ROOT))
        : values.named(KqlType.STRING, "lower", text);
  }

  private Scalar among(Scalar value, List<Scalar> candidates, boolean nullIsFalse, Span span) {
    if (candidates.isEmpty()) {
      return values.constant(KqlType.BOOL, false);
    }
    boolean plain = candidates.stream().allMatch(c -> c.constant() != null && isSameKind(value, c));
    if (!plain) {
      List<RexNode> equal =
          candidates.stream()
              .map(c -> comparisons.filteringEquality(value, converted(value, c), span).rex())
              .toList();
      return isTrue(values.bool(values.scalars().or(equal)));
    }
    if (candidates.size() > MOST_COMPARED) {
      return lists.amongMany(value, candidates, nullIsFalse);
    }
    List<RexNode> arguments = new ArrayList<>(List.of(value.rex()));
    candidates.forEach(c -> arguments.add(c.rex()));
    EngineFunction in = EngineFunction.in(candidates.size());
    if (!nullIsFalse && !value.isNeverNull()) {
      in =
          new EngineFunction("IN_OR_NULL", Types.BOOLEAN, "coalesce(" + in.template() + ", false)");
    }
    return values.bool(values.scalars().call(in, arguments.toArray(RexNode[]::new)));
  }

  /** An int column is compared with texts of numbers: {@code int in (dynamic(["1"]))} binds. */
  private Scalar converted(Scalar value, Scalar candidate) {
    boolean read = value.isNumber() && candidate.type() == KqlType.STRING;
    if (read) {
      return conversions.to(KqlType.LONG, candidate);
    }
    return value.type() == KqlType.STRING && candidate.isNumber()
        ? conversions.text(candidate)
        : candidate;
  }

  private static boolean isSameKind(Scalar value, Scalar candidate) {
    return value.type() == candidate.type() || (value.isInteger() && candidate.isInteger());
  }

  private Scalar isTrue(Scalar condition) {
    return values.bool(values.scalars().isTrue(condition.rex()));
  }
}
