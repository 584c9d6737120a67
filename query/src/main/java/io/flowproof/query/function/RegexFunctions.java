package io.flowproof.query.function;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of SPL that the engine's own do not have: lookaround, backreferences, named
 * groups. The last argument of each is the place of the expression in the search, for the message
 * when it takes too long.
 */
public final class RegexFunctions {
  /** {@code (text, regex, place)}: whether it matches somewhere. */
  public static final EngineFunction MATCHES =
      EngineFunction.named("fp_spl_matches", Types.BOOLEAN);

  /** {@code (text, regex, replacement, place)}: every match replaced. */
  public static final EngineFunction REPLACE = EngineFunction.named("fp_spl_replace", Types.TEXT);

  /** {@code (text, regex, group, place)}: a group of the first match, or null. */
  public static final EngineFunction GROUP = EngineFunction.named("fp_spl_group", Types.TEXT);

  /** {@code (text, regex, group, most, place)}: a group of all matches, as a JSON array. */
  public static final EngineFunction GROUPS = EngineFunction.named("fp_spl_groups", Types.TEXT);

  /** {@code (text, regex, place)}: where the named groups of the first match are. */
  public static final EngineFunction OFFSETS = EngineFunction.named("fp_spl_offsets", Types.TEXT);

  /** {@code (text, expression, place)}: an expression of sed applied. */
  public static final EngineFunction SED = EngineFunction.named("fp_spl_sed", Types.TEXT);

  private static final ColumnType TEXT = ColumnType.TEXT;
  private static final ColumnType LONG = ColumnType.LONG;

  private RegexFunctions() {}

  /** The bodies. */
  public static List<JavaFunction> java() {
    return List.of(
        function(
            MATCHES,
            ColumnType.BOOLEAN,
            a -> Pcre.of(text(a, 1)).matcher(text(a, 0)).find(),
            TEXT,
            TEXT,
            TEXT),
        function(
            REPLACE,
            TEXT,
            a ->
                new Replacement(Pcre.of(text(a, 1)), text(a, 2))
                    .apply(text(a, 0), 1, Integer.MAX_VALUE),
            TEXT,
            TEXT,
            TEXT,
            TEXT),
        function(
            GROUP, TEXT, a -> group(text(a, 0), text(a, 1), number(a, 2)), TEXT, TEXT, LONG, TEXT),
        function(
            GROUPS,
            TEXT,
            a -> groups(text(a, 0), text(a, 1), number(a, 2), number(a, 3)),
            TEXT,
            TEXT,
            LONG,
            LONG,
            TEXT),
        function(OFFSETS, TEXT, a -> offsets(text(a, 0), text(a, 1)), TEXT, TEXT, TEXT),
        function(SED, TEXT, a -> SedExpression.of(text(a, 1)).apply(text(a, 0)), TEXT, TEXT, TEXT));
  }

  private static JavaFunction function(
      EngineFunction function,
      ColumnType result,
      Function<@Nullable Object[], @Nullable Object> body,
      ColumnType... parameters) {
    return new JavaFunction(
        function.getName(),
        List.of(parameters),
        result,
        arguments -> {
          try {
            return body.apply(arguments);
          } catch (IllegalStateException tooSlow) {
            throw new IllegalArgumentException(
                "The regular expression at "
                    + text(arguments, arguments.length - 1)
                    + " takes too long on one value",
                tooSlow);
          } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException(
                "The regular expression at "
                    + text(arguments, arguments.length - 1)
                    + " goes too deep on one value",
                tooDeep);
          }
        });
  }

  private static String text(@Nullable Object[] arguments, int at) {
    return (String) Objects.requireNonNull(arguments[at]);
  }

  private static int number(@Nullable Object[] arguments, int at) {
    return ((Long) Objects.requireNonNull(arguments[at])).intValue();
  }

  private static @Nullable String group(String text, String regex, int group) {
    Matcher matcher = Pcre.of(regex).matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }

  private static @Nullable String groups(String text, String regex, int group, int most) {
    Matcher matcher = Pcre.of(regex).matcher(text);
    List<String> found = new ArrayList<>();
    while (found.size() < most && matcher.find()) {
      String part = matcher.group(group);
      if (part != null) {
        found.add(part);
      }
    }
    return found.isEmpty() ? null : Json.array(found);
  }

  private static @Nullable String offsets(String text, String regex) {
    Pcre pcre = Pcre.of(regex);
    Matcher matcher = pcre.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    pcre.names()
        .forEach(
            (name, group) -> {
              if (matcher.start(group) >= 0) {
                int last = Math.max(matcher.start(group), matcher.end(group) - 1);
                parts.add(name + "=" + matcher.start(group) + "-" + last);
              }
            });
    return String.join("&", parts);
  }
}
