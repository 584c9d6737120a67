package io.flowproof.query.function;

import java.util.ArrayList;
import java.util.List;

/**
 * An expression of {@code rex mode=sed}: {@code s/regex/replacement/flags}, where a flag is {@code
 * g} for all matches or a number for that one, or {@code y/from/to/} ("rex", Search Reference).
 * Several stand one after the other, with blanks or semicolons between.
 */
public final class SedExpression {
  private sealed interface Step {
    String apply(String text);
  }

  private record Substitute(Replacement replacement, int from, int most) implements Step {
    @Override
    public String apply(String text) {
      return replacement.apply(text, from, most);
    }
  }

  private record Transliterate(String from, String to) implements Step {
    @Override
    public String apply(String text) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        int at = from.indexOf(text.charAt(i));
        out.append(at < 0 ? text.charAt(i) : to.charAt(at));
      }
      return out.toString();
    }
  }

  private final String text;
  private final List<Step> steps = new ArrayList<>();
  private int at;

  private SedExpression(String text) {
    this.text = text;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with a message for the author
   */
  public static SedExpression of(String text) {
    SedExpression expression = new SedExpression(text);
    expression.read();
    return expression;
  }

  /** The text with every step applied. */
  String apply(String value) {
    String result = value;
    for (Step step : steps) {
      result = step.apply(result);
    }
    return result;
  }

  private void read() {
    skip();
    do {
      char command = at < text.length() ? text.charAt(at++) : ' ';
      if ((command != 's' && command != 'y') || at >= text.length()) {
        throw new IllegalArgumentException(
            "A sed expression is written s/regex/replacement/flags or y/from/to/");
      }
      char delimiter = text.charAt(at++);
      String first = part(delimiter);
      String second = part(delimiter);
      steps.add(command == 's' ? substitute(first, second) : transliterate(first, second));
      skip();
    } while (at < text.length());
  }

  private void skip() {
    while (at < text.length() && " ;\t\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private String part(char delimiter) {
    StringBuilder part = new StringBuilder();
    while (at < text.length() && text.charAt(at) != delimiter) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        if (text.charAt(at) != delimiter) {
          part.append('\\');
        }
      }
      part.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw new IllegalArgumentException(
          "A part of the sed expression is not closed with '" + delimiter + "'");
    }
    at++;
    return part.toString();
  }

  private Step substitute(String regex, String with) {
    int from = 1;
    int most = 1;
    while (at < text.length() && " ;\t\n".indexOf(text.charAt(at)) < 0) {
      char flag = text.charAt(at++);
      if (flag == 'g') {
        most = Integer.MAX_VALUE;
      } else if (flag >= '1' && flag <= '9') {
        from = flag - '0';
      } else {
        throw new IllegalArgumentException("The sed expression has no flag '" + flag + "'");
      }
    }
    return new Substitute(new Replacement(Pcre.of(regex), with), from, most);
  }

  private static Step transliterate(String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException("Both parts of y/from/to/ must be of one length");
    }
    return new Transliterate(from, to);
  }
}
