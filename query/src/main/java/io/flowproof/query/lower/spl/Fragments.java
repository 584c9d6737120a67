package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of SPL that stand in a value of the search: a condition of an option, a template. */
final class Fragments {
  private Fragments() {}

  /**
   * What was read, and the context to lower it in.
   *
   * @param search at least one command
   */
  record Parsed(Spl.Search search, SplContext context) {
    /** Its commands, one after the other. */
    List<Command> commands() {
      return search.commands();
    }

    /** The first command. */
    Command command() {
      return search.commands().getFirst();
    }
  }

  /** Reads a search or a pipeline; what is wrong is said of {@code place}, and null is given. */
  static @Nullable Parsed parse(String text, Span place, SplContext context) {
    SourceText source = new SourceText("fragment", text);
    try {
      Spl.Search search = SplParser.parse(source);
      return new Parsed(search, context.of(source, place));
    } catch (InvalidQueryException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        context.error(
            diagnostic.code(), place, diagnostic.message() + ", in: " + text, diagnostic.hint());
      }
      return null;
    }
  }

  /** A condition as where takes it. */
  record Condition(Expression expression, SplContext context) {}

  /** Reads the condition of an option: {@code eval(expression)} or {@code (expression)}. */
  static @Nullable Condition condition(String text, Span place, SplContext context) {
    String inner = text.strip();
    if (inner.regionMatches(true, 0, "eval", 0, 4) && inner.endsWith(")")) {
      inner = inner.substring(inner.indexOf('('));
    }
    Parsed parsed = parse("| where " + inner, place, context);
    return parsed != null && parsed.command() instanceof Command.Where where
        ? new Condition(where.condition(), parsed.context())
        : null;
  }
}
