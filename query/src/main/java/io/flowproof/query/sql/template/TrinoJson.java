package io.flowproof.query.sql.template;

import static io.flowproof.query.sql.template.TrinoText.text;

import io.flowproof.query.sql.template.Term.Binary;
import io.flowproof.query.sql.template.Term.Call;
import io.flowproof.query.sql.template.Term.Cast;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON texts. Trino's paths are written in another way, and its objects have their keys sorted. */
final class TrinoJson {
  /** {@code $."key"[0]}, without wildcards and places counted from the end. */
  private static final Pattern PATH = Pattern.compile("'\\$(?:\\.\"[^\"\\\\]*\"|\\[\\d+])*'");

  private static final Pattern KEY = Pattern.compile("\\.(\"[^\"]*\")");

  private TrinoJson() {}

  /** The call in Trino's SQL, null where it is none of these. */
  static @Nullable String of(Call call) {
    List<Term> given = call.arguments();
    return switch (call.name()) {
      case "json_extract" ->
          "json_extract(%s, %s)".formatted(text(given.get(0)), path(given.get(1)));
      case "json_type" -> type(text(given.get(0)));
      default -> null;
    };
  }

  private static String path(Term term) {
    String written = term instanceof Term.Argument(String sql) ? sql : text(term);
    if (PATH.matcher(written).matches()) {
      Matcher key = KEY.matcher(written);
      return key.replaceAll("[$1]");
    }
    // A key that is known for each row only: '$."' || replace(key, …) || '"'.
    if (term instanceof Binary(String outer, Term start, Term end)
        && outer.equals("||")
        && end instanceof Term.Plain(String close)
        && close.equals("'\"'")
        && start instanceof Binary(String inner, Term open, Term key)
        && inner.equals("||")
        && open instanceof Term.Plain(String opening)
        && opening.equals("'$.\"'")) {
      return "'$[\"' || " + TrinoText.inner(key) + " || '\"]'";
    }
    throw new NoFormException("a path in JSON that is computed, or counts from the end");
  }

  /** DuckDB's names of what a JSON text is. */
  private static String type(String json) {
    return ("CASE WHEN %1$s IS NULL THEN NULL WHEN starts_with(%1$s, '[') THEN 'ARRAY'"
            + " WHEN starts_with(%1$s, '{') THEN 'OBJECT'"
            + " WHEN starts_with(%1$s, '\"') THEN 'VARCHAR'"
            + " WHEN %1$s IN ('true', 'false') THEN 'BOOLEAN' WHEN %1$s = 'null' THEN 'NULL'"
            + " WHEN regexp_like(%1$s, '^-\\d+$') THEN 'BIGINT'"
            + " WHEN regexp_like(%1$s, '^\\d+$') THEN 'UBIGINT' ELSE 'DOUBLE' END")
        .formatted(json);
  }

  /** What a text in JSON says, and of anything else its JSON. */
  static String asText(Term json, Term path) {
    if (!(path instanceof Term.Plain(String whole)) || !whole.equals("'$'")) {
      throw new NoFormException("values in JSON as texts");
    }
    String written =
        json instanceof Cast(Term of, String type, boolean lenient) ? text(of) : text(json);
    String text = written.equals("NULL") ? "CAST(NULL AS VARCHAR)" : written;
    return ("CASE WHEN starts_with(%1$s, '\"') THEN json_extract_scalar(%1$s, '$')"
            + " WHEN %1$s <> 'null' THEN %1$s END")
        .formatted(text);
  }

  /** An object of each key of an object, as JSON; by key. */
  private static String entries(String json) {
    return ("transform(map_entries(CAST(json_parse(%s) AS MAP(VARCHAR, JSON))), e -> '{' ||"
            + " json_format(CAST(e[1] AS JSON)) || ':' || json_format(e[2]) || '}')")
        .formatted(json);
  }

  /** The elements of an array, each as JSON. */
  static String elements(Term term) {
    if (term instanceof Call call
        && call.name().equals("json_extract")
        && call.arguments().get(1) instanceof Term.Plain(String all)
        && all.equals("'$[*]'")) {
      if (call.arguments().getFirst() instanceof Call bag
          && bag.name().equals("fp_kql_bag_entries")) {
        return entries(text(bag.arguments().getFirst()));
      }
      return "transform(CAST(json_parse(%s) AS ARRAY(JSON)), e -> json_format(e))"
          .formatted(text(call.arguments().getFirst()));
    }
    throw new NoFormException("elements in JSON");
  }
}
