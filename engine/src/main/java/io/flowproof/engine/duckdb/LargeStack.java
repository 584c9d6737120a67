package io.flowproof.engine.duckdb;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs what plans a query. DuckDB recurses over expressions and joins on the thread of its caller;
 * on the stack that a Java thread has by default, a query nested a few hundred levels deep, which
 * DuckDB's own limit allows, ends the whole process by a segmentation fault.
 */
final class LargeStack {
  /** Reserved, not used: pages count only when they are touched. */
  private static final long BYTES = 256L << 20;

  private LargeStack() {}

  /** What DuckDB is asked to do. */
  interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * Runs it on a thread of its own and waits for it.
   *
   * @param cancel is called when the waiting thread is interrupted
   */
  static <T> T call(Work<T> work, Runnable cancel) throws SQLException {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.set(work.run());
              } catch (SQLException | RuntimeException | Error e) {
                failure.set(e);
              }
            },
            "flowproof-query",
            BYTES);
    thread.setDaemon(true);
    thread.start();
    join(thread, cancel);
    switch (failure.get()) {
      case null -> {}
      case SQLException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    T value = result.get();
    if (value == null) {
      throw new IllegalStateException("Nothing came back");
    }
    return value;
  }

  private static void join(Thread thread, Runnable cancel) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        cancel.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
