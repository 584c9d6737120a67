package io.flowproof.app.cli;

import io.flowproof.detection.gaps.SourceChange;
import io.flowproof.detection.inventory.InventoryFile;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a case knows beside its bytes: where objects came from, what changed, what AWS said. */
final class CaseEvidence {
  private static final String S3 = "s3://";

  /** What {@code collect inventory} kept: its region. */
  private static final Pattern INVENTORY =
      Pattern.compile("objects/(?:version-\\d+/)?inventory/([^/]+)/.*\\.json");

  private final Path folder;
  private final CustodyRecord record;
  private final Map<Path, KeptObject> objects = new HashMap<>();

  private CaseEvidence(Path folder, CustodyRecord record) {
    this.folder = folder.toAbsolutePath().normalize();
    this.record = record;
    record.objects().forEach(o -> objects.put(this.folder.resolve(o.path()), o));
  }

  /**
   * Of a case.
   *
   * @throws io.flowproof.evidence.custody.InvalidCaseException if there is none
   */
  static CaseEvidence read(Path folder) throws IOException {
    return new CaseEvidence(folder, CustodyRecord.read(folder));
  }

  /** What its log says. */
  CustodyRecord record() {
    return record;
  }

  /** Where its raw objects lie. */
  Path raw() {
    return folder.resolve("objects");
  }

  /** The object that a file is; empty where it is none of the case. */
  Optional<KeptObject> object(String file) {
    return Optional.ofNullable(objects.get(Path.of(file).toAbsolutePath().normalize()));
  }

  /** When the source wrote it last; null where that is not known for sure. */
  static @Nullable Instant delivered(KeptObject object) {
    return object.uri().startsWith(S3) ? object.sourceTime() : null;
  }

  /** Objects that were overwritten or deleted at the source, or have other bytes now. */
  List<SourceChange> changes() {
    return record.entries(Action.PROBLEM).stream()
        .filter(entry -> entry.text("kind").equals(CustodyEntry.CHANGED))
        .map(entry -> new SourceChange(entry.text("uri"), entry.time(), entry.text("message")))
        .toList();
  }

  /** The files that may be answers of AWS. */
  List<InventoryFile> inventory() {
    List<InventoryFile> files = new ArrayList<>();
    for (KeptObject object : record.objects()) {
      if (!object.path().endsWith(".json")) {
        continue;
      }
      Path file = folder.resolve(object.path());
      Matcher kept = INVENTORY.matcher(object.path());
      if (kept.matches()) {
        files.add(
            new InventoryFile(
                file,
                object.collected(),
                "aws://" + kept.group(1),
                object.collection(),
                true,
                asked(object, "from"),
                asked(object, "to")));
      } else if (object.path().contains("/files/")) {
        files.add(
            file(file, object.sourceTime() == null ? object.collected() : object.sourceTime()));
      }
    }
    return files.stream().filter(file -> Files.isReadable(file.file())).toList();
  }

  private @Nullable Instant asked(KeptObject object, String end) {
    return record.entries(Action.COLLECTION).stream()
        .filter(e -> e.body().path("collection").asLong() == object.collection())
        .map(e -> e.text(end))
        .filter(text -> !text.isEmpty())
        .map(Instant::parse)
        .findFirst()
        .orElse(null);
  }

  private static InventoryFile file(Path file, Instant taken) {
    return new InventoryFile(
        file, taken, String.valueOf(file.toAbsolutePath().getParent()), 0, false, null, null);
  }

  /** Files and folders of what the AWS CLI printed; it was asked when they were written. */
  static List<InventoryFile> files(List<Path> paths) throws IOException {
    List<InventoryFile> files = new ArrayList<>();
    for (Path path : paths) {
      try (Stream<Path> walk = Files.walk(path)) {
        for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
          if (file.toString().endsWith(".json")) {
            files.add(file(file, Files.getLastModifiedTime(file).toInstant()));
          }
        }
      }
    }
    return files;
  }
}
