package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.signing.KeyFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandTest {
  private static final String LINE =
      "2 123456789010 eni-1 10.0.0.5 203.0.113.9 40000 443 6 9 900 1418530010 1418530070 ACCEPT OK";

  @TempDir Path temporary;
  private Path downloaded;
  private String folder = "";

  @BeforeEach
  void aFolderThatTheAwsCliWrote() throws IOException {
    downloaded = Files.createDirectories(temporary.resolve("downloaded/AWSLogs"));
    Files.writeString(downloaded.resolve("a.log"), LINE + "\n");
    folder = temporary.resolve("incident-7").toString();
  }

  @Test
  void collectsFilesAndSaysWhatToNote() {
    CommandRun run = collect();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .matches(
            """
            1 object kept, 92 bytes
            Head      [0-9a-f]{64}
                      note it outside the case: a log that was written anew has another
            """);
    assertThat(collect().out())
        .startsWith("0 objects kept, 0 bytes\n1 object in the case already, unchanged\nHead ");
  }

  @Test
  void detectsOnTheObjectsOfACase() {
    collect();

    CommandRun run = CommandRun.of("inspect", "--format", "json", folder + "/objects");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"flows\" : 1");
  }

  @Test
  void theExitCodeSaysWhatTheCaseIsWorth() throws IOException {
    collect();
    assertThat(verify().code()).isEqualTo(1);
    assertThat(verify().out())
        .startsWith("intact, not sealed: nobody vouches that the log was not written anew");

    Path keys = temporary.resolve("keys");
    Path publicKey = new KeyFolder(keys).publicFile(new KeyFolder(keys).rotate().id());
    CommandRun seal =
        CommandRun.of("evidence", "seal", "--case", folder, "--keys", keys.toString());
    assertThat(seal.code()).as(seal.err()).isZero();
    assertThat(seal.out()).startsWith("Sealed    entries 1 to 4 by Ed25519 key ");

    assertThat(verify().code()).isEqualTo(1);
    assertThat(verify().out()).startsWith("intact, signer unknown");
    CommandRun trusted = verify("--key", publicKey.toString());
    assertThat(trusted.code()).isZero();
    assertThat(trusted.out())
        .startsWith("valid: nothing was changed, and a key that you trust sealed it\n")
        .contains("Checked   1, 92 bytes\n")
        .contains(", which you trust\n");

    Path object = temporary.resolve("incident-7/objects/files/downloaded/AWSLogs/a.log");
    object.toFile().setWritable(true);
    Files.writeString(object, LINE.replace("ACCEPT", "REJECT") + "\n");
    CommandRun damaged = verify("--key", publicKey.toString());
    assertThat(damaged.code()).isEqualTo(4);
    assertThat(damaged.out())
        .startsWith("DAMAGED: 1 problem\n")
        .contains("  objects/files/downloaded/AWSLogs/a.log was changed: entry 3 has 92 bytes");
  }

  @Test
  void showsWhatWasDoneWithACase() {
    collect();
    CommandRun.of("evidence", "hold", "--case", folder, "--reason", "Court order 12");
    CommandRun.of(
        "evidence", "release", "--case", folder, "--hold", "hold-1", "--reason", "lifted");

    CommandRun run = CommandRun.of("evidence", "show", "--case", folder);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Case      Incident 7\n", "Objects   1, 92 bytes\n", "Entries   6\n")
        .containsPattern("1 {2}[0-9: -]{19} +1 +0 +yes {2}kim@lab {2}flowproof collect files /")
        .containsPattern("hold-1 {2}since .* by .*: Court order 12, released ");
  }

  @Test
  void aHoldKeepsTheStateOfALakeUntilItIsReleased() {
    collect();
    String lake = temporary.resolve("lake").toString();
    CommandRun.of("ingest", "--lake", lake, folder + "/objects");

    CommandRun hold =
        CommandRun.of(
            "evidence", "hold", "--case", folder, "--reason", "Court order 12", "--lake", lake);

    assertThat(hold.code()).as(hold.err()).isZero();
    assertThat(hold.out())
        .matches(
            """
            hold-1 is in force
            Keeps     snapshot 1 of the lake \\Q%s\\E, by the tag 'case-[0-9a-f]{8}-hold-1'
            It binds the commands of Flowproof. It does not bind 'rm', nor the source.
            """
                .formatted(lake));
    String tag = hold.out().replaceFirst("(?s).*by the tag '([^']*)'.*", "$1");
    CommandRun untag = CommandRun.of("lake", "untag", "--lake", lake, tag);
    assertThat(untag.code()).isEqualTo(4);
    assertThat(untag.err())
        .contains("is kept, held by hold-1 of the case 'Incident 7' (")
        .contains("only releasing that hold takes it away");
    assertThat(CommandRun.of("evidence", "show", "--case", folder).out())
        .contains("Court order 12; keeps snapshot 1 of " + lake);

    CommandRun release =
        CommandRun.of(
            "evidence", "release", "--case", folder, "--hold", "hold-1", "--reason", "lifted");

    assertThat(release.code()).as(release.err()).isZero();
    assertThat(CommandRun.of("lake", "snapshots", "--lake", lake).out()).doesNotContain(tag);
    assertThat(
            CommandRun.of(
                    "evidence", "release", "--case", folder, "--hold", "hold-1", "--reason", "x")
                .err())
        .isEqualTo("flowproof: There is no hold 'hold-1' in force (none is)\n");
  }

  @Test
  void aHoldOnALakeThatMovedEndsWhereTheLakeLiesNow() throws IOException {
    collect();
    Path lake = temporary.resolve("lake");
    Path moved = temporary.resolve("moved");
    CommandRun.of("ingest", "--lake", lake.toString(), folder + "/objects");
    CommandRun.of("evidence", "hold", "--case", folder, "--reason", "x", "--lake", lake.toString());
    Files.move(lake, moved);
    CommandRun.of("lake", "relocate", "--lake", moved.toString());

    CommandRun nowhere = release();
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err())
        .startsWith("flowproof: hold-1 is not released: there is no lake with the tag 'case-")
        .contains(
            "' at "
                + lake
                + " (--lake DIR names where it lies now, --gone says that it was deleted)\n");

    assertThat(release("--lake", moved.toString()).out()).isEqualTo("hold-1 is released\n");
    assertThat(CommandRun.of("lake", "snapshots", "--lake", moved.toString()).out())
        .doesNotContain("case-");
  }

  @Test
  void aHoldOnALakeThatWasDeletedEndsWhenThatIsSaid() throws IOException {
    collect();
    Path lake = temporary.resolve("lake");
    CommandRun.of("ingest", "--lake", lake.toString(), folder + "/objects");
    CommandRun.of("evidence", "hold", "--case", folder, "--reason", "x", "--lake", lake.toString());
    Files.move(lake, temporary.resolve("elsewhere"));

    assertThat(release().code()).isEqualTo(2);
    assertThat(release("--gone").out()).isEqualTo("hold-1 is released\n");
  }

  private CommandRun release(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("evidence", "release", "--case", folder, "--hold", "hold-1", "--reason", "y"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aLakeThatCannotBeHeldLeavesNoHold() {
    collect();
    String none = temporary.resolve("none").toString();

    CommandRun hold =
        CommandRun.of("evidence", "hold", "--case", folder, "--reason", "x", "--lake", none);

    assertThat(hold.code()).isEqualTo(4);
    assertThat(CommandRun.of("evidence", "show", "--case", folder).out()).doesNotContain("Holds");
  }

  @Test
  void anExportHasAReportAndWhatIsHandedOverWithIt() throws IOException {
    collect();
    Path gaps = Files.writeString(temporary.resolve("gaps.html"), "<p>gaps</p>");
    Path archive = temporary.resolve("case.zip");

    CommandRun run =
        CommandRun.of(
            "evidence",
            "export",
            "--case",
            folder,
            "--out",
            archive.toString(),
            "--with",
            gaps.toString());

    assertThat(run.code()).as(run.err()).isZero();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(text(zip, "reports/gaps.html")).isEqualTo("<p>gaps</p>");
      assertThat(text(zip, "report.html"))
          .contains("<h1>Incident 7</h1>", "objects/files/downloaded/AWSLogs/a.log")
          .doesNotContain("<script", " src=", "url(");
      assertThat(text(zip, "SHA256SUMS")).contains("  report.html\n", "  reports/gaps.html\n");
      assertThat(text(zip, "VERIFY.txt")).contains("report.html says what is in the case");
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void anExportIsWrittenOnce() {
    collect();
    String archive = temporary.resolve("case.zip").toString();

    assertThat(CommandRun.of("evidence", "export", "--case", folder, "--out", archive).out())
        .startsWith("Wrote " + archive + "\nSHA-256   ");
    CommandRun again = CommandRun.of("evidence", "export", "--case", folder, "--out", archive);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .startsWith("flowproof: " + archive + " is there already (name another file)");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(CommandRun.of("evidence", "show", "--case", temporary.toString()).err())
        .isEqualTo(
            "flowproof: "
                + temporary
                + " is no case: it has no custody.ndjson ('flowproof collect' makes one)\n");
    collect();
    String none = temporary.resolve("none").toString();
    CommandRun seal = CommandRun.of("evidence", "seal", "--case", folder, "--keys", none);
    assertThat(seal.code()).isEqualTo(2);
    assertThat(seal.err()).startsWith("flowproof: There is no key in " + none);
  }

  private CommandRun collect() {
    return CommandRun.of(
        "collect",
        "files",
        temporary.resolve("downloaded").toString(),
        "--case",
        folder,
        "--title",
        "Incident 7",
        "--operator",
        "kim@lab");
  }

  private CommandRun verify(String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"evidence", "verify", "--case", folder}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }
}
