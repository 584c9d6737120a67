package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that is full, for which a file system in memory is mounted; where that is not allowed
 * these tests are skipped.
 */
class FullDiskTest {
  @TempDir Path folder;
  private Path disk = Path.of(".");

  private void mount(String size) throws IOException, InterruptedException {
    disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()),
        "no file system can be mounted here");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such command.
    }
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", disk.toString());
  }

  private String logs() {
    String[] lines = new String[6_001];
    lines[0] = LogFolder.HEADER;
    for (int i = 1; i < lines.length; i++) {
      lines[i] =
          LogFolder.flow(i % 600, "10.0." + i % 251 + "." + i % 13, "192.0.2.1", i, "ACCEPT");
    }
    new LogFolder(folder.resolve("logs")).write("a.log", lines);
    return folder.resolve("logs").toString();
  }

  @Test
  void itIsToldFromACauseHoweverItIsSaid() {
    assertThat(
            FullDisk.message(
                new IllegalStateException(
                    "Unknown failure",
                    new SQLException(
                        "[SQLITE_FULL] Insertion failed because database is full (database or disk"
                            + " is full)"))))
        .isEqualTo(
            "Cannot write: no space left on the disk (free space there, then run it again; what was"
                + " committed before stays)");
    assertThat(
            FullDisk.message(
                new IllegalStateException(
                    "Cannot write '/a/b.parquet': errno 28: No space left on device")))
        .startsWith("Cannot write '/a/b.parquet': no space left on the disk (");
    assertThat(FullDisk.message(new IllegalStateException("Cannot write '/a': denied"))).isNull();
  }

  /** From the first byte of the ledger to a file of rows. */
  @ParameterizedTest
  @ValueSource(strings = {"20k", "100k", "160k", "240k"})
  void anIngestSaysSoAndTheNextOneBringsItToItsEnd(String size) throws Exception {
    mount(size);
    String lake = disk.resolve("lake").toString();

    CommandRun full = CommandRun.of("ingest", "--lake", lake, logs());

    assertThat(full.code()).as(full.err()).isEqualTo(ExitCode.ENGINE.number());
    assertThat(full.err())
        .contains("flowproof: ENGINE: Cannot ")
        .contains(
            ": no space left on the disk (free space there, then run it again; what was committed"
                + " before stays)");
    assertThat(run("mount", "-o", "remount,size=30m", disk.toString())).isTrue();
    assertThat(CommandRun.of("ingest", "--lake", lake, logs()).code()).isZero();
    CommandRun verified = CommandRun.of("lake", "verify", "--lake", lake);
    assertThat(verified.out()).endsWith("The lake is whole\n");
    assertThat(
            CommandRun.of("query", "--lake", lake, "--sql", "SELECT count(*) AS n FROM flow").out())
        .contains("6000");
  }

  @Test
  void aCaseSaysSoAndTheSameCommandGoesOn() throws Exception {
    mount("60k");
    String kept = disk.resolve("case").toString();
    List<String> objects = List.of("a", "b", "c", "d");
    for (String name : objects) {
      new LogFolder(folder.resolve("objects")).write(name + ".log", "x".repeat(20_000));
    }

    CommandRun full =
        CommandRun.of("collect", "files", "--case", kept, folder.resolve("objects").toString());

    assertThat(full.code()).as(full.err()).isEqualTo(ExitCode.ENGINE.number());
    assertThat(full.err())
        .contains(
            "flowproof: ENGINE: The case cannot be written: No space left on device (nothing that"
                + " was kept is lost; the same command goes on from there)");
    assertThat(run("mount", "-o", "remount,size=30m", disk.toString())).isTrue();
    CommandRun again =
        CommandRun.of("collect", "files", "--case", kept, folder.resolve("objects").toString());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(CommandRun.of("evidence", "verify", "--case", kept).out()).contains("intact");
    try (Stream<Path> files = Files.walk(Path.of(kept))) {
      assertThat(files.filter(file -> size(file) == 20_001)).hasSize(objects.size());
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
