package io.flowproof.engine.duckdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own, for what ends processes or needs a limit of the operating system. */
final class ChildJvm {
  private ChildJvm() {}

  /** What the process left behind. */
  record End(int exitCode, String output, String error) {}

  /** Runs a main class of the tests to its end. */
  static End run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    Process process = start(main, arguments);
    byte[] output = process.getInputStream().readAllBytes();
    byte[] error = process.getErrorStream().readAllBytes();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new End(
        process.waitFor(),
        new String(output, StandardCharsets.UTF_8),
        new String(error, StandardCharsets.UTF_8));
  }

  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
