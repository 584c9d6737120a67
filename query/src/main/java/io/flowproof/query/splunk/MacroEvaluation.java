package io.flowproof.query.splunk;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a macro becomes over given arguments, and whether its validation allows them. */
final class MacroEvaluation {
  private MacroEvaluation() {}

  /**
   * What the macro's validation has against the arguments, or null. An expression that is false
   * shows the macro's message; one that gives a text shows that text ("macros.conf").
   *
   * @throws InvalidQueryException if the expression cannot be computed
   */
  static @Nullable String problem(Macro macro, Map<String, String> values) {
    String validation = macro.validation();
    if (validation == null || validation.isBlank()) {
      return null;
    }
    Object result = evaluate(filled(validation, values));
    boolean refused = Boolean.FALSE.equals(result) || result instanceof String;
    if (!refused) {
      return null;
    }
    String message = result instanceof String text ? text : macro.errorMessage();
    return "The macro '%s' does not take these arguments%s"
        .formatted(macro.stanza(), message == null ? "" : ": " + message);
  }

  /**
   * The text that the macro stands for.
   *
   * @throws InvalidQueryException if its expression cannot be computed, or gives no text
   */
  static String text(Macro macro, Map<String, String> values) {
    String filled = filled(macro.definition(), values);
    if (!macro.isEval()) {
      return filled;
    }
    Object result = evaluate(filled);
    if (result instanceof String text) {
      return text;
    }
    Diagnostics problems = new Diagnostics(new SourceText("<macro>", filled));
    problems.error(
        ErrorCode.TYPE_MISMATCH,
        Span.at(0),
        "a definition with iseval must give a text, found " + result);
    problems.throwIfAny();
    return "";
  }

  private static String filled(String text, Map<String, String> values) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int end = text.charAt(i) == '$' ? text.indexOf('$', i + 1) : -1;
      String value = end < 0 ? null : values.get(text.substring(i + 1, end));
      out.append(value == null ? text.substring(i, i + 1) : value);
      i = value == null ? i + 1 : end + 1;
    }
    return out.toString();
  }

  private static @Nullable Object evaluate(String text) {
    SourceText source = new SourceText("<macro>", "| eval x=" + text);
    Spl.Search search = SplParser.parse(source);
    Diagnostics problems = new Diagnostics(source);
    Expression expression =
        ((Command.Eval) search.commands().getLast()).assignments().getFirst().value();
    Object result = new ConstantExpression(problems).value(expression);
    problems.throwIfAny();
    return result;
  }
}
