package io.flowproof.query.sql.template;

import static io.flowproof.query.sql.template.TrinoText.text;

import io.flowproof.query.sql.template.Term.Call;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Java functions of addresses and times, as Trino's own types say them. */
final class TrinoNetworks {
  private static final Pattern JSON_OF_TEXT =
      Pattern.compile("^\\(?json_format\\(CAST\\((.*) AS JSON\\)\\)\\)?$", Pattern.DOTALL);
  private static final String IPV4 = "'^\\d{1,3}(\\.\\d{1,3}){3}$'";
  private static final String RANGE = "'^\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?$'";

  private TrinoNetworks() {}

  /** The call in Trino's SQL, null where it is none of these. */
  static @Nullable String of(Call call) {
    List<Term> given = call.arguments();
    return switch (call.name()) {
      case "fp_cidr_contains" ->
          "TRY(contains(%s, CAST(%s AS IPADDRESS)))"
              .formatted(text(given.get(0)), text(given.get(1)));
      case "fp_spl_address_key" -> addressKey(text(given.get(0)));
      case "fp_spl_relative_time" ->
          relativeTime(text(given.get(0)), text(given.get(1)), text(given.get(2)));
      case "fp_kql_ipv4_is_in_any_range" -> inAnyRange(given.getFirst());
      default -> null;
    };
  }

  /** Text that sorts as addresses do, those of IPv4 first. */
  private static String addressKey(String address) {
    return "IF(strpos(%1$s, ':') > 0, '6', '4') || to_hex(CAST(TRY(CAST(%1$s AS IPADDRESS)) AS VARBINARY))"
        .formatted(address);
  }

  /**
   * An offset in whole units that are always as long, then the start of such a unit; anything else
   * ends the query.
   */
  private static String relativeTime(String seconds, String modifier, String zone) {
    String offset =
        "coalesce(CAST(regexp_extract(%1$s, '^[-+]?\\d+') AS DOUBLE) * %2$s, 0E0)"
            .formatted(
                modifier,
                seconds("regexp_extract(%s, '^[-+]?\\d+([smhdw])', 1)".formatted(modifier)));
    String moved = "(%s + %s)".formatted(seconds, offset);
    String unit = seconds("regexp_extract(%s, '@([smhd])$', 1)".formatted(modifier));
    return ("CASE WHEN %1$s IS NULL THEN NULL"
            + " WHEN regexp_like(%1$s, '^([-+]?\\d+[smhdw])?(@[smhd])?$') AND %2$s IN ('UTC', 'Z') THEN"
            + " coalesce(floor(%3$s / %4$s) * %4$s, %3$s)"
            + " ELSE fail('This engine moves times by whole seconds, minutes, hours, days and weeks"
            + " in UTC only') END")
        .formatted(modifier, zone, moved, unit);
  }

  private static String seconds(String unit) {
    return "CASE %s WHEN 's' THEN 1E0 WHEN 'm' THEN 60E0 WHEN 'h' THEN 3600E0 WHEN 'd' THEN 86400E0 WHEN 'w' THEN 604800E0 END"
        .formatted(unit);
  }

  /**
   * Whether an address lies in one of the ranges of lists: null where it is none, as the Java body
   * has it.
   *
   * @param argument the parts of a JSON array, joined: a bracket, then each argument as JSON and a
   *     comma
   */
  private static @Nullable String inAnyRange(Term argument) {
    List<Term> packed = argument instanceof Call call ? call.arguments() : List.of();
    if (packed.size() != 5) {
      return null;
    }
    String address = address(jsonOf(packed.get(1)));
    String ranges =
        "filter(CAST(json_parse(%s) AS ARRAY(VARCHAR)), r -> regexp_like(r, %s))"
            .formatted(jsonOf(packed.get(3)), RANGE);
    return ("CASE WHEN regexp_like(%1$s, %2$s) THEN any_match(%3$s,"
            + " r -> contains(IF(strpos(r, '/') > 0, r, r || '/32'), CAST(%1$s AS IPADDRESS))) END")
        .formatted(address, IPV4, ranges);
  }

  /** What stands in {@code coalesce(…, 'null')}. */
  private static String jsonOf(Term term) {
    return term instanceof Call call && call.name().equals("coalesce")
        ? text(call.arguments().getFirst())
        : text(term);
  }

  /** The text that a JSON text is of. */
  private static String address(String json) {
    Matcher plain = JSON_OF_TEXT.matcher(json);
    return plain.matches() ? plain.group(1) : "json_extract_scalar(" + json + ", '$')";
  }
}
