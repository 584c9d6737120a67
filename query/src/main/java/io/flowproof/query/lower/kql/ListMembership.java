package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Subquery;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlExpression.InOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * {@code in} and its kin where the list is a table, a dynamic array that is known only when the
 * query runs, or long: the engine looks values up instead of comparing with each.
 */
final class ListMembership {
  /** The elements of a JSON array as texts, or the one value that it is; the array once. */
  private static final String ELEMENTS =
      "list_transform([{1}], lambda a: CASE WHEN json_type(a) = 'ARRAY'"
          + " THEN json_extract_string(a, '$[*]')"
          + " WHEN a IS NOT NULL THEN [CAST(a AS JSON) ->> '$'] ELSE [] END)[1]";

  private final Binder binder;
  private final Values values;
  private final Conversions conversions;
  private final Comparisons comparisons;
  private final TextOperators texts;

  ListMembership(
      Binder binder, Conversions conversions, Comparisons comparisons, TextOperators texts) {
    this.binder = binder;
    this.values = binder.values();
    this.conversions = conversions;
    this.comparisons = comparisons;
    this.texts = texts;
  }

  /** Whether a value is in the first column of a table. */
  Scalar test(
      InOperator operator, Scalar value, TableValues.Column table, boolean filters, Span span) {
    return switch (operator) {
      case IN -> among(value, table, filters, span);
      case NOT_IN -> texts.not(among(value, table, false, span));
      case IN_ANY_CASE -> anyCase(value, table, filters, span);
      case NOT_IN_ANY_CASE -> texts.not(anyCase(value, table, false, span));
      case HAS_ANY, HAS_ALL -> terms(operator, value, json(table), span);
    };
  }

  /** Whether a value is in a dynamic array. */
  Scalar test(InOperator operator, Scalar value, Scalar array, Span span) {
    return switch (operator) {
      case IN -> element(value, array, false, span);
      case NOT_IN -> texts.not(element(value, array, false, span));
      case IN_ANY_CASE -> element(value, array, true, span);
      case NOT_IN_ANY_CASE -> texts.not(element(value, array, true, span));
      case HAS_ANY, HAS_ALL -> terms(operator, value, array, span);
    };
  }

  /** Whether a value is one of many constants of its own kind. */
  Scalar amongMany(Scalar value, List<Scalar> constants, boolean filters) {
    List<List<RexLiteral>> rows =
        constants.stream().map(c -> List.of((RexLiteral) c.rex())).toList();
    Algebra algebra = binder.context().algebra();
    RelNode table = algebra.values(List.of(Values.physical(constants.getFirst().type())), rows);
    return known(Subquery.in(value.rex(), table), filters || value.isNeverNull());
  }

  private Scalar among(Scalar value, TableValues.Column table, boolean filters, Span span) {
    Scalar compared = value;
    TableValues.Column column = table;
    KqlType own = value.type();
    KqlType other = table.type();
    Scalar sample = new Scalar(values.constant(other, null).rex(), other);
    if (own == KqlType.DYNAMIC || other == KqlType.DYNAMIC || isText(own, sample)) {
      compared = conversions.text(value);
      column = table.map(binder, conversions::text);
    } else if (value.isNumber() && other == KqlType.STRING) {
      column = table.map(binder, c -> conversions.to(KqlType.LONG, c));
    } else if (own != other && !(value.isInteger() && sample.isInteger())) {
      comparisons.filteringEquality(value, sample, span); // Reports what does not fit.
      KqlType common = value.isNumber() ? KqlType.REAL : own;
      compared = conversions.to(common, value);
      column = table.map(binder, c -> conversions.to(common, c));
    }
    return known(Subquery.in(compared.rex(), column.plan()), filters);
  }

  /** A text against numbers: the numbers are read as text. */
  private static boolean isText(KqlType own, Scalar other) {
    return own == KqlType.STRING && other.isNumber();
  }

  private Scalar anyCase(Scalar value, TableValues.Column table, boolean filters, Span span) {
    Scalar sample = new Scalar(values.constant(table.type(), null).rex(), table.type());
    texts.apply(BinaryOperator.EQUAL_ANY_CASE, value, sample, span);
    Scalar lower = lower(conversions.text(value));
    TableValues.Column column = table.map(binder, c -> lower(conversions.text(c)));
    return known(Subquery.in(lower.rex(), column.plan()), filters);
  }

  private Scalar lower(Scalar text) {
    return values.named(KqlType.STRING, "lower", text);
  }

  /** What is not there is false; under a filter null does as well, and the engine is quicker. */
  private Scalar known(RexNode test, boolean filters) {
    return values.bool(
        filters
            ? test
            : values.scalars().coalesce(Types.BOOLEAN, test, values.scalars().bool(false)));
  }

  private Scalar element(Scalar value, Scalar array, boolean anyCase, Span span) {
    if (anyCase) {
      texts.apply(BinaryOperator.EQUAL_ANY_CASE, value, array, span);
    }
    String number = value.isInteger() ? "BIGINT" : value.isNumber() ? "DOUBLE" : "";
    String elements =
        anyCase
            ? "list_transform(" + ELEMENTS + ", lambda e: lower(e))"
            : number.isEmpty()
                ? ELEMENTS
                : "list_transform(" + ELEMENTS + ", lambda e: TRY_CAST(e AS " + number + "))";
    Scalar looked = number.isEmpty() ? conversions.text(value) : value;
    String template = "coalesce(list_contains(" + elements + ", {0}), false)";
    return call(template, anyCase ? lower(looked) : looked, array);
  }

  private Scalar terms(InOperator operator, Scalar value, Scalar array, Span span) {
    texts.apply(BinaryOperator.HAS, value, array, span);
    String has = texts.termTest("{0}", "e");
    String sum =
        operator == InOperator.HAS_ANY
            ? "len(list_filter(%s, %s)) > 0"
            : "len(list_filter(%s, %s)) = 0";
    String test = operator == InOperator.HAS_ANY ? has : "NOT " + has;
    return call(
        "(" + sum.formatted(ELEMENTS, "lambda e: e <> '' AND " + test) + ")",
        conversions.text(value),
        array);
  }

  /** A table's column as one JSON array of texts. */
  private Scalar json(TableValues.Column table) {
    Algebra algebra = binder.context().algebra();
    RelNode texts = table.map(binder, conversions::text).plan();
    RelNode array =
        algebra.aggregate(
            texts,
            List.of(),
            List.of(
                new Measure(
                    AggregateFunctions.aggregate(
                        "TERMS", Types.TEXT, "CAST(to_json(list(DISTINCT {0})) AS VARCHAR)"),
                    List.of(algebra.ref(texts, 0)))));
    return new Scalar(Subquery.value(array), KqlType.DYNAMIC);
  }

  private Scalar call(String template, Scalar value, Scalar array) {
    return values.bool(
        values
            .scalars()
            .call(
                new EngineFunction("IN_ARRAY", Types.BOOLEAN, template), value.rex(), array.rex()));
  }
}
