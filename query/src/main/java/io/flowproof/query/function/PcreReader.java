package io.flowproof.query.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes an expression of PCRE as one of Java that means the same; see {@link Pcre}. */
final class PcreReader {
  private static final Pattern NAMED = Pattern.compile("\\(\\?(?:P?<(\\w+)>|'(\\w+)')");
  private static final Pattern NAMED_REFERENCE =
      Pattern.compile("\\(\\?P=(\\w+)\\)|\\\\k(?:<(\\w+)>|\\{(\\w+)}|'(\\w+)')");
  private static final Pattern NUMBERED_REFERENCE =
      Pattern.compile("\\\\g(?:\\{(-?\\d{1,3})}|(\\d{1,3}))");
  private static final Pattern QUANTIFIER = Pattern.compile("\\{\\d+(?:,\\d*)?}");
  private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]+):]");
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[imsx]*(?:-[imsx]+)?[:)]");
  private static final String LETTERS = "AabBdDefGhHnpPrRsStuvVwWxXzZ";

  private final String regex;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private int at;
  private int groups;

  PcreReader(String regex) {
    this.regex = regex;
  }

  /** The named groups met. */
  Map<String, Integer> names() {
    return names;
  }

  /** Java's expression. */
  String read() {
    while (at < regex.length()) {
      char c = regex.charAt(at);
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> characters();
        case '(' -> group();
        case '{' -> out.append(take(QUANTIFIER) ? taken() : literal("\\{"));
        default -> out.append(literal(String.valueOf(c)));
      }
    }
    return out.toString();
  }

  private String taken = "";
  private @org.jspecify.annotations.Nullable Matcher last;

  private boolean take(Pattern pattern) {
    Matcher matcher = pattern.matcher(regex).region(at, regex.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    last = matcher;
    taken = matcher.group();
    at = matcher.end();
    return true;
  }

  private String taken() {
    return taken;
  }

  /** The first group of the last thing taken that took part. */
  private String part() {
    Matcher matcher = java.util.Objects.requireNonNull(last);
    for (int i = 1; i <= matcher.groupCount(); i++) {
      if (matcher.group(i) != null) {
        return matcher.group(i);
      }
    }
    throw new IllegalStateException(taken);
  }

  private String literal(String text) {
    at++;
    return text;
  }

  private static IllegalArgumentException unsupported(String what) {
    return new IllegalArgumentException("Not supported in a regular expression: " + what);
  }

  private void group() {
    if (take(NAMED)) {
      names.putIfAbsent(part(), ++groups);
      out.append('(');
    } else if (take(NAMED_REFERENCE)) {
      reference(part());
    } else if (regex.startsWith("(?#", at)) {
      int end = regex.indexOf(')', at);
      at = end < 0 ? regex.length() : end + 1;
    } else if (regex.startsWith("(*", at)) {
      throw unsupported("verbs such as (*SKIP)");
    } else if (!regex.startsWith("(?", at)) {
      groups++;
      out.append(literal("("));
    } else if (take(FLAGS) || take(Pattern.compile("\\(\\?(?:[=!>]|<[=!])"))) {
      out.append(taken());
    } else {
      throw unsupported(
          "'" + regex.substring(at, Math.min(regex.length(), at + 4)) + "', which PCRE alone has");
    }
  }

  private void reference(String name) {
    Integer number = names.get(name);
    if (number == null) {
      throw new IllegalArgumentException("Not a regular expression: no group '" + name + "'");
    }
    out.append("(?:\\").append(number).append(')');
  }

  private void escape(boolean inClass) {
    if (at + 1 >= regex.length()) {
      throw new IllegalArgumentException("Not a regular expression: it ends with a backslash");
    }
    char c = regex.charAt(at + 1);
    if (!inClass && c == 'k' && take(NAMED_REFERENCE)) {
      reference(part());
    } else if (!inClass && c == 'g' && take(NUMBERED_REFERENCE)) {
      int number = Integer.parseInt(part());
      out.append("(?:\\").append(number < 0 ? groups + 1 + number : number).append(')');
    } else if (c == 'Q') {
      int end = regex.indexOf("\\E", at);
      String quoted = regex.substring(at + 2, end < 0 ? regex.length() : end);
      out.append(quoted.replaceAll("[^\\p{L}\\p{N}\\s]", "\\\\$0"));
      at = end < 0 ? regex.length() : end + 2;
    } else if (!inClass && (c == 'K' || c == 'C')) {
      throw unsupported("\\" + c);
    } else if (!inClass && c == 'N') {
      at += 2;
      out.append("[^\\n]");
    } else if (inClass && c == 'b') {
      at += 2;
      out.append("\\x08");
    } else {
      boolean isPlainLetter =
          ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && LETTERS.indexOf(c) < 0;
      at += 2;
      out.append(isPlainLetter ? "" : "\\").append(c);
    }
  }

  /** A class in brackets, up to its end. */
  private void characters() {
    out.append(literal("["));
    if (at < regex.length() && regex.charAt(at) == '^') {
      out.append(literal("^"));
    }
    boolean first = true;
    while (at < regex.length() && (first || regex.charAt(at) != ']')) {
      char c = regex.charAt(at);
      if (c == '\\') {
        escape(true);
      } else if (c == '[' && take(POSIX)) {
        posix();
      } else {
        out.append(literal("[]&".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c)));
      }
      first = false;
    }
    if (at >= regex.length()) {
      throw new IllegalArgumentException("Not a regular expression: a '[' is not closed");
    }
    out.append(literal("]"));
  }

  private void posix() {
    Matcher matcher = java.util.Objects.requireNonNull(last);
    String name = matcher.group(2);
    if (name.equals("word")) {
      out.append(matcher.group(1).isEmpty() ? "\\w" : "\\W");
      return;
    }
    String property =
        switch (name) {
          case "alpha",
              "digit",
              "alnum",
              "upper",
              "lower",
              "punct",
              "graph",
              "print",
              "blank",
              "cntrl",
              "space" ->
              Character.toUpperCase(name.charAt(0)) + name.substring(1);
          case "xdigit" -> "XDigit";
          case "ascii" -> "ASCII";
          default ->
              throw new IllegalArgumentException(
                  "Not a regular expression: no class '" + name + "'");
        };
    out.append(matcher.group(1).isEmpty() ? "\\p{" : "\\P{").append(property).append('}');
  }
}
