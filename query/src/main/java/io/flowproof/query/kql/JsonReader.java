package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlGrammarBaseVisitor;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inside of {@code dynamic(…)} as JSON text without spaces. A datetime or timespan in it
 * becomes the string that {@code tostring()} would give.
 */
final class JsonReader extends KqlGrammarBaseVisitor<String> {
  private final Diagnostics diagnostics;
  private final LiteralReader literals;

  JsonReader(Diagnostics diagnostics, LiteralReader literals) {
    this.diagnostics = diagnostics;
    this.literals = literals;
  }

  Literal dynamic(Span span, KqlGrammar.JsonContext context) {
    String text = visit(context);
    return new Literal(span, KqlType.DYNAMIC, text.equals("null") ? null : text);
  }

  @Override
  public String visitJsonObject(KqlGrammar.JsonObjectContext context) {
    return context.jsonMember().stream()
        .map(
            m ->
                ExpressionText.string(literals.string(m.STRING().getSymbol()))
                    + ":"
                    + visit(m.json()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public String visitJsonArray(KqlGrammar.JsonArrayContext context) {
    return context.json().stream().map(this::visit).collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public String visitJsonLiteral(KqlGrammar.JsonLiteralContext context) {
    Literal literal = literals.literal(context.literal());
    @Nullable Object value = literal.value();
    if (value == null) {
      return "null";
    }
    String sign = context.MINUS() == null ? "" : "-";
    return switch (literal.type()) {
      case BOOL, INT, LONG -> sign + value;
      case REAL -> real(sign.isEmpty() ? (Double) value : -(Double) value);
      case DECIMAL -> sign + ((BigDecimal) value).toPlainString();
      case DATETIME -> ExpressionText.string(KqlTime.datetimeText((Long) value));
      case TIMESPAN -> ExpressionText.string(sign + KqlTime.timespanText((Long) value));
      case GUID, STRING, DYNAMIC -> ExpressionText.string(value.toString());
    };
  }

  private static String real(double value) {
    return Double.isFinite(value)
        ? Double.toString(value)
        : ExpressionText.string(Double.toString(value));
  }

  @Override
  public String visitJsonWord(KqlGrammar.JsonWordContext context) {
    String word = context.getText();
    if (!word.equals("null")) {
      diagnostics.error(
          ErrorCode.SYNTAX,
          ExpressionReader.span(context),
          "'" + word + "' is no value in dynamic(…)",
          "quote it if it is a string");
    }
    return "null";
  }

  @Override
  public String visitBrokenJson(KqlGrammar.BrokenJsonContext context) {
    return "null";
  }
}
