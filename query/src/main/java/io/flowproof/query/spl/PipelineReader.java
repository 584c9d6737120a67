package io.flowproof.query.spl;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.spl.CommandSplitter.Piece;
import io.flowproof.query.spl.CommandSplitter.Pipeline;
import io.flowproof.query.spl.CommandSplitter.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Reads the pieces between pipes as commands; what is wrong goes to the problems. */
final class PipelineReader {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_\\-]*");

  /** What the operators of other languages are called in SPL. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("summarize", "SPL aggregates with stats: stats count BY field"),
          Map.entry("extend", "SPL computes fields with eval"),
          Map.entry("project", "SPL picks fields with table or fields"),
          Map.entry("project-away", "SPL removes fields with: fields - name"),
          Map.entry("project-rename", "SPL renames with: rename old AS new"),
          Map.entry("take", "SPL keeps the first rows with head"),
          Map.entry("limit", "SPL keeps the first rows with head"),
          Map.entry("distinct", "SPL removes repeated rows with dedup"),
          Map.entry("order", "SPL sorts with: sort - field"),
          Map.entry("count", "SPL counts rows with: stats count"),
          Map.entry("filter", "SPL filters with where or search"),
          Map.entry("select", "SPL picks fields with table or fields"),
          Map.entry("mv-expand", "did you mean 'mvexpand'?"));

  private final Diagnostics problems;
  private final Split split;

  PipelineReader(Diagnostics problems, Split split) {
    this.problems = problems;
    this.split = split;
  }

  /** The problems of the whole search. */
  Diagnostics problems() {
    return problems;
  }

  /** Reads the whole search. */
  Spl.Search readAll() {
    return read(split.root(), true);
  }

  /** Reads the search in the brackets that {@code brackets} covers. */
  Spl.Search readSubsearch(Span brackets) {
    return read(Objects.requireNonNull(split.subsearches().get(brackets.start())), false);
  }

  private Spl.Search read(Pipeline pipeline, boolean outermost) {
    List<Piece> pieces = pipeline.pieces();
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      boolean first = i == 0;
      int start = contentStart(piece);
      if (start == piece.end()) {
        if (!first || pieces.size() == 1) {
          reportEmpty(piece, first, i == pieces.size() - 1);
        }
        continue;
      }
      Command command = readCommand(piece, start, outermost && first);
      if (command != null) {
        commands.add(command);
      }
    }
    return new Spl.Search(commands, pipeline.span());
  }

  private void reportEmpty(Piece piece, boolean only, boolean last) {
    if (only) {
      problems.error(ErrorCode.SYNTAX, Span.at(piece.start()), "The search is empty");
      return;
    }
    Span pipe = new Span(piece.start() - 1, piece.start());
    if (last) {
      problems.error(ErrorCode.SYNTAX, pipe, "Expected a command after the last '|'");
    } else {
      problems.error(
          ErrorCode.SYNTAX,
          pipe,
          "Expected a command between two '|'",
          "for alternatives write OR");
    }
  }

  private static int contentStart(Piece piece) {
    int start = 0;
    while (start < piece.text().length() && CommandSplitter.isBlank(piece.text().charAt(start))) {
      start++;
    }
    return piece.start() + start;
  }

  private @Nullable Command readCommand(Piece piece, int start, boolean base) {
    String text = piece.text();
    if (!base && text.charAt(start - piece.start()) == '`') {
      return readMacro(piece, start);
    }
    Matcher word = NAME.matcher(text).region(start - piece.start(), text.length());
    String name = word.lookingAt() ? word.group().toLowerCase(Locale.ROOT) : "";
    int bodyStart = start + name.length();
    boolean named = !base || (name.equals("search") && isWordEnd(piece, bodyStart));
    if (!named) {
      bodyStart = start;
      name = "search";
    } else if (name.isEmpty()) {
      reportNoName(piece, start);
      return null;
    } else if (!CommandNames.isKnown(name)) {
      reportUnknown(name, new Span(start, bodyStart), piece);
      return null;
    }
    try {
      return new CommandReader(Body.of(piece, bodyStart, name, this), new Span(start, end(piece)))
          .read(new Span(start, bodyStart), piece);
    } catch (ParseCancellationException reported) {
      return null;
    }
  }

  private static boolean isWordEnd(Piece piece, int at) {
    return at == piece.end()
        || " \t\r\n\f(\"[`".indexOf(piece.text().charAt(at - piece.start())) >= 0;
  }

  private static int end(Piece piece) {
    int end = piece.text().length();
    while (CommandSplitter.isBlank(piece.text().charAt(end - 1))) {
      end--;
    }
    return piece.start() + end;
  }

  private Command readMacro(Piece piece, int start) {
    int close = piece.text().indexOf('`', start - piece.start() + 1);
    Body body = Body.of(piece, start, "macro", this);
    Span call = new Span(start, piece.start() + close + 1);
    String text = problems.source().slice(call);
    return new Command.Macro(
        new Spl.MacroCall(text.substring(1, text.length() - 1).strip(), call),
        piece.uncommented().substring(close + 1).strip(),
        new Span(body.offset(), end(piece)));
  }

  private void reportNoName(Piece piece, int start) {
    problems.error(
        ErrorCode.SYNTAX,
        new Span(start, start + 1),
        "Expected a command after '"
            + (piece.start() > 0 ? problems.source().text().charAt(piece.start() - 1) : '|')
            + "'");
  }

  private void reportUnknown(String name, Span span, Piece piece) {
    String hint = ELSEWHERE.get(name);
    if (hint == null && piece.start() > 0 && isSubsearchStart(piece)) {
      hint = "a subsearch starts with a command: [search " + name + "...]";
    }
    problems.error(
        ErrorCode.UNKNOWN_OPERATOR,
        span,
        "Unknown command '" + problems.source().slice(span) + "'",
        hint != null ? hint : Suggestion.didYouMean(name, CommandNames.all()));
  }

  private boolean isSubsearchStart(Piece piece) {
    return split.subsearches().containsKey(piece.start() - 1);
  }
}
