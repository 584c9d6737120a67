package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static io.flowproof.flowlog.decode.Logs.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectFinderTest {
  @TempDir private Path folder;

  private List<String> names(Reading reading) {
    return reading.objects().stream()
        .map(account -> folder.relativize(Path.of(account.object())).toString())
        .toList();
  }

  private List<String> skipped(Reading reading) {
    return reading.skipped().stream()
        .map(file -> folder.relativize(Path.of(file.file())) + ": " + file.reason())
        .toList();
  }

  @Test
  void walksFoldersInTheOrderOfNames() {
    Reading reading =
        new Logs(folder)
            .put("b/2.log", SSH)
            .put("b/1.log", SSH)
            .put("a.log", SSH)
            .put("c", SSH)
            .read();

    assertThat(names(reading)).containsExactly("a.log", "b/1.log", "b/2.log", "c");
    assertThat(reading.objects()).extracting(ObjectAccount::id).containsExactly(0, 1, 2, 3);
  }

  @Test
  void namesWhatIsNoFlowLog() {
    Reading reading =
        new Logs(folder)
            .put("a.log.gz", gzip(SSH))
            .put("README.md", "# Logs\n\n" + HEADER + SSH)
            .put("notes.txt", "From the lab, of 3 May.\n")
            .put(".DS_Store", new byte[] {0, 0, 0, 1})
            .put(".git/config", "x")
            .put("b.log.parquet", "PAR1....")
            .put("image.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0})
            .put("describe.json", "{\"FlowLogs\":[{\"FlowLogId\":\"fl-1\"}]}")
            .put("pack.tgz", gzip("\0\0\0tar"))
            .put("blob", new byte[] {0, 1, 2, 3})
            .read();

    assertThat(names(reading)).containsExactly("a.log.gz");
    assertThat(skipped(reading))
        .containsExactly(
            ".DS_Store: a hidden file",
            ".git: a hidden folder",
            "README.md: a document by its name",
            "b.log.parquet: Parquet (text and gzip are read)",
            "blob: neither a header nor a record in its first lines",
            "describe.json: JSON without flow-log events",
            "image.png: an image",
            "notes.txt: neither a header nor a record in its first lines",
            "pack.tgz: neither a header nor a record in its first lines");
  }

  @Test
  void aLogWithoutAnyRecordIsRejectedLineByLine() {
    Reading reading =
        new Logs(folder)
            .put("app.log", "started\nstopped\n")
            // A custom format without its header: never skipped, the lines say what is missing.
            .put("custom", "10.0.0.1 10.0.0.2 443 6\n")
            .read();

    assertThat(reading.objects()).extracting(ObjectAccount::rejected).containsExactly(2L, 1L);
    assertThat(reading.skipped()).isEmpty();
  }

  @Test
  void aFileThatIsNamedIsReadWhateverItHolds() {
    Logs logs = new Logs(folder).put("README.md", "# Notes\n").put("x.parquet", "PAR1");
    Reading reading = logs.read(List.of(folder.resolve("README.md"), folder.resolve("x.parquet")));

    assertThat(reading.objects()).extracting(ObjectAccount::rejected).containsExactly(1L);
    assertThat(skipped(reading)).containsExactly("x.parquet: Parquet (text and gzip are read)");
  }

  @Test
  void aFileThatIsMetTwiceCountsOnce() throws IOException {
    Logs logs = new Logs(folder).put("a.log", SSH);
    Files.createSymbolicLink(folder.resolve("b.log"), folder.resolve("a.log"));
    Reading reading = logs.read(List.of(folder, folder.resolve("a.log"), folder));

    assertThat(names(reading)).containsExactly("a.log");
    assertThat(reading.skipped())
        .extracting(SkippedFile::reason)
        .containsExactly(
            "the same file as " + folder + "/a.log",
            "the same file as " + folder + "/a.log",
            "the same folder as one read before");
  }

  @Test
  void loopsAndBrokenLinksAreNamed() throws IOException {
    Logs logs = new Logs(folder).put("sub/a.log", SSH);
    Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
    Files.createSymbolicLink(folder.resolve("sub/none.log"), folder.resolve("nothing"));
    Reading reading = logs.read();

    assertThat(names(reading)).containsExactly("sub/a.log");
    assertThat(skipped(reading))
        .containsExactly(
            "sub/loop: the same folder as one read before",
            "sub/none.log: a symbolic link to nothing");
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheOthersAreRead() throws IOException {
    Logs logs = new Logs(folder).put("a.log", SSH).put("b.log", SSH);
    ObjectFile gone = new ObjectFile(folder.resolve("gone.log"), "gone.log", 7);
    ObjectReader reader =
        new ObjectReader(
            new OpenBatches(ReadOptions.STANDARD.networks(), logs.rows()),
            ReadOptions.STANDARD,
            20,
            n -> n,
            n -> {});
    ObjectAccount account = reader.read(0, gone, false);

    assertThat(account.damage()).containsExactly("cannot be read: " + gone.path());
    assertThat(account.lines()).isZero();
    assertThat(logs.read().totals().flows()).isEqualTo(2);
  }

  @Test
  void aPathThatNamesNothingIsAnError() {
    assertThatThrownBy(
            () ->
                new FlowLogReader(ReadOptions.STANDARD)
                    .read(List.of(folder.resolve("none")), batch -> {}, ReadProgress.NONE))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith("none");
  }

  @Test
  void anEmptyFolderIsFine() {
    assertThat(new Logs(folder).read().totals().lines()).isZero();
  }

  @Test
  void aHeaderAloneMakesAnyFileAFlowLog() {
    assertThat(new Logs(folder).put("notes.txt", HEADER).readOne().headers()).isEqualTo(1);
  }
}
