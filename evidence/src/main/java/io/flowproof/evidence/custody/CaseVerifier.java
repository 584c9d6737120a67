package io.flowproof.evidence.custody;

import io.flowproof.core.signing.VerifyingKey;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyProblem.Kind;
import io.flowproof.evidence.custody.Verification.CheckedSeal;
import io.flowproof.evidence.custody.Verification.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Checks a case offline: the chain of its log, every byte of every object, files that do not
 * belong, the seals. Changes nothing.
 */
public final class CaseVerifier {
  private final Path folder;
  private final List<VerifyingKey> trusted;
  private final LongConsumer progress;
  private final List<CustodyProblem> problems = new ArrayList<>();
  private final List<CheckedSeal> seals = new ArrayList<>();

  /**
   * Of one case.
   *
   * @param trusted keys whose owners the reader knows
   * @param progress is given the bytes of each object after it was read
   */
  public CaseVerifier(Path folder, List<VerifyingKey> trusted, LongConsumer progress) {
    this.folder = folder;
    this.trusted = List.copyOf(trusted);
    this.progress = progress;
  }

  /**
   * Checks everything; a problem does not end it.
   *
   * @throws InvalidCaseException if there is no case
   */
  public Verification verify() throws IOException {
    CustodyRecord record = CustodyRecord.read(folder);
    problems.addAll(record.problems());
    if (!record.cutOff().isEmpty()) {
      problems.add(
          new CustodyProblem(
              Kind.CHAIN,
              CustodyLog.NAME,
              "The last line of %s has no end: a collection was cut off (the next 'collect' mends it)"
                  .formatted(CustodyLog.NAME)));
    }
    List<KeptObject> objects = record.objects();
    for (KeptObject object : objects) {
      check(object);
    }
    added(objects);
    for (CustodyEntry entry : record.entries(Action.SEAL)) {
      seal(entry, record);
    }
    return new Verification(
        record,
        objects.size(),
        objects.stream().mapToLong(KeptObject::size).sum(),
        List.copyOf(problems),
        List.copyOf(seals),
        status(record));
  }

  private void check(KeptObject object) throws IOException {
    Path file = folder.resolve(object.path());
    try {
      long size = Files.size(file);
      String sha256 = Sha256.of(file);
      if (size != object.size() || !sha256.equals(object.sha256())) {
        problems.add(
            new CustodyProblem(
                Kind.CHANGED,
                object.path(),
                "%s was changed: entry %d has %,d bytes with SHA-256 %s, the file has %,d with %s"
                    .formatted(
                        object.path(),
                        object.entry(),
                        object.size(),
                        object.sha256(),
                        size,
                        sha256)));
      }
    } catch (NoSuchFileException e) {
      problems.add(
          new CustodyProblem(
              Kind.MISSING,
              object.path(),
              "%s is missing: entry %d kept %,d bytes from %s"
                  .formatted(object.path(), object.entry(), object.size(), object.uri())));
    }
    progress.accept(object.size());
  }

  private void added(List<KeptObject> objects) throws IOException {
    Path root = folder.resolve(CaseFolder.OBJECTS);
    if (!Files.isDirectory(root)) {
      return;
    }
    Set<String> known = new HashSet<>();
    objects.forEach(o -> known.add(o.path()));
    List<String> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files =
          walk.filter(f -> !Files.isDirectory(f))
              .map(f -> folder.relativize(f).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
    for (String file : files) {
      if (!known.contains(file)) {
        problems.add(
            new CustodyProblem(
                Kind.ADDED,
                file,
                file + " is in no entry: it was put there, or its collection was cut off"));
      }
    }
  }

  private void seal(CustodyEntry entry, CustodyRecord record) throws IOException {
    String name = entry.text("seal");
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      seal(name, name + " is missing: entry " + entry.number() + " says that it was made");
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    Seal seal = Seal.parse(bytes).orElse(null);
    if (seal == null || !Sha256.of(bytes).equals(entry.text("sha256"))) {
      seal(name, name + " is not the seal that entry " + entry.number() + " names");
    } else if (!seal.holds()) {
      seal(name, name + " has a signature that its key did not make");
    } else if (seal.entries() < 1
        || seal.entries() > record.entries().size()
        || !record.entries().get((int) seal.entries() - 1).hash().equals(seal.head())) {
      seal(name, name + " seals another log: its head is not that of entry " + seal.entries());
    } else {
      seals.add(new CheckedSeal(seal, entry.number(), trusted.contains(seal.key())));
    }
  }

  private void seal(String where, String message) {
    problems.add(new CustodyProblem(Kind.SEAL, where, message));
  }

  private Status status(CustodyRecord record) {
    if (!problems.isEmpty()) {
      return Status.DAMAGED;
    }
    if (seals.isEmpty()) {
      return Status.NOT_SEALED;
    }
    long covered = Verification.trustedEntries(seals);
    if (covered == 0) {
      return Status.SIGNER_UNKNOWN;
    }
    return record.objects().stream().allMatch(o -> o.entry() <= covered)
        ? Status.VALID
        : Status.PARTLY_SEALED;
  }
}
