package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.stream.Stream;

/** Functions of strings. */
final class TextFunctions {
  /** Kusto's limit of a string, in letters; what would be longer ends the query. */
  static final int MOST_LETTERS = 1 << 20;

  static final String TOO_LONG = "error('A text is longer than 1,048,576 letters')";

  private TextFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(changing(), replacing(), measuring(), taking()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> changing() {
    return List.of(
        text("tolower", "(text)", 1, "The text in lower case", "lower({0})"),
        text("toupper", "(text)", 1, "The text in upper case", "upper({0})"),
        text("reverse", "(text)", 1, "The letters backwards", "reverse({0})"),
        text(
            "replace_string",
            "(text, lookup, rewrite)",
            3,
            "Every occurrence of a text replaced by another",
            "CASE WHEN {1} = '' THEN {0}"
                + growing("(length({0}) // length({1}) + 1) * length({2}) + length({0})")
                + " ELSE replace({0}, {1}, {2}) END"),
        text(
            "replace_regex",
            "(text, regex, rewrite)",
            3,
            "Every match replaced; \\1 is the first group",
            "CASE WHEN false THEN ''"
                + growing("(length({0}) + 1) * (length({2}) + 1)")
                + " ELSE regexp_replace({0}, {1}, {2}, 'g') END"),
        text(
            "trim_start",
            "(regex, text)",
            2,
            "What matches at the start taken away",
            "regexp_replace({1}, '^(?:' || {0} || ')+', '')"),
        text(
            "trim_end",
            "(regex, text)",
            2,
            "What matches at the end taken away",
            "regexp_replace({1}, '(?:' || {0} || ')+$', '')"),
        text(
            "trim",
            "(regex, text)",
            2,
            "What matches at either end taken away",
            "regexp_replace(regexp_replace({1}, '^(?:' || {0} || ')+', ''), '(?:' || {0} || ')+$', '')"));
  }

  private static List<ScalarFunction> replacing() {
    return List.of(
        new ScalarFunction(
            "replace",
            "(regex, rewrite, text)",
            3,
            3,
            "The old spelling of replace_regex(), with the text last",
            c ->
                c.call(
                    KqlType.STRING,
                    "CASE WHEN false THEN ''"
                        + growing("(length({0}) + 1) * (length({2}) + 1)")
                        + " ELSE regexp_replace({0}, {1}, {2}, 'g') END",
                    c.string(2),
                    c.string(0),
                    c.string(1))));
  }

  private static List<ScalarFunction> measuring() {
    return List.of(
        new ScalarFunction(
            "strlen", "(text)", 1, 1, "Number of letters", c -> number(c, "length({0})")),
        new ScalarFunction(
            "countof",
            "(text, lookup, kind)",
            2,
            3,
            "Number of occurrences, which may overlap; of kind regex, of matches, which do not",
            new PackedFunction("countof", "s", KqlType.LONG)));
  }

  private static List<ScalarFunction> taking() {
    return List.of(
        new ScalarFunction(
            "strcat",
            "(value, …)",
            1,
            64,
            "All values as texts, side by side",
            TextFunctions::join),
        new ScalarFunction(
            "strcat_delim",
            "(delimiter, value, …)",
            2,
            64,
            "All values as texts with a delimiter between",
            TextFunctions::joinWith),
        new ScalarFunction(
            "substring",
            "(text, start, length)",
            2,
            3,
            "Part of a text; start counts from 0, and from the end when negative",
            TextFunctions::substring),
        new ScalarFunction(
            "extract",
            "(regex, group, text, type)",
            3,
            4,
            "What a group of the first match holds; group 0 is the match",
            TextFunctions::extract),
        new ScalarFunction(
            "split",
            "(text, delimiter, index)",
            2,
            3,
            "The parts between delimiters as an array",
            TextFunctions::split));
  }

  private static ScalarFunction text(
      String name, String signature, int count, String about, String template) {
    return new ScalarFunction(
        name, signature, count, count, about, c -> c.call(KqlType.STRING, template, strings(c)));
  }

  private static Scalar number(FunctionCall call, String template) {
    return call.call(KqlType.LONG, template, strings(call));
  }

  private static Scalar[] strings(FunctionCall call) {
    Scalar[] strings = new Scalar[call.count()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = call.string(i);
    }
    return strings;
  }

  private static Scalar[] texts(FunctionCall call) {
    return call.arguments().stream().map(call.conversions()::text).toArray(Scalar[]::new);
  }

  private static Scalar join(FunctionCall call) {
    return capped(call, "concat({*})");
  }

  private static Scalar joinWith(FunctionCall call) {
    return capped(call, "concat_ws({*})");
  }

  /** A text that may be longer than its parts; the engine computes it once. */
  private static Scalar capped(FunctionCall call, String template) {
    return call.call(
        KqlType.STRING,
        "CASE WHEN length("
            + template
            + ") > "
            + MOST_LETTERS
            + " THEN "
            + TOO_LONG
            + " ELSE "
            + template
            + " END",
        texts(call));
  }

  /** A branch that ends the query where the text would grow past Kusto's limit. */
  private static String growing(String length) {
    return " WHEN " + length + " > " + 16 * MOST_LETTERS + " THEN " + TOO_LONG;
  }

  private static Scalar substring(FunctionCall call) {
    String start = "CASE WHEN {1} >= 0 THEN {1} + 1 ELSE {1} END";
    return call.has(2)
        ? call.call(
            KqlType.STRING,
            "coalesce(substring({0}, " + start + ", greatest({2}, 0)), '')",
            call.string(0),
            call.integer(1),
            call.integer(2))
        : call.call(
            KqlType.STRING,
            "coalesce(substring({0}, " + start + "), '')",
            call.string(0),
            call.integer(1));
  }

  private static Scalar extract(FunctionCall call) {
    call.constantText(0);
    long group = call.constantNumber(1);
    if (group < 0 || group > 9) {
      throw call.problem(1, "must be 0 to 9");
    }
    Scalar found =
        call.call(
            KqlType.STRING,
            "regexp_extract({0}, {1}, " + group + ")",
            call.string(2),
            call.string(0));
    return call.has(3) ? call.conversions().to(call.type(3), found) : found;
  }

  private static Scalar split(FunctionCall call) {
    if (!call.has(2)) {
      return call.call(
          KqlType.DYNAMIC,
          "CAST(to_json(string_split({0}, {1})) AS VARCHAR)",
          call.string(0),
          call.string(1));
    }
    long index = call.constantNumber(2);
    return call.call(
        KqlType.DYNAMIC,
        "CAST(to_json(list_slice(string_split({0}, {1}), %d, %d)) AS VARCHAR)"
            .formatted(index + 1, index + 1),
        call.string(0),
        call.string(1));
  }
}
