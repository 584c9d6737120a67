package io.flowproof.lake.enrich;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.flowlog.asset.InventoryFile;
import io.flowproof.flowlog.enrich.EnrichmentSource;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.enrich.Enrichments.Span;
import io.flowproof.lake.enrich.EnrichmentVersion.StoredFile;
import io.flowproof.lake.ledger.Ledger;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import io.flowproof.lake.table.WriteLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives a lake other data to enrich with. Files are copied first, and {@code versions.json} takes
 * the place of the one before in one step: whoever is killed leaves the lake as it was, at most
 * with files that nothing names.
 */
public final class EnrichmentUpdate {
  private final LakeDirectory lake;
  private final Steps steps;
  private final Clock clock;

  /** Of that lake; steps are told of what changes on the disk. */
  public EnrichmentUpdate(LakeDirectory lake, Steps steps, Clock clock) {
    this.lake = lake;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param version the version that holds now
   * @param isNew whether it was made just now
   * @param from the first day that has it now and did not before, or null for none
   * @param to the last such day
   * @param days how many days have it now and did not before
   */
  public record Result(
      EnrichmentVersion version,
      boolean isNew,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      int days) {}

  /**
   * For what is ingested from now on: days that the lake has records of keep the version that they
   * have.
   *
   * @param given files; of assets they come on top, of other kinds one of the same name takes the
   *     place of the one before, and databases replace all of their kind
   */
  public Result forIngest(List<EnrichmentSource> given) {
    try (WriteLock lock = WriteLock.take(lake)) {
      Objects.requireNonNull(lock);
      EnrichmentStore store = EnrichmentStore.of(lake);
      EnrichmentState before = store.state(null);
      EnrichmentVersion version = version(store, before, given, Set.of());
      if (before != null && version.number() == before.version()) {
        return new Result(version, false, null, null, 0);
      }
      List<Span> days = kept(store.enrichments(lake, null));
      write(store, version, "ingest", days);
      return new Result(version, true, null, null, 0);
    }
  }

  /**
   * Enriches days anew, with the files that the lake has and these.
   *
   * @param given as for {@link #forIngest}
   * @param removed names of files that the lake is to use no more
   * @param from the first day, or null for the first that there is
   * @param to the last day, or null for the last that there is
   * @throws LakeException with {@code DATA} for a name that no file has, and where there is nothing
   *     to enrich with
   */
  public Result enrich(
      List<EnrichmentSource> given,
      Set<String> removed,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {
    try (WriteLock lock = WriteLock.take(lake)) {
      Objects.requireNonNull(lock);
      EnrichmentStore store = EnrichmentStore.of(lake);
      EnrichmentState before = store.state(null);
      EnrichmentVersion version = version(store, before, given, removed);
      if (before == null && version.files().isEmpty()) {
        throw new LakeException(
            ErrorCode.DATA,
            "The lake '%s' has nothing to enrich with (give --assets, --intel, --asn, --city or --provider-ranges)"
                .formatted(lake.path()));
      }
      Enrichments old = store.enrichments(lake, null);
      TreeSet<LocalDate> chosen = new TreeSet<>(days());
      chosen.removeIf(
          day -> (from != null && day.isBefore(from)) || (to != null && day.isAfter(to)));
      List<Span> days = new ArrayList<>();
      if (from != null || to != null) {
        // Days outside keep what they have, whatever is current.
        days.addAll(kept(old));
        if (!chosen.isEmpty()) {
          days.add(new Span(chosen.getFirst(), chosen.getLast(), version.number()));
        }
      }
      boolean isNew = before == null || version.number() != before.version();
      write(store, version, "enrich", days);
      TreeSet<LocalDate> changed = new TreeSet<>(chosen);
      changed.removeIf(day -> old.version(day) == version.number());
      return new Result(
          version,
          isNew,
          changed.isEmpty() ? null : changed.getFirst(),
          changed.isEmpty() ? null : changed.getLast(),
          changed.size());
    }
  }

  /** What each day of the lake has now. */
  private List<Span> kept(Enrichments old) {
    List<Span> spans = new ArrayList<>();
    for (LocalDate day : days()) {
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && last.version() == old.version(day)) {
        spans.set(spans.size() - 1, new Span(last.from(), day, last.version()));
      } else {
        spans.add(new Span(day, day, old.version(day)));
      }
    }
    return spans;
  }

  /** The days that the lake has records of. */
  private NavigableSet<LocalDate> days() {
    TreeSet<LocalDate> days = new TreeSet<>();
    if (Files.isRegularFile(lake.ledger())) {
      try (Ledger ledger = Ledger.open(lake)) {
        ledger.files().stream()
            .filter(file -> file.table().equals(FlowTables.FLOW))
            .map(TableFile::day)
            .filter(Objects::nonNull)
            .forEach(days::add);
      }
    }
    return days;
  }

  private EnrichmentVersion version(
      EnrichmentStore store,
      @Nullable EnrichmentState before,
      List<EnrichmentSource> given,
      Set<String> removed) {
    List<StoredFile> old = before == null ? List.of() : store.version(before.version()).files();
    for (String name : removed) {
      if (old.stream().noneMatch(file -> file.name().equals(name))) {
        throw new LakeException(
            ErrorCode.DATA,
            "The lake uses no file '%s' (it uses %s)"
                .formatted(
                    name,
                    old.isEmpty()
                        ? "none"
                        : String.join(", ", old.stream().map(StoredFile::name).toList())));
      }
    }
    List<StoredFile> files = new ArrayList<>(old);
    files.removeIf(file -> removed.contains(file.name()));
    Set<Kind> databases = EnumSet.noneOf(Kind.class);
    for (EnrichmentSource source : given) {
      StoredFile file = stored(source);
      boolean database = file.kind() == Kind.ASN || file.kind() == Kind.CITY;
      if (database && databases.add(file.kind())) {
        files.removeIf(one -> one.kind() == file.kind());
      }
      if (file.kind() == Kind.ASSETS) {
        files.removeIf(one -> one.isSame(file));
      } else {
        files.removeIf(one -> one.kind() == file.kind() && one.name().equals(file.name()));
      }
      files.add(file);
    }
    if (before != null && sameFiles(files, old)) {
      return store.version(before.version());
    }
    long number = store.versions().stream().mapToLong(EnrichmentVersion::number).max().orElse(0);
    return new EnrichmentVersion(number + 1, clock.instant(), files);
  }

  private static boolean sameFiles(List<StoredFile> files, List<StoredFile> old) {
    return files.size() == old.size()
        && files.stream().allMatch(file -> old.stream().anyMatch(file::isSame));
  }

  /** Copies a file into the lake. */
  private StoredFile stored(EnrichmentSource source) {
    Path path = source.path();
    try {
      String name = String.valueOf(path.getFileName());
      String hash = EnrichmentStore.sha256(path);
      Instant at = source.kind() == Kind.ASSETS ? InventoryFile.of(path, source.at()).at() : null;
      StoredFile file =
          new StoredFile(source.kind(), name, hash, Files.size(path), at, source.provider());
      Path target = lake.path().resolve(file.path());
      if (!Files.isRegularFile(target)) {
        steps.before("copy " + name);
        Files.createDirectories(target.getParent());
        Path partial = target.resolveSibling(name + ".part");
        Files.copy(path, partial, StandardCopyOption.REPLACE_EXISTING);
        LakeDirectory.force(partial);
        if (!EnrichmentStore.sha256(partial).equals(hash)) {
          throw new LakeException(
              ErrorCode.DATA, "'%s' changed while it was read (run it again)".formatted(path));
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot copy '%s' into the lake '%s': %s"
              .formatted(path, lake.path(), LakeDirectory.reason(e)),
          e);
    }
  }

  private void write(
      EnrichmentStore store, EnrichmentVersion version, String operation, List<Span> days) {
    List<EnrichmentVersion> versions = new ArrayList<>(store.versions());
    if (versions.stream().noneMatch(one -> one.number() == version.number())) {
      versions.add(version);
    }
    List<EnrichmentState> states = new ArrayList<>(store.states());
    states.add(new EnrichmentState(clock.instant(), operation, version.number(), days));
    Path file = EnrichmentStore.file(lake);
    try {
      Files.createDirectories(file.getParent());
      Path partial = file.resolveSibling("versions.json.part");
      Files.write(partial, new EnrichmentStore(versions, states).json());
      LakeDirectory.force(partial);
      steps.before("replace versions.json");
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE, "Cannot write '%s': %s".formatted(file, LakeDirectory.reason(e)), e);
    }
  }
}
