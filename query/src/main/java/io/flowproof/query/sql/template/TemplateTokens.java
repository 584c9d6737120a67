package io.flowproof.query.sql.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a template, read forward. Words are compared without regard to case. */
final class TemplateTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|\"[^\"]*\"|\\{(?:\\*|\\d+)}"
              + "|\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|\\w+|->>|\\|\\||//|::|<>|<=|>=|<<|>>|\\S)");

  private final String template;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  TemplateTokens(String template) {
    this.template = template;
    Matcher token = TOKEN.matcher(template.strip());
    while (token.lookingAt()) {
      tokens.add(token.group(1));
      token.region(token.end(), token.regionEnd());
    }
  }

  /** The next token, which stays; empty at the end. */
  String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** Whether the next token is that one. */
  boolean is(String token) {
    return peek().equalsIgnoreCase(token);
  }

  /** Whether the token after the next one is that one. */
  boolean isAfter(String token) {
    return at + 1 < tokens.size() && tokens.get(at + 1).equals(token);
  }

  /** Takes the next token if it is that one. */
  boolean skip(String token) {
    if (is(token)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the next token. */
  String next() {
    if (at == tokens.size()) {
      throw wrong("more");
    }
    return tokens.get(at++);
  }

  /** Takes the next token, which must be that one. */
  void expect(String token) {
    if (!skip(token)) {
      throw wrong("'" + token + "'");
    }
  }

  /** Nothing may follow. */
  void end() {
    if (at < tokens.size()) {
      throw wrong("the end");
    }
  }

  private IllegalStateException wrong(String expected) {
    return new IllegalStateException(
        "Expected %s at '%s' in the template %s".formatted(expected, peek(), template));
  }
}
