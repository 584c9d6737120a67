package io.flowproof.query.kql;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.antlr.v4.runtime.Token;

/**
 * Room for deep recursion: a query nested as deep as is allowed would overflow the stack of an
 * ordinary thread. Ordinary queries never need it.
 */
final class DeepStack {
  private static final long BYTES = 256L << 20;
  private static final int SHALLOW = 40;

  private DeepStack() {}

  /**
   * True when the brackets, or the signs in one chain, go deeper than a usual stack is sure to
   * hold.
   */
  static boolean needed(List<Token> tokens) {
    int depth = 0;
    int chained = 0;
    for (Token token : tokens) {
      depth += TokenCheck.isOpening(token.getType()) ? 1 : 0;
      depth -= TokenCheck.isClosing(token.getType()) ? 1 : 0;
      chained = TokenCheck.chained(token.getType(), chained);
      if (depth > SHALLOW || chained > SHALLOW) {
        return true;
      }
    }
    return false;
  }

  /** Calls on a thread with a large stack, and waits for it; what it throws is thrown here. */
  static <T> T call(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(null, task, "kql-parser", BYTES);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while parsing", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
