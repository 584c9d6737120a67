package io.flowproof.app.cli;

import io.flowproof.flowlog.decode.ReadProgress;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar on standard error, on a terminal only, and only for work that takes longer than a second.
 */
final class Progress implements AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  private final Terminal terminal;
  private final long since = System.nanoTime();
  private @Nullable ProgressBar bar;
  private String task = "";

  Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows how many bytes were read. */
  ReadProgress bytes(String name) {
    return (done, total) ->
        show(name, done, total, () -> builder(name, total).setUnit(" MB", 1_000_000));
  }

  /** Shows that {@code done} of {@code all} steps of a task are done. */
  void steps(String name, long done, long all) {
    show(name, done, all, () -> builder(name, all));
  }

  /** The same, and says what is being done now. */
  synchronized void steps(String name, long done, long all, String now) {
    steps(name, done, all);
    if (bar != null) {
      bar.setExtraMessage(now);
    }
  }

  private synchronized void show(
      String name, long done, long all, Supplier<ProgressBarBuilder> builder) {
    if (!terminal.errIsTerminal() || System.nanoTime() - since < PATIENCE_NANOS) {
      return;
    }
    if (bar == null || !task.equals(name)) {
      close();
      task = name;
      bar = builder.get().build();
    }
    bar.maxHint(all);
    bar.stepTo(done);
  }

  private ProgressBarBuilder builder(String name, long all) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(all)
        .setStyle(ProgressBarStyle.ASCII)
        .clearDisplayOnFinish()
        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.columns() - 1));
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
