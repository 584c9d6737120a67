package io.flowproof.query.sql.template;

import static io.flowproof.query.sql.template.TrinoText.asText;
import static io.flowproof.query.sql.template.TrinoText.inner;

import io.flowproof.query.sql.template.Term.Call;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions of one row that Trino says in another way. */
final class TrinoScalars {
  private static final String EPOCH = "TIMESTAMP '1970-01-01 00:00:00.000'";
  private static final Map<Character, String> DATE_FORMATS =
      Map.of('Y', "%Y", 'm', "%m", 'd', "%d", 'H', "%H", 'M', "%i", 'S', "%s");
  private static final Map<String, String> HASHES =
      Map.of("md5", "md5", "sha1", "sha1", "sha256", "sha256");
  private static final Pattern DATE_PART =
      Pattern.compile("'(year|quarter|month|week|day|doy|hour|minute|second)'");

  private TrinoScalars() {}

  /** The call in Trino's SQL, null where it is none of these. */
  static @Nullable String of(Call call) {
    List<Term> given = call.arguments();
    return switch (call.name()) {
      case "epoch" -> "to_unixtime(" + TrinoText.text(given.get(0)) + ")";
      case "epoch_us" -> microseconds(given.get(0));
      case "make_timestamp" -> timestamp(given);
      case "date_trunc" -> "date_trunc(" + TrinoText.list(given) + ")";
      case "date_part" -> datePart(given);
      case "strftime" -> formatted(given);
      case "greatest" -> mostOf("array_max", given);
      case "least" -> mostOf("array_min", given);
      case "concat" -> concatenated(given);
      case "concat_ws" ->
          "concat_ws("
              + given.stream().map(TrinoText::asText).collect(Collectors.joining(", "))
              + ")";
      case "contains" -> "strpos(%s, %s) > 0".formatted(arg(given, 0), arg(given, 1));
      case "suffix" ->
          "(length(%2$s) = 0 OR substr(%1$s, -length(%2$s)) = %2$s)"
              .formatted(arg(given, 0), arg(given, 1));
      case "list_max", "list_min" ->
          "%s(filter(%s, v -> v IS NOT NULL))"
              .formatted(call.name().replace("list", "array"), arg(given, 0));
      case "date_diff" -> boundaries(given);
      case "list_distinct" ->
          "filter(array_distinct(%s), v -> v IS NOT NULL)".formatted(arg(given, 0));
      case "list_extract" -> TrinoText.text(new Term.At(given.get(0), given.get(1)));
      case "list_position" ->
          "nullif(array_position(%s, %s), 0)".formatted(arg(given, 0), arg(given, 1));
      case "list_slice" -> TrinoText.slice(given.get(0), given.get(1), given.get(2));
      case "range" -> range(given);
      case "to_json" -> "CAST(" + arg(given, 0) + " AS JSON)";
      case "json_valid" -> "TRY(json_parse(%s)) IS NOT NULL".formatted(arg(given, 0));
      case "from_json" -> fromJson(given);
      case "random" -> "random()";
      case "xor" -> "bitwise_xor(%s, %s)".formatted(arg(given, 0), arg(given, 1));
      case "unnest" -> throw new IllegalStateException("Rows are made by a join in Trino");
      default -> ofText(call);
    };
  }

  private static @Nullable String ofText(Call call) {
    List<Term> given = call.arguments();
    return switch (call.name()) {
      case "regexp_matches" -> matches(given);
      case "regexp_full_match" ->
          "regexp_like(%s, '\\A(?:' || %s || ')\\z')".formatted(arg(given, 0), inner(given.get(1)));
      case "regexp_extract" -> extracted(given);
      case "regexp_escape" ->
          "regexp_replace(%s, '([^A-Za-z0-9_])', '\\\\$1')".formatted(arg(given, 0));
      case "right" -> "substr(%s, -(%s))".formatted(arg(given, 0), arg(given, 1));
      case "trim" -> trimmed("BOTH", given);
      case "ltrim" -> trimmed("LEADING", given);
      case "rtrim" -> trimmed("TRAILING", given);
      case "md5", "sha1", "sha256" ->
          "lower(to_hex(%s(to_utf8(%s))))".formatted(HASHES.get(call.name()), arg(given, 0));
      case "strlen" -> "length(to_utf8(%s))".formatted(arg(given, 0));
      case "fp_spl_number_text" -> numberText(arg(given, 0));
      default -> null;
    };
  }

  private static String arg(List<Term> given, int place) {
    return TrinoText.text(given.get(place));
  }

  /** Exact for some centuries around 1970, where a double of seconds holds microseconds. */
  private static String microseconds(Term timestamp) {
    if (timestamp instanceof Call made && made.name().equals("make_timestamp")) {
      return ofMicroseconds(made);
    }
    return "CAST(round(to_unixtime(" + TrinoText.text(timestamp) + ") * 1E6) AS BIGINT)";
  }

  private static String ofMicroseconds(Call made) {
    if (made.arguments().size() > 1) {
      throw new NoFormException("a time of year, month and day");
    }
    return "(" + TrinoText.text(made.arguments().getFirst()) + ")";
  }

  /** To the millisecond. */
  private static String timestamp(List<Term> given) {
    if (given.size() > 1) {
      throw new NoFormException("a time of year, month and day");
    }
    return "date_add('millisecond', CAST(floor(CAST(%s AS DOUBLE) / 1000) AS BIGINT), %s)"
        .formatted(arg(given, 0), EPOCH);
  }

  private static String datePart(List<Term> given) {
    if (!DATE_PART.matcher(arg(given, 0)).matches()) {
      throw new NoFormException("the part " + arg(given, 0) + " of a time");
    }
    String part = arg(given, 0).replace("'", "");
    return "EXTRACT(%s FROM %s)".formatted(part.toUpperCase(java.util.Locale.ROOT), arg(given, 1));
  }

  /** DuckDB's letters of a format, as Trino's (which are MySQL's). */
  private static String formatted(List<Term> given) {
    String format = arg(given, 1);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char letter = format.charAt(i);
      if (letter != '%') {
        out.append(letter);
        continue;
      }
      String there = DATE_FORMATS.get(format.charAt(++i));
      if (there == null) {
        throw new NoFormException("the format " + format + " of a time");
      }
      out.append(there);
    }
    return "date_format(%s, %s)".formatted(arg(given, 0), out);
  }

  /** DuckDB leaves nulls out, Trino's own function gives null. */
  private static String mostOf(String function, List<Term> given) {
    return given.size() == 1
        ? arg(given, 0)
        : "%s(filter(ARRAY[%s], v -> v IS NOT NULL))".formatted(function, TrinoText.list(given));
  }

  /** DuckDB leaves nulls out, Trino gives null. */
  private static String concatenated(List<Term> given) {
    return given.stream()
        .map(
            term ->
                term instanceof Term.Plain
                    ? TrinoText.text(term)
                    : "coalesce(" + asText(term) + ", '')")
        .collect(Collectors.joining(" || "));
  }

  /** From the first to before the last; Trino counts down where the last is before the first. */
  private static String range(List<Term> given) {
    String from = given.size() == 1 ? "0" : arg(given, 0);
    String to = "(" + TrinoText.text(given.get(given.size() == 1 ? 0 : 1)) + ")";
    String step = given.size() > 2 ? ", " + arg(given, 2) : "";
    return "IF(%s > %s, sequence(%s, %s - 1%s), ARRAY[])".formatted(to, from, from, to, step);
  }

  /** How many boundaries lie between, not how many whole units. */
  private static String boundaries(List<Term> given) {
    String part = arg(given, 0);
    return "date_diff(%1$s, date_trunc(%1$s, %2$s), date_trunc(%1$s, %3$s))"
        .formatted(part, arg(given, 1), arg(given, 2));
  }

  /** Months later; of a time that is no start of something microseconds would be lost. */
  static String months(Term time, Call months) {
    if (!(time instanceof Call start) || !start.name().equals("date_trunc")) {
      throw new NoFormException("'to_months'");
    }
    return "date_add('month', %s, %s)"
        .formatted(TrinoText.text(months.arguments().getFirst()), TrinoText.text(time));
  }

  /** Whether a branch reads texts such as {@code 0x1F}, which DuckDB's casts do. */
  static boolean isOfHexadecimals(Term.Branch branch) {
    return branch.when() instanceof Call test
        && test.name().equals("regexp_full_match")
        && test.arguments().get(1) instanceof Term.Plain(String pattern)
        && pattern.startsWith("'0[xX]");
  }

  static String hexadecimal(Term.Branch branch) {
    Term text = ((Call) branch.when()).arguments().getFirst();
    return "CAST(from_base(substr(" + TrinoText.text(text) + ", 3), 16) AS VARCHAR)";
  }

  /** As DuckDB prints a double. */
  static String realText(String real) {
    return ("CASE WHEN is_nan(%1$s) THEN 'nan' WHEN is_infinite(%1$s) THEN IF(%1$s > 0, 'inf', '-inf')"
            + " WHEN %1$s = truncate(%1$s) AND abs(%1$s) < 1E15 THEN CAST(CAST(%1$s AS BIGINT) AS"
            + " VARCHAR) || '.0' WHEN abs(%1$s) < 1E15 AND abs(%1$s) >= 1E-3 THEN"
            + " trim(TRAILING '0' FROM CAST(CAST(CAST(%1$s AS VARCHAR) AS DECIMAL(38, 20)) AS VARCHAR))"
            + " WHEN %1$s IS NOT NULL THEN"
            + " fail('This engine cannot show a number so large or small as Kusto does') END")
        .formatted(real);
  }

  private static String fromJson(List<Term> given) {
    String shape = arg(given, 1);
    String type =
        switch (shape) {
          case "'[\"VARCHAR\"]'" -> "ARRAY(VARCHAR)";
          case "'[\"BIGINT\"]'" -> "ARRAY(BIGINT)";
          case "'[[\"VARCHAR\"]]'" -> "ARRAY(ARRAY(VARCHAR))";
          default -> throw new NoFormException("JSON of the shape " + shape);
        };
    return "CAST(json_parse(%s) AS %s)".formatted(arg(given, 0), type);
  }

  private static String matches(List<Term> given) {
    String flags = arg(given, 2);
    String pattern = flags.equals("'i'") ? "'(?i)' || " + inner(given.get(1)) : arg(given, 1);
    if (!flags.equals("'i'") && !flags.equals("'c'")) {
      throw new NoFormException("the flags " + flags + " of a regular expression");
    }
    return "regexp_like(%s, %s)".formatted(arg(given, 0), pattern);
  }

  /** DuckDB gives an empty text where nothing matches, Trino null. */
  private static String extracted(List<Term> given) {
    String found =
        given.size() > 2
            ? "regexp_extract(%s, %s, %s)".formatted(arg(given, 0), arg(given, 1), arg(given, 2))
            : "regexp_extract(%s, %s)".formatted(arg(given, 0), arg(given, 1));
    return "IF(%s IS NULL, NULL, coalesce(%s, ''))".formatted(inner(given.get(0)), found);
  }

  private static String trimmed(String sides, List<Term> given) {
    return "trim(%s %s FROM %s)"
        .formatted(sides, given.size() == 1 ? "' '" : arg(given, 1), arg(given, 0));
  }

  /** As Splunk prints a double: without a fraction where it has none, and without an exponent. */
  private static String numberText(String number) {
    return ("CASE WHEN is_nan(%1$s) THEN 'nan' WHEN is_infinite(%1$s) THEN IF(%1$s > 0, 'inf', '-inf')"
            + " WHEN %1$s = truncate(%1$s) AND abs(%1$s) < 1E15 THEN CAST(CAST(%1$s AS BIGINT) AS"
            + " VARCHAR) WHEN abs(%1$s) < 1E15 AND abs(%1$s) >= 1E-3 THEN"
            + " trim(TRAILING '0' FROM CAST(CAST(CAST(%1$s AS VARCHAR) AS DECIMAL(38, 20)) AS VARCHAR))"
            + " WHEN %1$s IS NOT NULL THEN"
            + " fail('This engine cannot show a number so large or small as Splunk does') END")
        .formatted(number);
  }
}
