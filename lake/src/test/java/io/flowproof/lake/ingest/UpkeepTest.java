package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.lake.ledger.FlowLake;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.Compaction;
import io.flowproof.lake.upkeep.Expiry;
import io.flowproof.lake.upkeep.Relocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction and expiry: fewer files, the same rows, and nothing that somebody needs is gone. */
class UpkeepTest {
  private static final long LARGE = 128L << 20;

  @TempDir Path folder;
  private Lakes lakes = new Lakes(Path.of("."));
  private Path lake = Path.of(".");
  private List<Object> content = List.of();

  @BeforeEach
  void fillALakeInSixRuns() throws Exception {
    lakes = new Lakes(folder.toRealPath());
    lake = filled("lake", 6);
    content = lakes.content(lake);
  }

  private Path filled(String name, int runs) throws Exception {
    List<Path> objects = lakes.objects(runs);
    Path filled = lakes.lake(name);
    for (int i = 0; i < objects.size(); i++) {
      lakes.ingest(filled, objects.subList(0, i + 1), Steps.ALL);
    }
    return filled;
  }

  @Test
  void compactionPutsTheFilesOfADayTogetherAndKeepsEveryRow() throws Exception {
    Compaction.Report report = lakes.compact(lake, LARGE, Steps.ALL);
    assertThat(report.rows()).isEqualTo(6 * 20 + 6);
    assertThat(report.after()).isLessThan(report.before());
    assertThat(files("flow")).isEqualTo(2);
    assertThat(files("coverage_window")).isEqualTo(1);
    assertThat(files("source_object")).isEqualTo(1);
    assertThat(lakes.content(lake)).isEqualTo(content);
    assertThat(lakes.verify(lake).problems()).isEmpty();
    assertThat(lakes.compact(lake, LARGE, Steps.ALL).before()).isZero();
  }

  @Test
  void rowsOfCompactedFilesAreSortedByAddress() throws Exception {
    lakes.compact(lake, LARGE, Steps.ALL);
    List<List<Object>> unsorted =
        lakes.ask(
            lake,
            engine ->
                engine.all(
                    """
                    SELECT count(*) FROM (
                      SELECT srcaddr_key, lag(srcaddr_key) OVER (
                        PARTITION BY CAST(start_time AS DATE) ORDER BY rowid) AS before
                      FROM (SELECT *, row_number() OVER () AS rowid FROM flow))
                    WHERE srcaddr_key < before
                    """));
    assertThat(unsorted).isEqualTo(List.of(List.of(0L)));
  }

  @Test
  void whatComesLaterIsCompactedWithoutWhatIsLargeAlready() throws Exception {
    lakes.compact(lake, 1, Steps.ALL); // Every file is as large as it should be.
    List<Path> objects = lakes.objects(8);
    lakes.ingest(lake, objects, Steps.ALL);
    Compaction.Report report = lakes.compact(lake, 1, Steps.ALL);
    assertThat(report.rows()).isEqualTo(2 * 20 + 2);
    assertThat(lakes.verify(lake).rows()).isEqualTo(8 * 20);
    assertThat(lakes.verify(lake).problems()).isEmpty();
  }

  @Test
  void theStatesBeforeACompactionCanBeReadUntilTheyExpire() throws Exception {
    lakes.compact(lake, LARGE, Steps.ALL);
    assertThat(planned("6")).isGreaterThan(planned(null));
    Expiry.Report report = Expiry.run(lake, Instant.now(), Steps.ALL);
    assertThat(report.states()).extracting(LakeSnapshot::number).startsWith(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(report.files()).isGreaterThan(6);
    assertThat(report.bytes()).isPositive();
    assertThat(lakes.content(lake)).isEqualTo(content);
    assertThat(lakes.verify(lake).problems()).isEmpty();
    assertThatThrownBy(() -> planned("6"))
        .isInstanceOf(LakeException.class)
        .hasMessageMatching(
            "The lake has no snapshot for --as-of 6 \\(it has (\\d+) to \\1, from .*");
    assertThat(Expiry.run(lake, Instant.now(), Steps.ALL).states()).isEmpty();
  }

  @Test
  void expiryLeavesWhatATagOrAHoldKeeps() throws Exception {
    FlowLake tags = new FlowLake(lake, Steps.ALL);
    tags.tag("hold-2026-014", "3", "case 2026-014");
    long before = planned("3");
    lakes.compact(lake, LARGE, Steps.ALL);
    Expiry.Report report = Expiry.run(lake, Instant.now(), Steps.ALL);
    assertThat(report.kept()).extracting(LakeSnapshot::number).containsExactly(3L);
    assertThat(planned("hold-2026-014")).isEqualTo(before);
    assertThat(lakes.verify(lake).problems()).isEmpty();
    tags.release("hold-2026-014", "case 2026-014");
    assertThat(Expiry.run(lake, Instant.now(), Steps.ALL).states()).hasSize(1);
    assertThat(lakes.verify(lake).problems()).isEmpty();
    assertThat(lakes.content(lake)).isEqualTo(content);
  }

  @Test
  void aMovedLakeIsRelocatedWithTheStatesThatItHas() throws Exception {
    FlowLake tags = new FlowLake(lake, Steps.ALL);
    tags.tag("kept", "2", null);
    lakes.compact(lake, LARGE, Steps.ALL);
    Expiry.run(lake, Instant.now(), Steps.ALL);
    Path now = Files.move(lake, lakes.lake("moved"));
    Relocation.run(now, Steps.ALL);
    assertThat(lakes.content(now)).isEqualTo(content);
    assertThat(lakes.verify(now).problems()).isEmpty();
    lake = now;
    assertThat(planned("kept")).isEqualTo(2 * 4);
  }

  @Test
  void aCompactionKilledAtAnyStepIsBroughtToItsEndOrGivenUpByTheNextWriter() throws Exception {
    int step = 1;
    List<Object> expected = lakes.content(filled("whole", 2));
    for (boolean done = false; !done; step += 3) {
      Path killed = filled("killed-" + step, 2);
      Killing steps = new Killing(step);
      done = steps.run(() -> lakes.compact(killed, LARGE, steps));
      assertThat(lakes.content(killed)).as("killed at step %d", step).isEqualTo(expected);
      lakes.compact(killed, LARGE, Steps.ALL);
      assertThat(lakes.content(killed)).as("killed at step %d", step).isEqualTo(expected);
      assertThat(lakes.verify(killed).problems()).as("killed at step %d", step).isEmpty();
    }
    assertThat(step).isGreaterThan(20);
  }

  @Test
  void anExpiryKilledAtAnyStepIsBroughtToItsEndByTheNextWriter() throws Exception {
    new FlowLake(lake, Steps.ALL).tag("kept", "3", null);
    lakes.compact(lake, LARGE, Steps.ALL);
    int step = 1;
    for (boolean done = false; !done; step++) {
      Killing steps = new Killing(step);
      done = steps.run(() -> Expiry.run(lake, Instant.now(), steps));
      assertThat(lakes.content(lake)).as("killed at step %d", step).isEqualTo(content);
    }
    assertThat(step).isGreaterThan(10);
    assertThat(planned("kept")).isPositive();
    assertThat(lakes.verify(lake).problems()).isEmpty();
  }

  private int files(String table) {
    try (LakeReader reader = LakeReader.open(lake)) {
      return reader.plan(null, TimeRange.ALL).table(table).there();
    }
  }

  private long planned(@Nullable String asOf) {
    try (LakeReader reader = LakeReader.open(lake)) {
      return reader.plan(asOf, TimeRange.ALL).tables().stream()
          .mapToLong(table -> table.there())
          .sum();
    }
  }
}
