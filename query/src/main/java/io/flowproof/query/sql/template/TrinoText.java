package io.flowproof.query.sql.template;

import io.flowproof.query.sql.template.Term.Binary;
import io.flowproof.query.sql.template.Term.Call;
import io.flowproof.query.sql.template.Term.Cast;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says templates in the SQL of Trino and Athena. What {@link TrinoFunctions} does not know has no
 * form there and is refused.
 *
 * <p>Sources: Trino's documentation of functions and operators, and DuckDB's. Where both have a
 * function of one name that means something else, the difference stands beside it.
 */
public final class TrinoText {
  private static final Pattern ATOM =
      Pattern.compile("[\\w.]+|\"[^\"]*\"|'(?:[^']|'')*'|\\w+\\.\"[^\"]*\"");
  private static final Map<String, String> TYPES =
      Map.of(
          "BIGINT", "BIGINT",
          "INTEGER", "INTEGER",
          "DOUBLE", "DOUBLE",
          "BOOLEAN", "BOOLEAN",
          "VARCHAR", "VARCHAR",
          "JSON", "JSON",
          "HUGEINT", "DECIMAL(38, 0)",
          "UUID", "UUID");
  private static final Map<String, String> BITS =
      Map.of(
          "&", "bitwise_and",
          "|", "bitwise_or",
          "<<", "bitwise_left_shift",
          ">>", "bitwise_right_shift_arithmetic");

  private TrinoText() {}

  /**
   * The template's meaning in Trino's SQL.
   *
   * @param template DuckDB's SQL, with a number in braces for each argument
   * @param arguments Trino's SQL of the arguments
   * @throws NoFormException naming the function or operator that Trino has no form of
   */
  public static String of(String template, List<String> arguments) {
    Term term = TemplateReader.read(template, arguments);
    String text = text(term);
    // The place around it may bind stronger than what is in it.
    return term instanceof Term.Argument || isClosed(text) ? text : "(" + text + ")";
  }

  private static boolean isClosed(String text) {
    return ATOM.matcher(text).matches() || Pattern.matches("[\\w ]+\\([^()]*\\)", text);
  }

  static String text(Term term) {
    return switch (term) {
      case Term.Plain plain -> plain(plain.text());
      case Term.Argument argument -> argument.sql();
      case Term.Name name -> name.name();
      case Call call -> TrinoFunctions.text(call);
      case Cast cast -> cast(cast);
      case Term.Prefix(String operator, Term of) -> operator + " " + inner(of);
      case Binary binary -> binary(binary);
      case Term.Items(List<Term> items) -> "ARRAY[" + list(items) + "]";
      case Term.At(Term list, Term index) ->
          index instanceof Term.Plain
              ? "element_at(%s, %s)".formatted(text(list), text(index))
              : "element_at(%s, nullif(%s, 0))".formatted(text(list), text(index));
      case Term.Slice(Term list, Term from, Term to) -> slice(list, from, to);
      case Term.Lambda(List<String> parameters, Term body) ->
          "(" + String.join(", ", parameters) + ") -> " + text(body);
      case Term.Case choice -> choice(choice);
      case Term.In(Term of, List<Term> items, boolean negated) ->
          inner(of) + (negated ? " NOT IN (" : " IN (") + list(items) + ")";
      case Term.Between(Term of, Term low, Term high) ->
          inner(of) + " BETWEEN " + inner(low) + " AND " + inner(high);
      case Term.IsNull(Term of, boolean negated) ->
          inner(of) + (negated ? " IS NOT NULL" : " IS NULL");
      case Term.Like like ->
          inner(like.term())
              + (like.negated() ? " NOT LIKE " : " LIKE ")
              + inner(like.pattern())
              + (like.escape() == null ? "" : " ESCAPE " + text(like.escape()));
    };
  }

  /** In parentheses, unless it cannot fall apart. */
  static String inner(Term term) {
    String text = text(term);
    return ATOM.matcher(text).matches() || (term instanceof Call call && call.over() == null)
        ? text
        : "(" + text + ")";
  }

  static String list(List<Term> terms) {
    return terms.stream().map(TrinoText::text).collect(Collectors.joining(", "));
  }

  /** {@code a DESC NULLS FIRST, b}. */
  static String keys(List<Term.Key> keys) {
    return keys.stream()
        .map(
            key ->
                text(key.term())
                    + (key.descending() ? " DESC" : "")
                    + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
        .collect(Collectors.joining(", "));
  }

  /** {@code list[from:to]}, both counted from 1. */
  static String slice(Term list, Term from, Term to) {
    if (!(from instanceof Term.Plain start) || !(to instanceof Term.Plain)) {
      throw new NoFormException("a slice of a list with computed bounds");
    }
    String length =
        start.text().equals("1") ? text(to) : "%s - %s".formatted(text(to), start.text() + " + 1");
    return "slice(%s, %s, %s)".formatted(text(list), start.text(), length);
  }

  private static String plain(String literal) {
    char first = literal.charAt(0);
    if (!Character.isDigit(first)) {
      return literal;
    }
    String lower = literal.toLowerCase(Locale.ROOT);
    if (lower.contains("e")) {
      return literal;
    }
    if (lower.contains(".")) {
      return literal + "E0"; // A literal with a point is a DECIMAL, and its quotient rounded.
    }
    return literal.length() > 18 ? "DECIMAL '" + literal + "'" : literal;
  }

  private static String binary(Binary binary) {
    Term left = binary.left();
    Term right = binary.right();
    String function = BITS.get(binary.operator());
    if (function != null && function.contains("shift")) {
      return "%s(%s, CAST(%s AS INTEGER))".formatted(function, text(left), text(right));
    }
    if (function != null) {
      return "%s(%s, %s)".formatted(function, text(left), text(right));
    }
    if (right instanceof Call months && months.name().equals("to_months")) {
      return TrinoScalars.months(left, months);
    }
    return switch (binary.operator()) {
      // DuckDB divides integers as doubles, Trino does not.
      case "/" -> "CAST(%s AS DOUBLE) / %s".formatted(text(left), inner(right));
      case "//" -> inner(wholeOf(left)) + " / " + inner(wholeOf(right));
      case "->>" -> TrinoJson.asText(left, right);
      case "||" -> asText(left) + " || " + asText(right);
      default -> inner(left) + " " + binary.operator() + " " + inner(right);
    };
  }

  /** A quotient of DECIMALs is rounded, one of BIGINTs is cut, as DuckDB's is. */
  private static Term wholeOf(Term term) {
    return term instanceof Cast(Term of, String type, boolean lenient) && type.equals("HUGEINT")
        ? new Cast(of, "BIGINT", lenient)
        : term;
  }

  /** Only texts can be joined. */
  static String asText(Term term) {
    boolean isText =
        term instanceof Term.Plain
            || (term instanceof Binary binary && binary.operator().equals("||"))
            || (term instanceof Cast cast && cast.type().equals("VARCHAR"));
    return isText ? inner(term) : "CAST(" + text(term) + " AS VARCHAR)";
  }

  private static String cast(Cast cast) {
    Term of = cast.term();
    boolean isText = cast.type().equals("VARCHAR");
    if (isText && isJson(of)) {
      return "json_format(" + text(of) + ")";
    }
    if (isText && of instanceof Cast real && real.type().equals("DOUBLE")) {
      return TrinoScalars.realText(text(of));
    }
    if (cast.type().equals("VARCHAR[]") && isJson(of)) {
      return TrinoJson.elements(of);
    }
    if (cast.type().equals("JSON")) {
      return (cast.lenient() ? "TRY(json_parse(" : "(json_parse(") + text(of) + "))";
    }
    if (of instanceof Term.Plain(String literal) && cast.type().equals("DOUBLE")) {
      switch (literal) {
        case "'nan'" -> {
          return "nan()";
        }
        case "'inf'" -> {
          return "infinity()";
        }
        case "'-inf'" -> {
          return "(-infinity())";
        }
        default -> {}
      }
    }
    return "%s(%s AS %s)"
        .formatted(cast.lenient() ? "TRY_CAST" : "CAST", text(of), type(cast.type()));
  }

  private static boolean isJson(Term term) {
    return term instanceof Call call && TrinoFunctions.givesJson(call.name());
  }

  private static String type(String type) {
    if (type.endsWith("[]")) {
      return "ARRAY(" + type(type.substring(0, type.length() - 2)) + ")";
    }
    if (type.startsWith("DECIMAL(")) {
      return type;
    }
    String known = TYPES.get(type);
    if (known == null) {
      throw new NoFormException("the type " + type);
    }
    return known;
  }

  private static String choice(Term.Case choice) {
    StringBuilder text = new StringBuilder("CASE");
    if (choice.subject() != null) {
      text.append(' ').append(inner(choice.subject()));
    }
    for (Term.Branch branch : choice.branches()) {
      text.append(" WHEN ").append(text(branch.when()));
      text.append(" THEN ")
          .append(
              TrinoScalars.isOfHexadecimals(branch)
                  ? TrinoScalars.hexadecimal(branch)
                  : text(branch.then()));
    }
    if (choice.otherwise() != null) {
      text.append(" ELSE ").append(text(choice.otherwise()));
    }
    return text.append(" END").toString();
  }
}
