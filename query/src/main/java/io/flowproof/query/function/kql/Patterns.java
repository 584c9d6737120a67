package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of RE2, which need time in proportion to the text (Kusto documentation, "RE2
 * syntax").
 */
public final class Patterns {
  /** More patterns than a query has: those of a column would fill memory. */
  private static final int MOST_KNOWN = 500;

  private static final Map<String, Pattern> KNOWN = new ConcurrentHashMap<>();

  private Patterns() {}

  /** What is wrong with an expression, or null. */
  public static @Nullable String problem(String regex) {
    try {
      of(regex);
      return null;
    } catch (PatternSyntaxException e) {
      return e.getDescription() + ": '" + e.getPattern() + "'";
    }
  }

  /** How many groups a right expression has. */
  public static int groups(String regex) {
    return of(regex).groupCount();
  }

  static Pattern of(String regex) {
    Pattern known = KNOWN.get(regex);
    if (known != null) {
      return known;
    }
    Pattern pattern = Pattern.compile(regex);
    if (KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(regex, pattern);
    }
    return pattern;
  }

  /** The first match and its groups as an array of texts, or null. */
  static @Nullable JsonNode firstMatch(String text, String regex) {
    Matcher matcher = of(regex).matcher(text);
    if (!matcher.find()) {
      return null;
    }
    ArrayNode groups = Json.array();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      groups.add(group(matcher, i));
    }
    return groups;
  }

  private static String group(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? "" : text;
  }

  /**
   * {@code extract_all(regex, groups, text)}: of each match the only group's text, or an array of
   * the groups; the second argument may say which ones. Null where nothing matches.
   */
  static @Nullable JsonNode allMatches(Arguments a) {
    Matcher matcher = of(a.text(0)).matcher(a.text(2));
    JsonNode wanted = a.node(1);
    ArrayNode all = Json.array();
    while (matcher.find()) {
      ArrayNode groups = Json.array();
      if (wanted.isArray()) {
        wanted.forEach(group -> groups.add(chosen(matcher, group)));
      } else if (matcher.groupCount() == 0) {
        groups.add(group(matcher, 0));
      } else {
        for (int i = 1; i <= matcher.groupCount(); i++) {
          groups.add(group(matcher, i));
        }
      }
      all.add(groups.size() == 1 ? groups.get(0) : groups);
    }
    return all.isEmpty() ? null : all;
  }

  private static String chosen(Matcher matcher, JsonNode group) {
    if (group.isTextual()) {
      String text = matcher.group(group.textValue());
      return text == null ? "" : text;
    }
    int number = group.asInt(-1);
    return number < 0 || number > matcher.groupCount() ? "" : group(matcher, number);
  }

  /** How many matches a text has that do not overlap. */
  static long count(String text, String regex) {
    Matcher matcher = of(regex).matcher(text);
    long count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  /** The place of the first match at or after a place, or -1. */
  static long indexOf(Arguments a) {
    String text = a.text(0);
    int from = Math.clamp(a.number(2, 0), 0, text.length());
    long length = a.number(3, -1);
    int to = length < 0 ? text.length() : (int) Math.min(text.length(), from + length);
    Matcher matcher = of(a.text(1)).matcher(text.substring(0, to));
    long occurrence = a.number(4, 1);
    boolean found = matcher.find(from);
    while (found && --occurrence > 0) {
      found = matcher.find();
    }
    return found ? matcher.start() : -1;
  }
}
