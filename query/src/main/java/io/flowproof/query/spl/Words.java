package io.flowproof.query.spl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words of a command's body that stand outside of quotes, parentheses and brackets: where its
 * clauses begin.
 */
final class Words {
  /**
   * A word.
   *
   * @param start place in the body of its first character
   * @param end place after its last
   */
  record Word(String text, int start, int end) {
    boolean is(String keyword) {
      return text.equalsIgnoreCase(keyword);
    }

    boolean isOneOf(Set<String> keywords) {
      return keywords.contains(text.toLowerCase(java.util.Locale.ROOT));
    }
  }

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int depth;

  private Words(String text) {
    this.text = text;
  }

  /** The words of a masked body, in order. */
  static List<Word> of(String text) {
    Words words = new Words(text);
    int i = 0;
    while (i < text.length()) {
      i = words.step(i);
    }
    return words.words;
  }

  private int step(int i) {
    char c = text.charAt(i);
    if (c == '"') {
      return quoted(i);
    }
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (!isLetter(c)) {
      return i + 1;
    }
    int end = i;
    while (end < text.length() && isLetter(text.charAt(end))) {
      end += text.charAt(end) == '\\' && end + 1 < text.length() ? 2 : 1;
    }
    end = Math.min(end, text.length());
    if (depth == 0 && !isCompared(end)) {
      words.add(new Word(text.substring(i, end), i, end));
    }
    return end;
  }

  /** Whether an equals sign follows, which makes the word a field or an option. */
  private boolean isCompared(int end) {
    int i = end;
    while (i < text.length() && CommandSplitter.isBlank(text.charAt(i))) {
      i++;
    }
    return i < text.length() && text.charAt(i) == '=';
  }

  private int quoted(int i) {
    int end = i + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length());
  }

  private static boolean isLetter(char c) {
    return !CommandSplitter.isBlank(c) && ",()[]\"=<>".indexOf(c) < 0;
  }
}
