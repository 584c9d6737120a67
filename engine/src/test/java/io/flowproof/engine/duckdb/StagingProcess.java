package io.flowproof.engine.duckdb;

import io.flowproof.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Path;

/** A process that stages as many rows as it is told to, and then waits for as many milliseconds. */
final class StagingProcess {
  private StagingProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    DuckDbStaging staging = DuckDbStaging.open(Path.of(arguments[0]), 64L << 20);
    try (staging) {
      limitFiles(arguments[3]);
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        staging.append(FlowBatches.numbered(i * 100_000, 100_000));
      }
      staging.finish(Engines.settings());
      System.out.println("staged");
      Thread.sleep(Long.parseLong(arguments[2]));
    } catch (EngineException e) {
      System.out.println(e.code() + ": " + e.getMessage());
    }
  }

  /** A limit on the size of files stands for a disk that is full. */
  private static void limitFiles(String bytes) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + bytes).inheritIO().start().waitFor();
  }
}
