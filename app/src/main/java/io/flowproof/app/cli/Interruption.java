package io.flowproof.app.cli;

/**
 * Ctrl-C. The JVM then runs its shutdown hooks, among them the one that removes staging
 * directories, and ends with 130; what the threads of the command run into meanwhile is nobody's
 * concern.
 */
final class Interruption {
  private static volatile boolean happened;
  private static volatile boolean finished;
  private static volatile Runnable last = () -> {};

  private Interruption() {}

  /** From now on, a shutdown that {@link #finish} did not announce is an interruption. */
  static void watch(Terminal terminal) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!finished) {
                    happened = true;
                    last.run();
                    terminal.say("interrupted");
                  }
                },
                "interruption"));
  }

  /** What a command says of its work so far when it is interrupted; it must not take long. */
  static void saying(Runnable words) {
    last = words;
  }

  /** The command has come to its end by itself. */
  static void finish() {
    finished = true;
  }

  /** Whether the process is being stopped. */
  static boolean happened() {
    return happened;
  }
}
