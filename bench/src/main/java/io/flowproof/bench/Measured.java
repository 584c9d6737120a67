package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a whole process.
 *
 * @param seconds wall time from start to exit
 * @param peakBytes the largest resident set of the process, as Linux counts it; 0 elsewhere
 * @param output what it wrote to standard output
 */
record Measured(double seconds, long peakBytes, String output) {
  private static final long KIB = 1024;

  /** Runs a command to its end; its standard error goes to ours. */
  static Measured run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("flowproof-bench", ".out");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long peak = 0;
    // The kernel keeps the high-water mark, so looking now and then misses only the very end.
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String text = Files.readString(output);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IOException(
          "Exit code " + process.exitValue() + " of " + String.join(" ", command) + "\n" + text);
    }
    return new Measured(seconds, peak, text);
  }

  private static long peak(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        }
      }
    } catch (IOException e) {
      return 0; // It ended meanwhile, or this is not Linux.
    }
    return 0;
  }
}
