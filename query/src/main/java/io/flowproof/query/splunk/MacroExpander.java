package io.flowproof.query.splunk;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.Notice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces macro calls by what they stand for, and tokens by their values ("Use search macros in
 * searches", Knowledge Manager Manual). A macro's text may hold further macros; text in double
 * quotes and in comments is left alone, but for tokens in quotes.
 */
public final class MacroExpander {
  private static final int DEEPEST = 100;
  private static final int LONGEST = 1 << 20;
  private static final Pattern TOKEN =
      Pattern.compile("\\$([a-zA-Z_][a-zA-Z0-9_.:]*)(\\|[a-z]+)?\\$");

  /** What the option format of chart and timechart fills in. */
  private static final Set<String> OF_CHARTS = Set.of("AGG", "VAL");

  private final Macros macros;
  private final Map<String, String> tokens;
  private final Diagnostics problems;
  private final List<ExpandedSearch.Stretch> stretches = new ArrayList<>();
  private final Set<Notice> notices = new LinkedHashSet<>();
  private int length;
  private boolean isTooLarge;

  private MacroExpander(Macros macros, Map<String, String> tokens, Diagnostics problems) {
    this.macros = macros;
    this.tokens = tokens;
    this.problems = problems;
  }

  /**
   * Replaces everything. A macro or token that is not known, a call that does not fit and a text
   * without end are {@code problems}; what was written stays in their place.
   */
  public static ExpandedSearch expand(
      SourceText written, Macros macros, Map<String, String> tokens, Diagnostics problems) {
    if (written.text().indexOf('`') < 0 && written.text().indexOf('$') < 0) {
      return ExpandedSearch.unchanged(written);
    }
    MacroExpander expander = new MacroExpander(macros, tokens, problems);
    String text = expander.replace(written.text(), null, 0);
    return new ExpandedSearch(
        written,
        new SourceText(written.name(), text),
        expander.stretches,
        List.copyOf(expander.notices));
  }

  /**
   * A text with its calls replaced.
   *
   * @param call the user's call that the text comes from, null for the user's text
   */
  private String replace(String text, @Nullable Span call, int depth) {
    StringBuilder out = new StringBuilder(text.length());
    MapCommands maps = new MapCommands(text);
    boolean quoted = false;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int next = i + 1;
      String became = null;
      if (c == '$') {
        Matcher token = TOKEN.matcher(text).region(i, text.length());
        if (token.lookingAt()) {
          next = token.end();
          became = token(token, place(call, i, next), maps.isInside());
        }
      } else if (!quoted && text.startsWith("```", i)) {
        int end = text.indexOf("```", i + 3);
        next = end < 0 ? text.length() : end + 3;
      } else if (!quoted && c == '`' && text.indexOf('`', i + 1) > 0) {
        next = text.indexOf('`', i + 1) + 1;
        became = macro(text.substring(i + 1, next - 1).strip(), place(call, i, next), depth);
      } else if (c == '\\') {
        next = Math.min(i + 2, text.length());
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        maps.pass(i);
      }
      if (became == null) {
        out.append(text, i, next);
      } else {
        int start = out.length();
        out.append(became);
        if (call == null) {
          stretches.add(
              new ExpandedSearch.Stretch(new Span(i, next), new Span(start, out.length())));
        }
      }
      i = next;
    }
    return out.toString();
  }

  private static Span place(@Nullable Span call, int from, int to) {
    return call == null ? new Span(from, to) : call;
  }

  private @Nullable String token(Matcher token, Span place, boolean isInMap) {
    String value = tokens.get(token.group(1));
    if (value == null && isInMap) {
      return null; // map puts a field's value there.
    }
    if (value == null && OF_CHARTS.contains(token.group(1))) {
      return null;
    }
    if (value == null) {
      problems.error(
          ErrorCode.ARGUMENT,
          place,
          "The token '" + token.group() + "' has no value",
          "--token " + token.group(1) + "=VALUE gives it one");
      return null;
    }
    return switch (String.valueOf(token.group(2))) {
      case "|s" -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case "|u" ->
          java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)
              .replace("+", "%20");
      default -> value;
    };
  }

  private @Nullable String macro(String call, Span place, int depth) {
    if (isTooLarge) {
      return null;
    }
    MacroArguments arguments = MacroArguments.parse(call);
    String name = arguments.name();
    Macro macro = macros.find(name, arguments.values().size()).orElse(null);
    if (macro == null) {
      unknown(name, arguments.values().size(), place);
      return null;
    }
    if (depth >= DEEPEST) {
      tooLarge(place, "The macro '" + name + "' expands to itself");
      return null;
    }
    if (macro.origin() != null) {
      notices.add(
          new Notice(
              place,
              "`%s` is not defined here and stands for what %s ships: %s"
                  .formatted(macro.stanza(), macro.origin(), macro.definition())));
    }
    Map<String, String> values = arguments.forParameters(macro.parameters());
    try {
      String problem = MacroEvaluation.problem(macro, values);
      if (problem != null) {
        problems.error(ErrorCode.ARGUMENT, place, problem);
        return null;
      }
      String text = MacroEvaluation.text(macro, values);
      length += text.length();
      if (length > LONGEST) {
        tooLarge(place, "The macro '" + name + "' expands to more than " + LONGEST + " characters");
        return null;
      }
      return replace(text, place, depth + 1);
    } catch (InvalidQueryException e) {
      String reasons =
          e.diagnostics().stream().map(d -> d.message()).collect(Collectors.joining("; "));
      problems.error(
          e.diagnostics().getFirst().code(),
          place,
          "The macro '" + macro.stanza() + "' cannot be computed: " + reasons);
      return null;
    }
  }

  private void tooLarge(Span place, String message) {
    isTooLarge = true;
    problems.error(ErrorCode.TOO_LARGE, place, message);
  }

  private void unknown(String name, int count, Span place) {
    List<Integer> arities = macros.arities(name);
    if (arities.isEmpty()) {
      String hint = Suggestion.didYouMean(name, macros.names());
      problems.error(
          ErrorCode.UNKNOWN_MACRO,
          place,
          "Unknown macro '" + name + "'" + (count == 0 ? "" : " with " + arguments(count)),
          hint != null ? hint : "--app DIR takes macros.conf of an app");
      return;
    }
    problems.error(
        ErrorCode.UNKNOWN_MACRO,
        place,
        "The macro '%s' takes %s, found %d"
            .formatted(
                name,
                arities.stream().map(MacroExpander::arguments).collect(Collectors.joining(" or ")),
                count));
  }

  private static String arguments(int count) {
    return count == 0 ? "no arguments" : count == 1 ? "1 argument" : count + " arguments";
  }
}
