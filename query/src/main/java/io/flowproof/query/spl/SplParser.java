package io.flowproof.query.spl;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Text to tree. The text is cut into commands first, and each command's body is parsed by a rule of
 * its own, so that every command reports its first problem. Specification: Splunk's Search
 * Reference.
 */
public final class SplParser {
  private static final int LONGEST = 1 << 20;
  private static final int SHALLOW = 40;
  private static final long LARGE_STACK = 64L << 20;

  private SplParser() {}

  /**
   * Parses a search.
   *
   * @throws InvalidQueryException with all problems found: what is not SPL, and what is too large
   *     (1 MiB of text, 300 commands, 500 levels of nesting)
   */
  public static Spl.Search parse(SourceText source) {
    Diagnostics problems = new Diagnostics(source);
    if (source.text().length() > LONGEST) {
      problems.error(
          ErrorCode.TOO_LARGE,
          Span.at(LONGEST),
          "The search is longer than " + LONGEST + " characters");
      problems.throwIfAny();
    }
    CommandSplitter.Split split = CommandSplitter.split(source, problems);
    problems.throwIfAny();
    if (split == null) {
      throw new IllegalStateException("A search that cannot be cut must say why");
    }
    PipelineReader reader = new PipelineReader(problems, split);
    Spl.Search search =
        split.depth() <= SHALLOW ? reader.readAll() : withLargeStack(reader::readAll);
    problems.throwIfAny();
    return search;
  }

  /** A parser of rules that call each other needs some kilobytes of stack for each parenthesis. */
  private static Spl.Search withLargeStack(Supplier<Spl.Search> reading) {
    FutureTask<Spl.Search> task = new FutureTask<>(reading::get);
    Thread thread = new Thread(null, task, "spl-parser", LARGE_STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while parsing a search", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Parsing a search failed", e.getCause());
    }
  }
}
