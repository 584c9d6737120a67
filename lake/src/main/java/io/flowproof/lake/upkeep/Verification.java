package io.flowproof.lake.upkeep;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.lake.enrich.EnrichmentStore;
import io.flowproof.lake.ingest.FileHashes;
import io.flowproof.lake.ingest.FileHashes.FileHash;
import io.flowproof.lake.ledger.Ledger;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.ledger.Sweep;
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakePlan.PlannedTable;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a lake is whole: every raw object is what it was, every file of the tables is there
 * with the bytes that were written and no other, and every line of every object is in the tables
 * once.
 */
public final class Verification {
  private static final int MOST_SHOWN = 100;

  /** Rows by object as they are, beside what the object's account says. */
  private static final String LINES =
      """
      WITH stored AS (
        SELECT source_id, count(*) AS n, count(DISTINCT source_line) AS places
        FROM (
          SELECT source_id, source_line FROM %s
          UNION ALL SELECT source_id, source_line FROM %s
          UNION ALL SELECT source_id, source_line FROM %s)
        GROUP BY source_id)
      SELECT object, lines, flows + nodata + skipdata, rejected, coalesce(n, 0), coalesce(places, 0)
      FROM source_object FULL JOIN stored USING (source_id)
      WHERE source_object.object IS NULL OR coalesce(n, 0) <> flows + nodata + skipdata
        OR coalesce(places, 0) <> coalesce(n, 0) OR lines <> flows + nodata + skipdata + rejected
      ORDER BY source_id LIMIT %d
      """
          .formatted(
              FlowTables.FLOW,
              FlowTables.COVERAGE_WINDOW,
              FlowTables.TRANSIT_GATEWAY_FLOW,
              MOST_SHOWN);

  private final LakeDirectory directory;
  private final int threads;

  /** Of a lake; files are hashed by that many threads. */
  public Verification(LakeDirectory directory, int threads) {
    this.directory = directory;
    this.threads = threads;
  }

  /**
   * What was found.
   *
   * @param objects raw objects that are what they were
   * @param gone raw objects that are not at their place any more: what the tables hold of them
   *     cannot be compared with them
   * @param files files of the tables that are what was written
   * @param rows rows of all tables, each once; -1 where they could not be counted
   * @param notes what is worth knowing
   * @param problems what is wrong, in words
   */
  public record Result(
      int objects,
      List<String> gone,
      int files,
      long rows,
      List<String> notes,
      List<String> problems) {}

  /**
   * Looks at everything.
   *
   * @param plan all files of the state that is verified
   * @param engine opens that state for queries; is asked only where its files are whole
   */
  public Result run(LakePlan plan, Function<LakePlan, QueryEngine> engine)
      throws InterruptedException {
    List<String> problems = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    try (Ledger ledger = Ledger.open(directory)) {
      int objects = objects(ledger.objects(), gone, problems);
      int files = files(ledger, plan, problems);
      problems.addAll(EnrichmentStore.of(directory).problems(directory));
      if (ledger.isUnclean()) {
        notes.add(
            "a writer is at work or was killed: files that nothing leads to were not looked for (the next ingest removes them)");
      } else {
        orphans(ledger, problems);
      }
      long rows = -1;
      if (files == fileCount(plan)) {
        rows = rows(engine.apply(plan), problems);
      } else {
        notes.add("lines were not counted, because files are not whole");
      }
      return new Result(objects, gone, files, rows, notes, problems);
    }
  }

  private static int fileCount(LakePlan plan) {
    return plan.tables().stream().mapToInt(table -> table.files().files().size()).sum();
  }

  private int objects(List<RawObject> objects, List<String> gone, List<String> problems)
      throws InterruptedException {
    List<RawObject> there = new ArrayList<>();
    for (RawObject object : objects) {
      if (Files.exists(LakeDirectory.path(object.uri()))) {
        there.add(object);
      } else {
        gone.add(object.uri());
      }
    }
    List<FileHash> hashes =
        FileHashes.of(there.stream().map(o -> LakeDirectory.path(o.uri())).toList(), threads);
    int intact = 0;
    for (int i = 0; i < there.size(); i++) {
      RawObject object = there.get(i);
      FileHash now = hashes.get(i);
      if (now.sha256().equals(object.sha256())) {
        intact++;
      } else {
        problems.add(
            "raw object %s: %s"
                .formatted(
                    LakeDirectory.path(object.uri()),
                    now.isRead()
                        ? String.format(
                            Locale.ROOT,
                            "it had %,d bytes and SHA-256 %s when it was added, and has %,d bytes and %s now",
                            object.bytes(),
                            object.sha256(),
                            now.bytes(),
                            now.sha256())
                        : "cannot be read: " + now.problem()));
      }
    }
    return intact;
  }

  private int files(Ledger ledger, LakePlan plan, List<String> problems)
      throws InterruptedException {
    Map<Path, TableFile> written = new HashMap<>();
    ledger.files().forEach(file -> written.put(directory.path().resolve(file.path()), file));
    int whole = 0;
    for (PlannedTable table : plan.tables()) {
      List<Path> files = table.files().files();
      directory.fetchAnew(files);
      List<FileHash> hashes = FileHashes.of(files, threads);
      for (int i = 0; i < files.size(); i++) {
        String problem = problem(written.get(files.get(i)), hashes.get(i));
        if (problem == null) {
          whole++;
        } else {
          problems.add("file %s of %s: %s".formatted(files.get(i), table.shape().name(), problem));
        }
      }
      long inManifests = files.size();
      if (inManifests != table.there()) {
        problems.add(
            "%s: its manifests name %d files, its snapshot counts %d"
                .formatted(table.shape().name(), inManifests, table.there()));
      }
    }
    return whole;
  }

  private static @Nullable String problem(@Nullable TableFile written, FileHash now) {
    if (written == null) {
      return "the ledger does not know it";
    }
    if (!now.isRead()) {
      return now.problem();
    }
    return now.sha256().equals(written.sha256())
        ? null
        : String.format(
            Locale.ROOT,
            "%,d bytes with SHA-256 %s were written, there are %,d with %s",
            written.bytes(),
            written.sha256(),
            now.bytes(),
            now.sha256());
  }

  private void orphans(Ledger ledger, List<String> problems) {
    try (LakeTables tables = LakeTables.open(directory)) {
      for (Path orphan : new Sweep(directory, ledger, tables, Steps.ALL).orphans()) {
        problems.add("file %s: nothing leads to it".formatted(orphan));
      }
    }
  }

  private static long rows(QueryEngine engine, List<String> problems) {
    for (List<@Nullable Object> row : engine.all(LINES)) {
      problems.add(
          row.getFirst() == null
              ? "%s rows belong to no raw object".formatted(row.get(4))
              : "%s: %s lines, of which %s are rows and %s were rejected by its account; the tables hold %s rows of %s lines"
                  .formatted(row.toArray()));
    }
    Object counted =
        engine
            .all("SELECT coalesce(sum(flows + nodata + skipdata), 0) FROM source_object")
            .getFirst()
            .getFirst();
    return counted instanceof Number number ? number.longValue() : 0;
  }
}
