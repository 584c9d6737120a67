package io.flowproof.evidence.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import io.flowproof.evidence.custody.Collecting.Outcome;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.SourceObject.ExpectedChecksum;
import io.flowproof.evidence.custody.Verification.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFolderTest {
  private static final Actor ACTOR =
      new Actor(
          "kim@forensics-1",
          "flowproof test",
          Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC));
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void aCaseWithTwoObjects() throws IOException {
    folder = temporary.resolve("case");
    try (CaseFolder open = CaseFolder.openOrBegin(folder, "Incident 7", ACTOR)) {
      Collecting collecting = open.collect("s3://logs/", "flowproof collect …", Map.of());
      keep(collecting, "a.log.gz", "first");
      keep(collecting, "b.log.gz", "second");
      collecting.finish(true);
    }
  }

  @Test
  void keepsTheBytesAndWritesDownWhereTheyCameFrom() throws IOException {
    KeptObject first = CustodyRecord.read(folder).objects().getFirst();

    assertThat(first)
        .isEqualTo(
            new KeptObject(
                3,
                1,
                "s3://logs/a.log.gz",
                "objects/s3/logs/a.log.gz",
                5,
                "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
                Instant.parse("2026-03-02T09:00:00Z"),
                Instant.parse("2026-03-02T10:00:00Z"),
                "etag-first"));
    assertThat(folder.resolve(first.path())).hasContent("first");
  }

  @Test
  void nobodyMayWriteIntoAnObject() {
    assertThat(folder.resolve("objects/s3/logs/a.log.gz"))
        .satisfies(
            file ->
                assertThat(Files.getPosixFilePermissions(file))
                    .hasToString("[OWNER_READ, GROUP_READ, OTHERS_READ]"));
  }

  @Test
  void eachEntryHoldsTheHashOfTheOneBefore() throws IOException {
    List<CustodyEntry> entries = CustodyRecord.read(folder).entries();

    assertThat(entries.stream().map(CustodyEntry::action))
        .containsExactly(
            Action.OPEN, Action.COLLECTION, Action.OBJECT, Action.OBJECT, Action.COLLECTED);
    List<String> lines = Files.readAllLines(log());
    for (int i = 1; i < lines.size(); i++) {
      assertThat(entries.get(i).previous()).isEqualTo(Sha256.of(lines.get(i - 1).getBytes(UTF_8)));
    }
  }

  @Test
  void theSameObjectAgainAddsNothing() throws IOException {
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      Collecting again = open.collect("s3://logs/", "again", Map.of());

      assertThat(again.has("s3://logs/a.log.gz", "etag-first")).isTrue();
      assertThat(keep(again, "a.log.gz", "first")).isEqualTo(Outcome.ALREADY);
      assertThat(again.finish(true))
          .usingRecursiveComparison()
          .ignoringFields("head")
          .isEqualTo(new CollectionTotals(2, 0, 0, 1, 0, true, ""));
    }
    assertThat(CustodyRecord.read(folder).objects()).hasSize(2);
  }

  @Test
  void anObjectThatChangedAtTheSourceIsKeptBesideTheOldOneAndSaid() throws IOException {
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      Collecting again = open.collect("s3://logs/", "again", Map.of());
      assertThat(keep(again, "a.log.gz", "other")).isEqualTo(Outcome.CHANGED);
    }
    CustodyRecord record = CustodyRecord.read(folder);

    assertThat(folder.resolve("objects/s3/logs/a.log.gz")).hasContent("first");
    assertThat(folder.resolve("objects/version-2/s3/logs/a.log.gz")).hasContent("other");
    assertThat(record.entries(Action.PROBLEM).getFirst().text("message"))
        .isEqualTo(
            "The object changed at the source: entry 3 has SHA-256"
                + " a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e, now it is"
                + " d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa; both are kept");
  }

  @Test
  void bytesThatTheSourceDoesNotVouchForAreNotKept() throws IOException {
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      Collecting again = open.collect("s3://logs/", "again", Map.of());
      SourceObject wrong =
          new SourceObject(
              "s3://logs/c",
              "s3/logs/c",
              3,
              null,
              "c",
              Optional.of(ExpectedChecksum.of(ChecksumAlgorithm.CRC32, new byte[4])),
              Map.of());

      assertThat(again.keep(wrong, () -> new ByteArrayInputStream("abc".getBytes(UTF_8))))
          .isEqualTo(Outcome.REFUSED);
      assertThat(again.keep(object("d", "abcd"), () -> new ByteArrayInputStream(new byte[2])))
          .isEqualTo(Outcome.REFUSED);
      again.finish(false);
    }
    CustodyRecord record = CustodyRecord.read(folder);

    assertThat(record.objects()).hasSize(2);
    assertThat(record.entries(Action.PROBLEM).stream().map(e -> e.text("message")))
        .containsExactly(
            "The bytes do not have the CRC32 that the source keeps of them",
            "Received 2 bytes, the source says 4");
    assertThat(folder.resolve("objects/s3/logs/c")).doesNotExist();
    assertThat(folder.resolve("incoming")).doesNotExist();
  }

  @Test
  void anIntactCaseThatNobodySignedIsNotCalledValid() throws IOException {
    Verification found = verify();

    assertThat(found.problems()).isEmpty();
    assertThat(found.status()).isEqualTo(Status.NOT_SEALED);
    assertThat(found.objects()).isEqualTo(2);
    assertThat(found.bytes()).isEqualTo(11);
  }

  @Test
  void aSealIsValidForWhoTrustsItsKeyAndOfAnUnknownSignerForOthers() throws IOException {
    seal();

    assertThat(verify(KEY.verifyingKey()).status()).isEqualTo(Status.VALID);
    assertThat(verify().status()).isEqualTo(Status.SIGNER_UNKNOWN);
    assertThat(verify(SigningKey.generate().verifyingKey()).status())
        .isEqualTo(Status.SIGNER_UNKNOWN);
  }

  @Test
  void whatWasAddedAfterTheSealIsNotCovered() throws IOException {
    seal();
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      keep(open.collect("s3://logs/", "more", Map.of()), "c.log.gz", "third");
    }

    assertThat(verify(KEY.verifyingKey()).status()).isEqualTo(Status.PARTLY_SEALED);
  }

  @Test
  void findsAChangedByteInAnObject() throws IOException {
    Path file = folder.resolve("objects/s3/logs/b.log.gz");
    file.toFile().setWritable(true);
    Files.writeString(file, "secoNd");

    assertThat(verify().problems())
        .containsExactly(
            new CustodyProblem(
                CustodyProblem.Kind.CHANGED,
                "objects/s3/logs/b.log.gz",
                "objects/s3/logs/b.log.gz was changed: entry 4 has 6 bytes with SHA-256"
                    + " 16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4, the file"
                    + " has 6 with "
                    + Sha256.of("secoNd".getBytes(UTF_8))));
    assertThat(verify().status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void findsAnObjectThatIsGoneAndOneThatWasPutThere() throws IOException {
    Files.delete(folder.resolve("objects/s3/logs/a.log.gz"));
    Files.writeString(folder.resolve("objects/s3/logs/z.log.gz"), "planted");

    assertThat(verify().problems().stream().map(CustodyProblem::message))
        .containsExactly(
            "objects/s3/logs/a.log.gz is missing: entry 3 kept 5 bytes from s3://logs/a.log.gz",
            "objects/s3/logs/z.log.gz is in no entry: it was put there, or its collection was cut"
                + " off");
  }

  @Test
  void findsALineThatWasChangedOrRemoved() throws IOException {
    List<String> lines = Files.readAllLines(log());
    Files.write(log(), lines.stream().map(l -> l.replace("kim@", "sam@")).limit(1).toList());
    Files.write(log(), lines.subList(1, lines.size()), StandardOpenOption.APPEND);

    assertThat(verify().problems().getFirst().message())
        .startsWith("custody.ndjson:2 does not follow the line before it: it names ")
        .endsWith("(a line was changed, removed or put in)");

    Files.write(log(), List.of(lines.get(0), lines.get(1), lines.get(3)));
    assertThat(verify().problems().getFirst().message())
        .isEqualTo(
            "custody.ndjson:3 is not entry 3 of a custody log (a line was changed, removed or put"
                + " in)");
  }

  @Test
  void aLogThatWasWrittenAnewDoesNotFitTheSeal() throws IOException {
    seal();
    Path other = temporary.resolve("other");
    try (CaseFolder open = CaseFolder.openOrBegin(other, "Incident 7", ACTOR)) {
      Collecting collecting = open.collect("s3://logs/", "flowproof collect …", Map.of());
      keep(collecting, "a.log.gz", "first");
      keep(collecting, "b.log.gz", "forged");
      collecting.finish(true);
    }
    List<String> sealEntry = Files.readAllLines(log()).subList(5, 6);
    Files.copy(other.resolve("custody.ndjson"), log(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        other.resolve("objects/s3/logs/b.log.gz"),
        folder.resolve("objects/s3/logs/b.log.gz"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.write(log(), sealEntry, StandardOpenOption.APPEND);

    assertThat(verify(KEY.verifyingKey()).status()).isEqualTo(Status.DAMAGED);
  }

  @Test
  void aLineThatACrashCutOffIsTakenAwayAndSaid() throws IOException {
    Files.writeString(log(), "{\"entry\":6,\"ti", StandardOpenOption.APPEND);
    assertThat(verify().status()).isEqualTo(Status.DAMAGED);

    CaseFolder.open(folder, ACTOR).close();

    assertThat(verify().status()).isEqualTo(Status.NOT_SEALED);
    CustodyEntry last = CustodyRecord.read(folder).entries().getLast();
    assertThat(last.action()).isEqualTo(Action.RECOVERED);
    assertThat(last.text("cut_off")).isEqualTo("{\"entry\":6,\"ti");
  }

  @Test
  void oneProcessWritesAtATime() throws IOException {
    try (CaseFolder first = CaseFolder.open(folder, ACTOR)) {
      assertThat(first.head()).hasSize(64);
      assertThatThrownBy(() -> CaseFolder.open(folder, ACTOR))
          .isInstanceOf(InvalidCaseException.class)
          .hasMessage(folder + " is being written by another process (wait until it is done)");
    }
  }

  @Test
  void aHoldEndsOnlyByItsRelease() throws IOException {
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      assertThat(open.hold("Court order 12", List.of())).isEqualTo("hold-1");
      assertThatThrownBy(() -> open.release("hold-2", "done"))
          .hasMessage("There is no hold 'hold-2' in force (in force: hold-1)");
      assertThat(open.record().holds()).singleElement().matches(Hold::inForce);

      open.release("hold-1", "Order lifted");

      assertThat(open.record().holds()).singleElement().matches(hold -> !hold.inForce());
      assertThatThrownBy(() -> open.release("hold-1", "again"))
          .hasMessage("There is no hold 'hold-1' in force (none is)");
    }
  }

  @Test
  void aFolderThatHoldsSomethingElseBecomesNoCase() throws IOException {
    Path full = Files.createDirectory(temporary.resolve("full"));
    Files.writeString(full.resolve("x"), "x");

    assertThatThrownBy(() -> CaseFolder.openOrBegin(full, "t", ACTOR))
        .hasMessage(full + " is no case and not empty (must be a case, or a new or empty folder)");
    assertThatThrownBy(() -> CaseFolder.open(full, ACTOR))
        .hasMessage(full + " is no case: it has no custody.ndjson ('flowproof collect' makes one)");
  }

  @Test
  void anExportHoldsEverythingAndCanBeCheckedWithSha256sum() throws Exception {
    seal();
    Path archive = temporary.resolve("case.zip");
    String sha256;
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      sha256 = CaseExport.write(open, archive, Map.of("report.html", new byte[] {1}));
    }

    assertThat(Sha256.of(archive)).isEqualTo(sha256);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      String sums =
          new String(zip.getInputStream(zip.getEntry("SHA256SUMS")).readAllBytes(), UTF_8);
      assertThat(sums.lines().map(line -> line.substring(66)))
          .containsExactly(
              "custody.ndjson",
              "seals/000005.json",
              "objects/s3/logs/a.log.gz",
              "objects/s3/logs/b.log.gz",
              "report.html");
      for (String line : sums.lines().toList()) {
        byte[] bytes = zip.getInputStream(zip.getEntry(line.substring(66))).readAllBytes();
        assertThat(Sha256.of(bytes)).isEqualTo(line.substring(0, 64));
      }
    }
    assertThat(CustodyRecord.read(folder).entries().getLast().text("sha256")).isEqualTo(sha256);
  }

  private Verification verify(VerifyingKey... trusted) throws IOException {
    return new CaseVerifier(folder, List.of(trusted), bytes -> {}).verify();
  }

  private void seal() throws IOException {
    try (CaseFolder open = CaseFolder.open(folder, ACTOR)) {
      open.seal(KEY);
    }
  }

  private Path log() {
    return folder.resolve("custody.ndjson");
  }

  private static Outcome keep(Collecting collecting, String name, String text) throws IOException {
    return collecting.keep(
        object(name, text), () -> new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static SourceObject object(String name, String text) {
    return new SourceObject(
        "s3://logs/" + name,
        "s3/logs/" + name,
        text.length(),
        Instant.parse("2026-03-02T09:00:00Z"),
        "etag-" + text,
        Optional.empty(),
        Map.of());
  }
}
