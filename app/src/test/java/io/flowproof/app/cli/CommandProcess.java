package io.flowproof.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command in a process of its own, which can be ended and killed. */
final class CommandProcess {
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CommandProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx500m",
                "-Djava.io.tmpdir=" + folder,
                "-Dflowproof.home=" + Installation.home(),
                "-cp",
                System.getProperty("java.class.path"),
                Flowproof.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new CommandProcess(builder.start(), out, err);
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** Waits until it says something on standard error. */
  void awaitErr(String text) throws IOException, InterruptedException {
    await(
        () -> {
          try {
            return err().contains(text);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Waits for something to become so; fails when the process ends before, or after a long time. */
  void await(BooleanSupplier so) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!so.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(
            (process.isAlive() ? "Nothing came of it: " : "It ended: ") + out() + err());
      }
      Thread.sleep(20);
    }
  }

  /** SIGTERM; gives its exit code. */
  int end() throws InterruptedException {
    process.destroy();
    process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
