package io.flowproof.app.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C for work that is done in steps: the step that runs comes to its end first. A kill is
 * always possible too.
 */
final class GracefulStop implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean asked;

  private GracefulStop(Terminal terminal) {
    hook =
        new Thread(
            () -> {
              asked = true;
              terminal.say("stopping after the commit that is under way");
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "graceful-stop");
  }

  /** Until it is closed, the end of the process waits for that. */
  static GracefulStop watch(Terminal terminal) {
    GracefulStop stop = new GracefulStop(terminal);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** True when the work is to end after its present step. */
  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    ended.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending this moment: the hook does not wait any more.
      }
    }
  }
}
