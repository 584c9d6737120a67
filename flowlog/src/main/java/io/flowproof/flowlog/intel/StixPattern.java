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
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^'\\\\]|\\\\.)*'|\\[|]|\\(|\\)|,|!=|<=|>=|=|<|>|[A-Za-z][\\w.:\\-\\[\\]*']*)");

  private final List<String> tokens;
  private final List<Observable> found = new ArrayList<>();
  private int at;

  private StixPattern(List<String> tokens) {
    this.tokens = tokens;
  }

  /** What it lists; empty where the pattern says more than a list can. */
  static Optional<List<Observable>> observables(String pattern) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(pattern);
    int end = 0;
    while (end < pattern.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        return Optional.empty();
      }
      end = matcher.end();
      tokens.add(matcher.group(1));
    }
    StixPattern reader = new StixPattern(tokens);
    return reader.list() && reader.at == tokens.size() && !reader.found.isEmpty()
        ? Optional.of(List.copyOf(reader.found))
        : Optional.empty();
  }

  /** Observations or comparisons, joined by OR. */
  private boolean list() {
    do {
      if (take("[") || take("(")) {
        String closing = tokens.get(at - 1).equals("[") ? "]" : ")";
        if (!list() || !take(closing)) {
          return false;
        }
      } else if (!comparison()) {
        return false;
      }
    } while (take("OR"));
    return true;
  }

  private boolean comparison() {
    if (at + 2 >= tokens.size()) {
      return false;
    }
    String path = tokens.get(at++);
    String operator = tokens.get(at++);
    if (operator.equals("=") || operator.equals("ISSUBSET")) {
      return value(path);
    }
    if (!operator.equals("IN") || !take("(")) {
      return false;
    }
    do {
      if (!value(path)) {
        return false;
      }
    } while (take(","));
    return take(")");
  }

  private boolean value(String path) {
    if (at >= tokens.size() || !tokens.get(at).startsWith("'")) {
      return false;
    }
    String quoted = tokens.get(at++);
    String text = quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
    Observable.Side side =
        path.startsWith("network-traffic:src_ref")
            ? Observable.Side.SOURCE
            : path.startsWith("network-traffic:dst_ref")
                ? Observable.Side.DESTINATION
                : Observable.Side.ANY;
    Optional<Observable> observable = Observable.of(text, side);
    observable.ifPresent(found::add);
    return observable.isPresent();
  }

  private boolean take(String token) {
    if (at < tokens.size() && tokens.get(at).equals(token)) {
      at++;
      return true;
    }
    return false;
  }
}
