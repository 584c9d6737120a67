package io.flowproof.query.spl;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text at its pipes, with regard to quotes, brackets, parentheses, backticks, comments and
 * tokens, because what a character means in SPL depends on the command it stands in. What a command
 * body must not look into is masked, character for character, so that places stay right: comments
 * become blanks, the inside of brackets U+E000, the inside of backticks U+E001, and each half of a
 * surrogate pair U+E002.
 */
final class CommandSplitter {
  static final int MOST_COMMANDS = 300;
  static final int DEEPEST = 500;
  private static final int DEEPEST_SUBSEARCH = 20;

  private static final Pattern TOKEN =
      Pattern.compile("\\$[a-zA-Z_][a-zA-Z0-9_.:]*(\\|[a-z]+)?\\$");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_\\-]*");

  /** Commands in whose bodies an apostrophe is a letter and not a quote. */
  private static final Set<String> APOSTROPHE_IS_A_LETTER =
      Set.of(
          "",
          "search",
          "tstats",
          "mstats",
          "rex",
          "regex",
          "lookup",
          "inputlookup",
          "makemv",
          "spath",
          "replace",
          "strcat",
          "rangemap");

  /** Text between two pipes, masked, and where it starts. */
  record Piece(String text, String uncommented, int start) {
    int end() {
      return start + text.length();
    }
  }

  /** The pieces of a search; a first piece that is blank stands before a leading pipe. */
  record Pipeline(List<Piece> pieces, Span span) {}

  /**
   * The whole search, and those in brackets by the place of their opening bracket.
   *
   * @param depth how many parentheses stand in each other at most
   */
  record Split(Pipeline root, Map<Integer, Pipeline> subsearches, int depth) {}

  private static final class Frame {
    final int open;
    final List<Piece> pieces = new ArrayList<>();
    final Deque<Integer> parentheses = new ArrayDeque<>();
    int pieceStart;
    boolean atStart = true;
    boolean apostropheQuotes;

    Frame(int open) {
      this.open = open;
      this.pieceStart = open + 1;
    }
  }

  private final Diagnostics problems;
  private final String text;
  private final char[] masked;
  private final char[] uncommented;
  private final Map<Integer, Pipeline> subsearches = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int commands;
  private int depth;
  private int deepest;

  private CommandSplitter(SourceText source, Diagnostics problems) {
    this.problems = problems;
    this.text = source.text();
    this.masked = text.toCharArray();
    this.uncommented = text.toCharArray();
    for (int i = 0; i < masked.length; i++) {
      if (Character.isSurrogate(masked[i])) {
        masked[i] = '\uE002';
      }
    }
  }

  /**
   * Cuts the text. Returns null when something is not closed, or too deep or too long, so that the
   * rest cannot be understood; the problem is then in {@code problems}.
   */
  static @Nullable Split split(SourceText source, Diagnostics problems) {
    CommandSplitter splitter = new CommandSplitter(source, problems);
    return splitter.run() ? splitter.finish() : null;
  }

  private boolean run() {
    frames.push(new Frame(-1));
    int i = 0;
    while (i < text.length()) {
      int next = step(i);
      if (next < 0) {
        return false;
      }
      i = next;
    }
    return true;
  }

  private @Nullable Split finish() {
    Frame frame = frames.pop();
    if (!frames.isEmpty()) {
      unclosed(frame.open, "bracket '['", "close the subsearch with ']'");
      return null;
    }
    if (!endPiece(frame, text.length())) {
      return null;
    }
    return new Split(new Pipeline(frame.pieces, new Span(0, text.length())), subsearches, deepest);
  }

  /** Looks at the character at {@code i}; the next place to look at, or -1 to give up. */
  private int step(int i) {
    Frame frame = frames.getFirst();
    char c = text.charAt(i);
    if (text.startsWith("```", i)) {
      return comment(i);
    }
    if (frame.atStart && !isBlank(c) && c != '|' && c != ']') {
      frame.atStart = false;
      frame.apostropheQuotes = !APOSTROPHE_IS_A_LETTER.contains(commandAt(frame, i));
    }
    return switch (c) {
      case '"' -> quoted(i, "string", "double quote");
      case '\'' -> frame.apostropheQuotes ? quoted(i, "field name", "single quote") : i + 1;
      case '`' -> macro(i);
      case '\\' -> i + 1 < text.length() && !isBlank(text.charAt(i + 1)) ? i + 2 : i + 1;
      case '$' -> token(i);
      case '(' -> openParenthesis(frame, i);
      case ')' -> closeParenthesis(frame, i);
      case '[' -> openBracket(i);
      case ']' -> closeBracket(frame, i);
      case '|' -> endPiece(frame, i) ? i + 1 : -1;
      default -> i + 1;
    };
  }

  /** The name of the command that starts at {@code i}, or an empty text for a base search. */
  private String commandAt(Frame frame, int i) {
    Matcher word = WORD.matcher(text).region(i, text.length());
    boolean base = frame.open < 0 && frame.pieces.isEmpty();
    return base || !word.lookingAt() ? "" : word.group().toLowerCase(Locale.ROOT);
  }

  private int comment(int i) {
    int end = text.indexOf("```", i + 3);
    if (end < 0) {
      return unclosed(i, "comment", "close it with ```");
    }
    Arrays.fill(masked, i, end + 3, ' ');
    Arrays.fill(uncommented, i, end + 3, ' ');
    return end + 3;
  }

  private int quoted(int i, String what, String quote) {
    char mark = text.charAt(i);
    for (int j = i + 1; j < text.length(); j++) {
      if (text.charAt(j) == '\\') {
        j++;
      } else if (text.charAt(j) == mark) {
        return j + 1;
      }
    }
    return unclosed(i, quote, "the " + what + " that starts here never ends");
  }

  private int macro(int i) {
    int end = text.indexOf('`', i + 1);
    if (end < 0) {
      return unclosed(i, "backtick", "close the macro call with `");
    }
    Arrays.fill(masked, i + 1, end, '\uE001');
    return end + 1;
  }

  private int token(int i) {
    Matcher token = TOKEN.matcher(text).region(i, text.length());
    return token.lookingAt() ? token.end() : i + 1;
  }

  private int openParenthesis(Frame frame, int i) {
    frame.parentheses.push(i);
    deepest = Math.max(deepest, ++depth);
    return depth > DEEPEST ? tooDeep(i, DEEPEST + " parentheses") : i + 1;
  }

  private int closeParenthesis(Frame frame, int i) {
    if (frame.parentheses.isEmpty()) {
      problems.error(ErrorCode.SYNTAX, new Span(i, i + 1), "Unbalanced ')': nothing opens it");
      return -1;
    }
    depth--;
    frame.parentheses.pop();
    return i + 1;
  }

  private int openBracket(int i) {
    frames.push(new Frame(i));
    return frames.size() > DEEPEST_SUBSEARCH + 1
        ? tooDeep(i, DEEPEST_SUBSEARCH + " subsearches")
        : i + 1;
  }

  private int closeBracket(Frame frame, int i) {
    if (frame.open < 0) {
      problems.error(
          ErrorCode.SYNTAX,
          new Span(i, i + 1),
          "Unbalanced ']': nothing opens it",
          "brackets hold a subsearch; put text with brackets in double quotes");
      return -1;
    }
    if (!endPiece(frame, i)) {
      return -1;
    }
    frames.pop();
    subsearches.put(frame.open, new Pipeline(frame.pieces, new Span(frame.open + 1, i)));
    Arrays.fill(masked, frame.open + 1, i, '\uE000');
    return i + 1;
  }

  private boolean endPiece(Frame frame, int end) {
    if (!frame.parentheses.isEmpty()) {
      unclosed(frame.parentheses.getFirst(), "'('", "close it with ')' before the pipe or the end");
      return false;
    }
    int start = frame.pieceStart;
    frame.pieces.add(
        new Piece(
            new String(masked, start, end - start),
            new String(uncommented, start, end - start),
            start));
    frame.pieceStart = end + 1;
    frame.atStart = true;
    if (++commands > MOST_COMMANDS + 1) {
      problems.error(
          ErrorCode.TOO_LARGE,
          new Span(start, start),
          "The search has more than " + MOST_COMMANDS + " commands");
      return false;
    }
    return true;
  }

  private int unclosed(int i, String what, String hint) {
    problems.error(ErrorCode.SYNTAX, new Span(i, i + 1), "Unbalanced " + what, hint);
    return -1;
  }

  private int tooDeep(int i, String what) {
    problems.error(ErrorCode.TOO_LARGE, new Span(i, i + 1), "The search nests more than " + what);
    return -1;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\u00A0';
  }
}
