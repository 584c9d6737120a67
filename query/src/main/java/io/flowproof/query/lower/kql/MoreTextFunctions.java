package io.flowproof.query.lower.kql;

import static io.flowproof.query.kql.KqlType.BOOL;
import static io.flowproof.query.kql.KqlType.DYNAMIC;
import static io.flowproof.query.kql.KqlType.LONG;
import static io.flowproof.query.kql.KqlType.STRING;

import io.flowproof.query.function.kql.Patterns;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Functions of strings whose bodies are in Java, and the rarer ones. */
final class MoreTextFunctions {
  private static final String CHANGED =
      """
      replace_strings | (text, lookups, rewrites) | sda | 3 | 3 | string | Texts of an array replaced, one after the other
      translate | (from, to, text) | s | 3 | 3 | string | Letters of one list replaced by those of another
      format_bytes | (number, digits, unit) | nis | 1 | 3 | string | A number of bytes in the unit that fits
      """;

  private static final String PARSED =
      """
      parse_path | (path) | s | 1 | 1 | dynamic | The parts of a file's path as a bag
      parse_csv | (text) | s | 1 | 1 | dynamic | The fields of a line of CSV
      parse_xml | (text) | s | 1 | 1 | dynamic | What XML says, as bags and arrays
      """;

  private MoreTextFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(found(), parsed(), changed(), letters(), measured())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ScalarFunction> found() {
    ScalarFunction extractAll =
        new ScalarFunction(
            "extract_all",
            "(regex, groups, text)",
            2,
            3,
            "An array of all matches: the group's text, or an array of the groups",
            MoreTextFunctions::extractAll);
    ScalarFunction extractJson =
        new ScalarFunction(
            "extract_json",
            "(path, text, type)",
            2,
            3,
            "What lies at a path in JSON text",
            MoreTextFunctions::extractJson);
    return List.of(
        extractAll,
        PackedFunction.alias(extractAll, "extractall"),
        extractJson,
        PackedFunction.alias(extractJson, "extractjson"),
        PackedFunction.of(
            "indexof",
            "(text, lookup, start, length, occurrence)",
            "ttiii",
            2,
            5,
            LONG,
            "Place of an occurrence from 0, or -1"),
        new ScalarFunction(
            "indexof_regex",
            "(text, regex, start, length, occurrence)",
            2,
            5,
            "Place of a match from 0, or -1",
            c -> {
              checkRegex(c, 1);
              return new PackedFunction("indexof_regex", "ssiii", LONG).lower(c);
            }));
  }

  /** Reports a constant that is no regular expression. */
  static void checkRegex(FunctionCall call, int index) {
    if (call.argument(index).constant() instanceof String regex) {
      String problem = Patterns.problem(regex);
      if (problem != null) {
        throw call.problem(index, "is no regex: " + problem);
      }
    }
  }

  private static Scalar extractAll(FunctionCall call) {
    checkRegex(call, 0);
    Scalar regex = call.string(0);
    Scalar text = call.string(call.count() - 1);
    Scalar groups =
        call.count() == 3 ? call.argument(1, DYNAMIC) : call.values().constant(DYNAMIC, null);
    return call.packed(DYNAMIC, "extract_all", List.of(regex, groups, text));
  }

  private static Scalar extractJson(FunctionCall call) {
    Scalar found =
        call.packed(
            STRING,
            "extract_json",
            List.of(call.string(0), call.conversions().text(call.argument(1))));
    return call.has(2) ? call.conversions().to(call.type(2), found) : found;
  }

  private static List<ScalarFunction> parsed() {
    ScalarFunction url =
        PackedFunction.of("parse_url", "(url)", "s", 1, 1, DYNAMIC, "The parts of a URL as a bag");
    ScalarFunction query =
        PackedFunction.of(
            "parse_urlquery", "(text)", "s", 1, 1, DYNAMIC, "The parameters of a URL's query");
    List<ScalarFunction> all = new ArrayList<>(PackedFunction.table(PARSED));
    all.addAll(
        List.of(
            url,
            PackedFunction.alias(url, "parseurl"),
            query,
            PackedFunction.alias(query, "parseurlquery")));
    return all;
  }

  private static List<ScalarFunction> changed() {
    List<ScalarFunction> all = new ArrayList<>(PackedFunction.table(CHANGED));
    all.addAll(
        List.of(
            new ScalarFunction(
                "regex_quote",
                "(text)",
                1,
                1,
                "A regex that matches just the text",
                c -> c.call(STRING, "regexp_escape({0})", c.string(0))),
            new ScalarFunction(
                "strrep",
                "(value, times, delimiter)",
                2,
                3,
                "The value as text so many times, up to 1024",
                MoreTextFunctions::repeated)));
    return all;
  }

  private static Scalar repeated(FunctionCall call) {
    Scalar text = call.conversions().text(call.argument(0));
    Scalar times = call.integer(1);
    Scalar delimiter =
        call.has(2) ? call.conversions().text(call.argument(2)) : call.values().text("");
    String count = "least(greatest({1}, 0), 1024)";
    return call.call(
        STRING,
        "CASE WHEN (length({0}) + length({2})) * "
            + count
            + " > "
            + TextFunctions.MOST_LETTERS
            + " THEN "
            + TextFunctions.TOO_LONG
            + " ELSE coalesce(array_to_string(list_transform(range("
            + count
            + "), lambda i: {0}), {2}), '') END",
        text,
        times,
        delimiter);
  }

  private static List<ScalarFunction> letters() {
    ScalarFunction toText =
        PackedFunction.of(
            "unicode_codepoints_to_string",
            "(number or array, …)",
            "a",
            1,
            64,
            STRING,
            "The text of these code points");
    ScalarFunction fromText =
        PackedFunction.of(
            "unicode_codepoints_from_string",
            "(text)",
            "s",
            1,
            1,
            DYNAMIC,
            "The code points of a text");
    return List.of(
        toText,
        PackedFunction.alias(toText, "make_string"),
        fromText,
        PackedFunction.alias(fromText, "to_utf8"));
  }

  private static List<ScalarFunction> measured() {
    return List.of(
        new ScalarFunction(
            "strcmp",
            "(text, text)",
            2,
            2,
            "-1, 0 or 1 as the first text is less, equal or greater",
            c ->
                c.call(
                    LONG,
                    "CASE WHEN {0} < {1} THEN -1 WHEN {0} > {1} THEN 1 ELSE 0 END",
                    c.string(0),
                    c.string(1))),
        new ScalarFunction(
            "string_size",
            "(text)",
            1,
            1,
            "The number of bytes",
            c -> c.call(LONG, "CAST(strlen({0}) AS BIGINT)", c.string(0))),
        new ScalarFunction(
            "isascii",
            "(text)",
            1,
            1,
            "Whether all letters are ASCII",
            c -> c.call(BOOL, "(strlen({0}) = length({0}))", c.string(0))),
        new ScalarFunction(
            "isutf8",
            "(text)",
            1,
            1,
            "Whether the text is right UTF-8; here all are",
            c -> c.call(KqlType.BOOL, "({0} IS NOT NULL)", c.string(0))));
  }
}
