package io.flowproof.query.lower.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.address.Network;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.StagedFlows;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.TimeSpan;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random conditions over random small tables: what the engine keeps is what an evaluator in Java
 * keeps, which was written from the pages on "search", "where" and "Predicate expressions"; and the
 * spans that SQL computes are those of Java.
 */
class SearchMeaningTest {
  private static final StagedFlows FLOWS = StagedFlows.none();
  private static final List<String> VALUES =
      List.of("", "1", "01", "1.0", "10", "9", "-3", "abc", "ABC", "a*c", "10.0.0.1", "10.9.2.3");
  private static final List<String> SOUGHT =
      List.of("1", "10", "9", "-3", "abc", "aBc", "a*", "*", "*.0.*", "10.0.0.0/16", "10.0.0.1");

  private Random random = new Random(0);

  @AfterContainer
  static void close() {
    FLOWS.close();
  }

  /** A condition's text, and whether a row fulfils it: true, false, or null where it is unknown. */
  private record Condition(String text, Meaning meaning) {}

  private interface Meaning {
    @Nullable Boolean of(Map<String, String> row);
  }

  @Property(tries = 60)
  void searchKeepsWhatThePageSays(@ForAll long seed) {
    random = new Random(seed);
    check("search", this::term);
  }

  @Property(tries = 60)
  void whereKeepsWhatThePageSays(@ForAll long seed) {
    random = new Random(seed);
    check("where", this::comparison);
  }

  @Property(tries = 20)
  void spansInSqlAreThoseOfJava(@ForAll long seed) {
    random = new Random(seed);
    List<Long> times =
        Stream.generate(() -> random.nextLong(-1L << 32, 1L << 33)).limit(5).toList();
    List<String> texts = List.of("7s", "5m", "3h", "1d", "4d", "1w", "2w@w1", "1mon", "3mon", "1y");
    String text = texts.get(random.nextInt(texts.size()));
    String csv = times.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    List<List<@Nullable Object>> found =
        rows(
            "| makeresults format=csv data=\"t\n%s\" | bin t span=%s AS s | table s"
                .formatted(csv, text));
    TimeSpan span = Objects.requireNonNull(TimeSpan.parse(text));
    assertThat(found.stream().map(List::getFirst).toList())
        .as(text + " of " + times)
        .isEqualTo(times.stream().map(t -> span.start(t, ZoneId.of("UTC"))).toList());
  }

  private interface Atoms {
    Condition any();
  }

  private void check(String command, Atoms atoms) {
    List<Map<String, String>> table = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      table.add(row(i));
    }
    Condition condition = condition(command, atoms, 2);
    String data =
        table.stream()
            .map(
                row ->
                    row.get("n")
                        + ","
                        + row.getOrDefault("a", "")
                        + ","
                        + row.getOrDefault("b", ""))
            .collect(Collectors.joining("\n"));
    String text =
        "| makeresults format=csv data=\"n,a,b\n%s\" | %s %s | table n"
            .formatted(data, command, condition.text);
    List<String> kept =
        table.stream()
            .filter(row -> Boolean.TRUE.equals(condition.meaning.of(row)))
            .map(row -> Objects.requireNonNull(row.get("n")))
            .toList();
    assertThat(rows(text).stream().map(row -> String.valueOf(row.getFirst())).toList())
        .as(text)
        .isEqualTo(kept);
  }

  private Map<String, String> row(int number) {
    Map<String, String> row = new HashMap<>(Map.of("n", "row" + number));
    for (String field : List.of("a", "b")) {
      String value = VALUES.get(random.nextInt(VALUES.size()));
      if (!value.isEmpty()) {
        row.put(field, value);
      }
    }
    return row;
  }

  private static List<List<@Nullable Object>> rows(String text) {
    String sql =
        new QueryCompiler(Catalog.withoutLogs())
            .compile(new SourceText("q", text), Language.SPL, QueryTime.at(SplCase.NOW))
            .sql();
    return FLOWS.engine().all(sql);
  }

  private Condition condition(String command, Atoms atoms, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return atoms.any();
    }
    Condition left = condition(command, atoms, depth - 1);
    if (random.nextInt(3) == 0) {
      boolean unknown = command.equals("where");
      return new Condition(
          "NOT (" + left.text + ")",
          row -> {
            Boolean value = left.meaning.of(row);
            return value == null ? (unknown ? null : Boolean.TRUE) : Boolean.valueOf(!value);
          });
    }
    Condition right = condition(command, atoms, depth - 1);
    boolean and = random.nextBoolean();
    return new Condition(
        "(%s) %s (%s)".formatted(left.text, and ? "AND" : "OR", right.text),
        row -> joined(and, left.meaning.of(row), right.meaning.of(row)));
  }

  /** Three-valued: unknown where the other side does not decide. */
  private static @Nullable Boolean joined(
      boolean and, @Nullable Boolean left, @Nullable Boolean right) {
    Boolean decides = !and;
    if (decides.equals(left) || decides.equals(right)) {
      return decides;
    }
    return left == null || right == null ? null : Boolean.valueOf(and);
  }

  private String field() {
    return random.nextBoolean() ? "a" : "b";
  }

  private String operator() {
    return List.of("=", "!=", "<", ">=").get(random.nextInt(4));
  }

  /** A term of a search. A field that is missing fulfils no comparison. */
  private Condition term() {
    String field = field();
    String operator = operator();
    boolean orders = operator.equals("<") || operator.equals(">=");
    String sought = SOUGHT.get(random.nextInt(SOUGHT.size()));
    String literal = orders && sought.matches(".*[*/].*") ? "10" : sought;
    return new Condition(
        field + operator + literal,
        row -> {
          String value = row.get(field);
          return value != null
              && switch (operator) {
                case "=" -> matches(value, literal);
                case "!=" -> !matches(value, literal);
                case "<" -> order(value, literal) < 0;
                default -> order(value, literal) >= 0;
              };
        });
  }

  private static boolean matches(String value, String literal) {
    if (literal.contains("*")) {
      return Wildcard.ofValues(literal).matches(value);
    }
    if (literal.contains("/")) {
      return Network.parse(value + "/32").isPresent()
          && value.startsWith(literal.substring(0, literal.indexOf('.', 3)) + ".");
    }
    OptionalDouble left = SplNumber.parse(value);
    OptionalDouble right = SplNumber.parse(literal);
    return value.equalsIgnoreCase(literal)
        || (left.isPresent() && right.isPresent() && left.getAsDouble() == right.getAsDouble());
  }

  /** As numbers where both sides look like numbers, else as texts. */
  private static int order(String left, String right) {
    OptionalDouble a = SplNumber.parse(left);
    OptionalDouble b = SplNumber.parse(right);
    return a.isPresent() && b.isPresent()
        ? Double.compare(a.getAsDouble(), b.getAsDouble())
        : left.compareTo(right);
  }

  /** A comparison of where: with a missing field nothing is known. */
  private Condition comparison() {
    String field = field();
    if (random.nextInt(5) == 0) {
      return new Condition("isnull(" + field + ")", row -> row.get(field) == null);
    }
    String operator = operator();
    boolean quoted = random.nextBoolean();
    String literal = quoted ? SOUGHT.get(random.nextInt(SOUGHT.size())) : "9.50";
    boolean fields = random.nextInt(4) == 0;
    String right = fields ? "b" : quoted ? '"' + literal + '"' : literal;
    return new Condition(
        field + operator + right,
        row -> {
          String value = row.get(field);
          String other = fields ? row.get("b") : literal;
          if (value == null || other == null) {
            return null;
          }
          int order = order(value, other);
          return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            default -> order >= 0;
          };
        });
  }
}
