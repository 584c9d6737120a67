package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest --follow} in processes that are killed. */
class FollowTest {
  private static final String LINE =
      "2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.%d.%d 1 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n";
  private static final int KILLS = 4;

  @TempDir private Path folder;

  private int files;

  @Test
  void filesThatArriveAreInTheLakeOnceHoweverOftenItIsKilled() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    String lake = folder.resolve("lake").toString();
    for (int kill = 0; kill < KILLS; kill++) {
      CommandProcess process = follow(lake, logs);
      arrive(logs);
      process.await(() -> isAtWork(process));
      arrive(logs);
      Thread.sleep(60L * kill);
      process.kill();
    }
    CommandProcess last = follow(lake, logs);
    arrive(logs);
    last.await(() -> count(lake) == files * 5L);

    assertThat(last.end()).isZero();
    assertThat(CommandRun.of("lake", "verify", "--lake", lake).out()).contains("The lake is whole");
  }

  /** It is at work: something of this round is in the lake. */
  private static boolean isAtWork(CommandProcess process) {
    try {
      return process.out().contains("Added");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandProcess follow(String lake, Path logs) throws IOException {
    return CommandProcess.start(
        folder,
        Map.of(),
        "ingest",
        "--lake",
        lake,
        "--follow",
        "--every",
        "100ms",
        logs.toString());
  }

  private void arrive(Path logs) throws IOException {
    for (int i = 0; i < 5; i++) {
      StringBuilder lines = new StringBuilder();
      for (int line = 0; line < 5; line++) {
        lines.append(LINE.formatted(files, line));
      }
      Files.writeString(logs.resolve("log-%d.log".formatted(files)), lines);
      files++;
    }
  }

  private static long count(String lake) {
    CommandRun run = CommandRun.select(lake, "SELECT count(*) AS n FROM flow");
    return run.code() == 0 ? Long.parseLong(run.out().lines().toList().get(1)) : -1;
  }
}
