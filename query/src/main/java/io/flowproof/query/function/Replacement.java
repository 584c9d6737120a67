package io.flowproof.query.function;

import java.util.regex.Matcher;

/**
 * What matches are replaced with: {@code \1} is a group, {@code \0} and sed's {@code &} are not
 * special.
 *
 * @param regex what is looked for
 * @param with the text, with references
 */
record Replacement(Pcre regex, String with) {

  /** Replaces the matches from the {@code from}th (1 is the first), {@code most} at most. */
  String apply(String text, int from, int most) {
    Matcher matcher = regex.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    int seen = 0;
    while (matcher.find()) {
      seen++;
      if (seen >= from && seen - from < most) {
        out.append(text, end, matcher.start());
        append(out, matcher);
        end = matcher.end();
      }
      if (out.length() > SplFunctions.LONGEST_TEXT) {
        throw new IllegalArgumentException(SplFunctions.TEXT_TOO_LONG);
      }
    }
    return out.append(text, end, text.length()).toString();
  }

  private void append(StringBuilder out, Matcher matcher) {
    int i = 0;
    while (i < with.length()) {
      char c = with.charAt(i++);
      if (c != '\\' || i == with.length()) {
        out.append(c);
        continue;
      }
      char next = with.charAt(i++);
      if (next >= '0' && next <= '9') {
        int group = next - '0';
        String part = group <= matcher.groupCount() ? matcher.group(group) : null;
        out.append(part == null ? "" : part);
      } else if (next == 'n' || next == 't') {
        out.append(next == 'n' ? '\n' : '\t');
      } else {
        out.append(next);
      }
    }
  }
}
