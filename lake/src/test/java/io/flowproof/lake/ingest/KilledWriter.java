package io.flowproof.lake.ingest;

import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A process that takes objects in and is killed, for real, at a step of its own choice. */
final class KilledWriter {
  private KilledWriter() {}

  /**
   * Arguments: the folder with raw objects, the name of the lake in it, the step, or 0 for none.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Lakes lakes = new Lakes(Path.of(arguments[0]));
    int at = Integer.parseInt(arguments[2]);
    AtomicInteger step = new AtomicInteger();
    Steps steps =
        name -> {
          if (step.incrementAndGet() == at) {
            kill();
          }
        };
    List<Path> objects;
    try (Stream<Path> raw = Files.list(Path.of(arguments[0]).resolve("raw"))) {
      objects = raw.sorted().toList();
    }
    lakes.ingest(lakes.lake(arguments[1]), objects, steps);
  }

  /** SIGKILL to this very process: no hook, no finally, no flush. */
  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
