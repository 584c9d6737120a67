package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.function.kql.JsonFunction;
import io.flowproof.query.kql.KqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call with its lowered arguments, and what a function's body needs to check and use them.
 *
 * @param scope where the call stands
 * @param name the function as it was called
 * @param span the whole call
 * @param arguments lowered
 * @param spans where each argument stands
 */
record FunctionCall(
    Binder binder,
    Conversions conversions,
    Scope scope,
    String name,
    Span span,
    List<Scalar> arguments,
    List<Span> spans) {

  /**
   * Functions that take numbers, times and truth values as their texts. Source: Microsoft's
   * language service for Kusto, which has the kind of every parameter.
   */
  private static final Set<String> TAKE_ANY_TEXT =
      Set.of(
          "array_strcat",
          "indexof_regex",
          "isascii",
          "isutf8",
          "regex_quote",
          "reverse",
          "split",
          "strcat_array",
          "strcmp",
          "substring",
          "to_utf8",
          "tolower",
          "toupper",
          "unicode_codepoints_from_string");

  int count() {
    return arguments.size();
  }

  boolean has(int index) {
    return index < arguments.size();
  }

  Values values() {
    return binder.values();
  }

  Scalar argument(int index) {
    return arguments.get(index);
  }

  /** An argument of one of these types; a dynamic is read as the first of them. */
  Scalar argument(int index, KqlType... types) {
    Scalar argument = arguments.get(index);
    if (Arrays.asList(types).contains(argument.type())) {
      return argument;
    }
    if (argument.type() == KqlType.DYNAMIC) {
      return conversions.to(types[0], argument);
    }
    throw mismatch(index, names(types));
  }

  private static String names(KqlType... types) {
    return Arrays.stream(types).map(Binder::a).collect(Collectors.joining(" or "));
  }

  /** A text; of functions that take any value for one, its text. */
  Scalar string(int index) {
    return TAKE_ANY_TEXT.contains(name)
        ? conversions.text(argument(index))
        : argument(index, KqlType.STRING);
  }

  Scalar number(int index) {
    return argument(index, KqlType.REAL, KqlType.LONG, KqlType.INT);
  }

  Scalar integer(int index) {
    return argument(index, KqlType.LONG, KqlType.INT);
  }

  Scalar datetime(int index) {
    return argument(index, KqlType.DATETIME);
  }

  /** A constant text. */
  String constantText(int index) {
    if (argument(index).constant() instanceof String text) {
      return text;
    }
    throw problem(index, "must be a constant string");
  }

  /** A constant whole number. */
  long constantNumber(int index) {
    return switch (argument(index).constant()) {
      case Long number -> number;
      case Integer number -> number;
      case null -> throw problem(index, "must be a constant integer");
      case Object other -> throw problem(index, "must be a constant integer");
    };
  }

  /** A type given as {@code typeof(…)}. */
  KqlType type(int index) {
    if (argument(index).constant() instanceof KqlType type) {
      return type;
    }
    throw problem(index, "must be typeof(…)");
  }

  /** Reports an argument of a wrong type. */
  UnboundException mismatch(int index, String expected) {
    return binder.problem(
        ErrorCode.TYPE_MISMATCH,
        spans.get(index),
        "%s() takes %s here, and this is %s"
            .formatted(name, expected, Binder.a(arguments.get(index).type())));
  }

  /** Reports an argument whose value will not do. */
  UnboundException problem(int index, String what) {
    return problem(index, what, null);
  }

  UnboundException problem(int index, String what, @Nullable String hint) {
    return binder.problem(
        ErrorCode.ARGUMENT,
        spans.get(index),
        "Argument %d of %s() %s".formatted(index + 1, name, what),
        hint);
  }

  /** A call of a Java function that takes its arguments as one JSON array. */
  Scalar packed(KqlType type, String function, List<Scalar> scalars) {
    Scalar[] parts = scalars.stream().map(conversions::json).toArray(Scalar[]::new);
    StringBuilder template = new StringBuilder(JsonFunction.sql(function)).append("(concat('['");
    for (int i = 0; i < parts.length; i++) {
      template
          .append(i == 0 ? ", " : ", ',', ")
          .append("coalesce({")
          .append(i)
          .append("}, 'null')");
    }
    template.append(", ']'))");
    String whole =
        switch (type) {
          case STRING -> "coalesce(" + template + ", '')";
          case INT -> "CAST(" + template + " AS INTEGER)";
          case BOOL, DATETIME, DECIMAL, DYNAMIC, GUID, LONG, REAL, TIMESPAN -> template.toString();
        };
    return values().call(type, name, whole, parts);
  }

  /** A call of the engine over these values. */
  Scalar call(KqlType type, String template, Scalar... scalars) {
    return values().call(type, name, template, scalars);
  }
}
