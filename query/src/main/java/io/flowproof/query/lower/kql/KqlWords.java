package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;
import java.util.Locale;

/** The words of operators, for messages. */
final class KqlWords {
  private KqlWords() {}

  static String of(KqlOperator operator) {
    return switch (operator) {
      case KqlOperator.OtherOperator other -> other.name();
      case KqlOperator.Parse parse -> parse.filter() ? "parse-where" : "parse";
      case KqlOperator.GetSchema schema -> "getschema";
      case KqlOperator.ExternalData data -> "externaldata";
      case KqlOperator other ->
          other
              .getClass()
              .getSimpleName()
              .replaceAll("(?<=.)([A-Z])", "-$1")
              .toLowerCase(Locale.ROOT);
    };
  }
}
