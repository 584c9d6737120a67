package io.flowproof.query.compile;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Room for deep recursion: plans are as deep as the texts that they come from. */
final class DeepThread {
  private static final long STACK = 512L << 20;

  private DeepThread() {}

  /**
   * Works on a thread with a large stack, and waits; what the work throws is thrown here.
   *
   * @throws StackOverflowError when even that stack is too small
   */
  static <T> T call(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "query compiler", STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StackOverflowError overflow) {
        throw overflow;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while compiling", e);
    }
  }
}
