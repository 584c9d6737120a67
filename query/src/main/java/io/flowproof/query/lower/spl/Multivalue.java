package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.util.function.BiFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/** Expressions over each value of a multivalue field. Null stays null. */
final class Multivalue {
  private static final EngineFunction VALUES_OF_JSON =
      new EngineFunction("VALUES_OF_JSON", Types.TEXT_LIST, "from_json({0}, '[\"VARCHAR\"]')");

  private Multivalue() {}

  /** What is computed for a value, over the row in which it has its name. */
  interface Body extends BiFunction<Value, Row, RexNode> {}

  /** Whether the condition holds for one of the values at least. */
  static RexNode any(
      Value list, String field, Body condition, Row row, SplContext context, Span span) {
    return over(
        new Shape(Types.BOOLEAN, "(len(list_filter({0}, lambda %s: {1})) > 0)"),
        list,
        field,
        condition,
        row,
        context,
        span);
  }

  /** Those values for which the condition holds; null when it holds for none. */
  static RexNode filter(
      Value list, String field, Body condition, Row row, SplContext context, Span span) {
    return over(
        new Shape(Types.TEXT_LIST, "nullif(list_filter({0}, lambda %s: {1}), [])"),
        list,
        field,
        condition,
        row,
        context,
        span);
  }

  /** What becomes of each value, without nulls; null when nothing is left. */
  static RexNode map(Value list, String field, Body body, Row row, SplContext context, Span span) {
    return over(
        new Shape(
            Types.TEXT_LIST,
            "nullif(list_filter(list_transform({0}, lambda %1$s: {1}),"
                + " lambda %1$s: %1$s IS NOT NULL), [])"),
        list,
        field,
        body,
        row,
        context,
        span);
  }

  /** A result's type and the template of what makes it, with the name of a value open. */
  private record Shape(RelDataType type, String template) {}

  private static RexNode over(
      Shape shape, Value list, String field, Body body, Row row, SplContext context, Span span) {
    RexNode values = row.once(context.scalars().toList(row.once(list)));
    Element element = Element.of(field, row.level() + 1, context);
    RexNode result = body.apply(element.value(), row.within(element));
    if (result.nodeCount() > Element.MOST_PARTS) {
      context.error(
          ErrorCode.TOO_LARGE, span, "The expression over each value has too many parts", null);
      return context.sql().nullOf(shape.type);
    }
    EngineFunction function =
        new EngineFunction("EACH_VALUE", shape.type, shape.template.formatted(element.name()));
    return context.sql().call(function, values, result);
  }

  /** Several values from a JSON array of texts. */
  static RexNode ofJson(RexNode json, SplContext context) {
    return context.sql().call(VALUES_OF_JSON, json);
  }
}
