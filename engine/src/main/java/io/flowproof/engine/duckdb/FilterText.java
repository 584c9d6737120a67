package io.flowproof.engine.duckdb;

import io.flowproof.engine.api.ScanFilter;
import io.flowproof.engine.api.ScanFilter.And;
import io.flowproof.engine.api.ScanFilter.Compare;
import io.flowproof.engine.api.ScanFilter.Comparison;
import io.flowproof.engine.api.ScanFilter.Or;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters as DuckDB 2.0 prints them in its plans: parenthesised comparisons with AND and OR.
 * Whatever else stands there is taken as "any row", which is always safe.
 */
final class FilterText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"]|\"\")*\")|('(?:[^']|'')*'(?:::[A-Z_"
              + " ]+)?)|(-?\\d+(?:::[A-Z_]+)?(?![\\w.]))|(<=|>=|<>|!=|[<>=(),])|([^\\s()<>=!,'\"]+))");

  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "=", Comparison.EQUAL,
          "<", Comparison.LESS,
          "<=", Comparison.AT_MOST,
          ">", Comparison.GREATER,
          ">=", Comparison.AT_LEAST);

  private static final String OPTIONAL = "optional: ";

  /** A time as KQL has it, in ticks of 100 ns since year 1: what the algebra makes of a column. */
  private static final Pattern TICKS =
      Pattern.compile(
          "\\(\\(epoch_us\\((\"[^\"]+\"|[\\w.]+)\\) \\* 10\\) \\+ 621355968000000000\\)");

  private static final String IN_TICKS = "ticks:";
  private static final long EPOCH = 621_355_968_000_000_000L;
  private static final Set<String> OPENING = Set.of("(", "CASE");
  private static final Set<String> CLOSING = Set.of(")", "END");

  private final String prefix;
  private final List<String> tokens;
  private int at;

  private FilterText(String prefix, List<String> tokens) {
    this.prefix = prefix;
    this.tokens = tokens;
  }

  /** The filter of a table whose columns are printed with that prefix, or with none. */
  static ScanFilter parse(String text, String prefix) {
    // An optional filter holds for every row that is needed; it need not be applied.
    List<String> tokens =
        tokens(
            TICKS
                .matcher(text.startsWith(OPTIONAL) ? text.substring(OPTIONAL.length()) : text)
                .replaceAll(found -> IN_TICKS + found.group(1).replace("\"", "")));
    if (tokens == null) {
      return ScanFilter.ALL;
    }
    FilterText reader = new FilterText(prefix, tokens);
    ScanFilter filter = reader.disjunction();
    return filter == null || reader.at < tokens.size() ? ScanFilter.ALL : filter;
  }

  /** True for a text that names a column with that prefix. */
  static boolean names(String text, String prefix) {
    return named(prefix).matcher(text).find();
  }

  /** The text with the columns of that prefix named without it. */
  static String without(String text, String prefix) {
    return named(prefix).matcher(text).replaceAll("");
  }

  private static Pattern named(String prefix) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(prefix));
  }

  private static @Nullable List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    return text.substring(end).isBlank() ? tokens : null;
  }

  /** Operands joined by OR, or null where the text cannot be followed. */
  private @Nullable ScanFilter disjunction() {
    List<ScanFilter> parts = new ArrayList<>();
    do {
      ScanFilter part = conjunction();
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (accept("OR"));
    return any(parts);
  }

  private @Nullable ScanFilter conjunction() {
    List<ScanFilter> parts = new ArrayList<>();
    do {
      ScanFilter part = operand();
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (accept("AND"));
    return all(parts);
  }

  static ScanFilter any(List<ScanFilter> parts) {
    if (parts.contains(ScanFilter.ALL)) {
      return ScanFilter.ALL;
    }
    return parts.size() == 1 ? parts.getFirst() : new Or(List.copyOf(parts));
  }

  static ScanFilter all(List<ScanFilter> parts) {
    List<ScanFilter> known = parts.stream().filter(part -> !part.equals(ScanFilter.ALL)).toList();
    if (known.isEmpty()) {
      return ScanFilter.ALL;
    }
    return known.size() == 1 ? known.getFirst() : new And(known);
  }

  private @Nullable ScanFilter operand() {
    int start = at;
    if (accept("(")) {
      ScanFilter inner = disjunction();
      if (inner != null && accept(")") && isEndOfOperand()) {
        return inner;
      }
      at = start;
      return unknown();
    }
    ScanFilter comparison = comparison();
    if (comparison != null && isEndOfOperand()) {
      return comparison;
    }
    at = start;
    return unknown();
  }

  private @Nullable ScanFilter comparison() {
    String column = column();
    if (column == null) {
      return null;
    }
    if (accept("IN")) {
      return in(column);
    }
    if (accept("BETWEEN")) {
      ScanFilter least = compare(column, Comparison.AT_LEAST, next());
      return least != null && accept("AND")
          ? both(least, compare(column, Comparison.AT_MOST, next()))
          : null;
    }
    Comparison how = COMPARISONS.get(next());
    return how == null ? null : compare(column, how, next());
  }

  private static @Nullable ScanFilter both(ScanFilter least, @Nullable ScanFilter most) {
    return most == null ? null : new And(List.of(least, most));
  }

  private @Nullable ScanFilter compare(String column, Comparison how, String token) {
    Object value = value(token);
    if (value == null || !column.startsWith(IN_TICKS)) {
      return value == null ? null : new Compare(column, how, value);
    }
    if (!(value instanceof Long ticks)) {
      return null;
    }
    // Rounded down to a microsecond, which leaves no file out that is needed.
    long micros = Math.floorDiv(ticks - EPOCH, 10);
    return new Compare(
        column.substring(IN_TICKS.length()),
        how == Comparison.LESS
            ? Comparison.AT_MOST
            : how == Comparison.GREATER ? Comparison.AT_LEAST : how,
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private @Nullable ScanFilter in(String column) {
    if (!accept("(")) {
      return null;
    }
    List<ScanFilter> parts = new ArrayList<>();
    do {
      ScanFilter part = compare(column, Comparison.EQUAL, next());
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (accept(","));
    return accept(")") ? any(parts) : null;
  }

  private @Nullable String column() {
    String token = next();
    String how = token.startsWith(IN_TICKS) ? IN_TICKS : "";
    String name = token.substring(how.length());
    if (name.startsWith("\"")) {
      name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
    }
    return name.startsWith(prefix) ? how + name.substring(prefix.length()) : null;
  }

  private static @Nullable Object value(String token) {
    if (token.matches("-?\\d{1,18}(::[A-Z_]+)?")) {
      return Long.valueOf(token.replaceFirst("::.*", ""));
    }
    if (!token.startsWith("'")) {
      return null;
    }
    int end = token.lastIndexOf('\'');
    String text = token.substring(1, end).replace("''", "'");
    String type = token.substring(end + 1);
    return switch (type) {
      case "", "::VARCHAR" -> text;
      case "::TIMESTAMP" -> time(text);
      default -> null;
    };
  }

  private static @Nullable Instant time(String text) {
    try {
      return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Passes over an operand that says nothing here, to the AND, OR or end after it. */
  private @Nullable ScanFilter unknown() {
    int depth = 0;
    while (at < tokens.size()) {
      String token = tokens.get(at);
      if (depth == 0 && isEndOfOperand()) {
        return ScanFilter.ALL;
      }
      depth += OPENING.contains(token) ? 1 : CLOSING.contains(token) ? -1 : 0;
      at++;
    }
    return depth == 0 ? ScanFilter.ALL : null;
  }

  private boolean isEndOfOperand() {
    return at >= tokens.size()
        || tokens.get(at).equals(")")
        || tokens.get(at).equals("AND")
        || tokens.get(at).equals("OR");
  }

  private boolean accept(String token) {
    boolean is = at < tokens.size() && tokens.get(at).equals(token);
    at += is ? 1 : 0;
    return is;
  }

  private String next() {
    return at < tokens.size() ? tokens.get(at++) : "";
  }
}
