package io.flowproof.flowlog.intel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads those STIX patterns that are a list of things of which one is enough: comparisons with
 * {@code =}, {@code IN} or {@code ISSUBSET}, joined by {@code OR} (STIX 2.1, section 9).
 */
final class StixPattern {
  private static final String MORE = "a pattern that is more than a list";

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^'\\\\]|\\\\.)*'|\\[|]|\\(|\\)|,|!=|<=|>=|=|<|>|[A-Za-z][\\w.:\\-\\[\\]*']*|\\S)");

  /** Object paths whose values are kinds of {@link Observable}. */
  private static final Pattern PATH =
      Pattern.compile(
          "(ipv4-addr|ipv6-addr|domain-name|url|email-addr):value"
              + "|network-traffic:(src|dst)_ref(\\.value)?"
              + "|file:hashes\\..+");

  /** A pattern that says more than a list can, or lists what no log could show. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int at;

    private UnusableException(String reason, int at) {
      super(reason);
      this.at = at;
    }

    String reason() {
      return String.valueOf(getMessage());
    }

    /** Where reading ended, in characters from 0. */
    int at() {
      return at;
    }
  }

  private record Token(String text, int at) {}

  private final List<Token> tokens = new ArrayList<>();
  private final List<Observable> found = new ArrayList<>();
  private final int length;
  private int at;

  private StixPattern(String pattern) {
    Matcher matcher = TOKEN.matcher(pattern);
    length = pattern.stripTrailing().length();
    while (matcher.find()) {
      tokens.add(new Token(matcher.group(1), matcher.start(1)));
    }
  }

  /** What it lists; at least one. */
  static List<Observable> observables(String pattern) throws UnusableException {
    StixPattern reader = new StixPattern(pattern);
    reader.list();
    if (reader.at < reader.tokens.size() || reader.found.isEmpty()) {
      throw reader.more();
    }
    return List.copyOf(reader.found);
  }

  private UnusableException more() {
    return new UnusableException(MORE, at < tokens.size() ? tokens.get(at).at : length);
  }

  /** Observations or comparisons, joined by OR. */
  private void list() throws UnusableException {
    do {
      if (take("[")) {
        list();
        require("]");
      } else if (take("(")) {
        list();
        require(")");
      } else {
        comparison();
      }
    } while (take("OR"));
  }

  private void comparison() throws UnusableException {
    if (at + 2 >= tokens.size()) {
      throw more();
    }
    Token path = tokens.get(at++);
    if (take("=") || take("ISSUBSET")) {
      value(path);
      return;
    }
    require("IN");
    require("(");
    do {
      value(path);
    } while (take(","));
    require(")");
  }

  private void value(Token path) throws UnusableException {
    if (at >= tokens.size() || !tokens.get(at).text.startsWith("'")) {
      throw more();
    }
    if (!PATH.matcher(path.text).matches()) {
      throw new UnusableException(
          "a pattern on something else than addresses, domains, URLs and hashes", path.at);
    }
    Token quoted = tokens.get(at);
    String text = quoted.text.substring(1, quoted.text.length() - 1).replaceAll("\\\\(.)", "$1");
    Observable.Side side =
        path.text.startsWith("network-traffic:src_ref")
            ? Observable.Side.SOURCE
            : path.text.startsWith("network-traffic:dst_ref")
                ? Observable.Side.DESTINATION
                : Observable.Side.ANY;
    Optional<Observable> observable = Observable.of(text, side);
    if (observable.isEmpty()) {
      throw new UnusableException("no address, network, domain, URL or hash", quoted.at);
    }
    found.add(observable.get());
    at++;
  }

  private void require(String token) throws UnusableException {
    if (!take(token)) {
      throw more();
    }
  }

  private boolean take(String token) {
    if (at < tokens.size() && tokens.get(at).text.equals(token)) {
      at++;
      return true;
    }
    return false;
  }
}
