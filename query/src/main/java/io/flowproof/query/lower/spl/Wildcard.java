package io.flowproof.query.lower.spl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern in which {@code *} stands for any characters. */
final class Wildcard {
  private final String pattern;
  private final Pattern regex;

  private Wildcard(String pattern, int flags) {
    this.pattern = pattern;
    StringBuilder text = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      text.append(text.isEmpty() ? "" : "(.*)")
          .append("(?:")
          .append(Pattern.quote(part))
          .append(")");
    }
    this.regex = Pattern.compile(text.toString(), flags | Pattern.DOTALL);
  }

  /** For names of fields, whose case matters. */
  static Wildcard ofNames(String pattern) {
    return new Wildcard(pattern, 0);
  }

  /** For values in a search, whose case does not matter. */
  static Wildcard ofValues(String pattern) {
    return new Wildcard(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** Whether the text is of the pattern. */
  boolean matches(String text) {
    return regex.matcher(text).matches();
  }

  /**
   * What the text becomes in a pattern with as many wildcards, each standing for what it stood for
   * in this one; empty when the text is not of this pattern.
   */
  Optional<String> translate(String text, String to) {
    Matcher matcher = regex.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(to.split("\\*", -1)));
    StringBuilder out = new StringBuilder(parts.getFirst());
    for (int i = 1; i < parts.size(); i++) {
      out.append(i <= matcher.groupCount() ? matcher.group(i) : "").append(parts.get(i));
    }
    return Optional.of(out.toString());
  }

  /** As a pattern of SQL's LIKE, with a backslash for what is meant literally. */
  static String like(String pattern) {
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%");
  }

  /** How many wildcards it has. */
  static long count(String pattern) {
    return pattern.chars().filter(c -> c == '*').count();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
