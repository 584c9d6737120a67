package io.flowproof.query.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as PCRE reads it, which is what Splunk uses, run by Java's engine (the pages
 * pcre2pattern and pcre2syntax). Named groups may hold underscores; POSIX classes, an unescaped
 * bracket in a class and a brace that is no quantifier mean what they mean there. Recursion,
 * conditions, verbs, {@code \K} and branch reset are refused. A match that takes more than {@link
 * #MOST_STEPS} looks at a character ends with an {@link IllegalStateException}: that is a deadline
 * that does not depend on the machine.
 */
public final class Pcre {
  /** How often one match may look at a character. */
  public static final int MOST_STEPS = 5_000_000;

  private static final int MOST_KEPT = 256;
  private static final Map<String, Pcre> KEPT = new ConcurrentHashMap<>();

  private final Pattern pattern;
  private final Map<String, Integer> names;

  private Pcre(Pattern pattern, Map<String, Integer> names) {
    this.pattern = pattern;
    this.names = names;
  }

  /**
   * The expression, compiled once.
   *
   * @throws IllegalArgumentException with a message for the author when it is not valid or not
   *     supported
   */
  public static Pcre of(String regex) {
    Pcre known = KEPT.get(regex);
    if (known != null) {
      return known;
    }
    PcreReader reader = new PcreReader(regex);
    String java = reader.read();
    Pcre compiled;
    try {
      compiled =
          new Pcre(Pattern.compile(java, Pattern.UNIX_LINES), new LinkedHashMap<>(reader.names()));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("Not a regular expression: " + e.getDescription(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("The regular expression is nested too deeply", e);
    }
    if (KEPT.size() >= MOST_KEPT) {
      KEPT.clear();
    }
    KEPT.put(regex, compiled);
    return compiled;
  }

  /** The named groups in their order, with their numbers. */
  public Map<String, Integer> names() {
    return names;
  }

  /** How many groups there are. */
  public int groups() {
    return pattern.matcher("").groupCount();
  }

  /** A matcher whose every search has its own deadline. */
  Matcher matcher(String text) {
    return pattern.matcher(new Watched(text));
  }

  /** A text that counts how often it is looked at. */
  private static final class Watched implements CharSequence {
    private final String text;
    private int steps;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new IllegalStateException("takes too long on one value");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
