package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.WriteLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line is in the tables once, whatever happens to the writer. */
class ExactlyOnceTest {
  @TempDir Path folder;

  @Test
  void aWriterKilledAtAnyStepIsBroughtToItsEndByTheNext() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(2);
    Path whole = lakes.lake("whole");
    lakes.ingest(whole, objects, Steps.ALL);
    List<Object> expected = lakes.content(whole);
    int step = 1;
    for (boolean done = false; !done; step++) {
      Path lake = lakes.lake("lake-" + step);
      Killing steps = new Killing(step);
      done = steps.run(() -> lakes.ingest(lake, objects, steps));
      IngestReport report = lakes.ingest(lake, objects, Steps.ALL);
      assertThat(report.added().size() + report.unchanged()).isEqualTo(objects.size());
      assertThat(lakes.content(lake)).as("killed at step %d", step).isEqualTo(expected);
      assertThat(lakes.verify(lake).problems()).as("killed at step %d", step).isEmpty();
    }
    assertThat(step).isGreaterThan(30);
  }

  @Test
  void aReaderBesideTheFirstWriterSeesNoLakeOrWhatIsCommitted() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(1);
    Path lake = lakes.lake("lake");
    Set<String> seen = new LinkedHashSet<>();
    lakes.ingest(lake, objects, step -> seen.add(state(lake)));
    seen.add(state(lake));
    assertThat(seen)
        .containsExactly(
            "'LAKE' is no lake: it has no ledger.db (flowproof ingest --lake DIR PATH… makes one)",
            "'LAKE' is no lake yet: its ledger is empty (flowproof ingest --lake DIR PATH… fills it)",
            "'LAKE' is no lake yet: it has no catalog.db (flowproof ingest --lake DIR PATH… fills it)",
            "0 files",
            "2 files");
  }

  private static String state(Path lake) {
    try (LakeReader reader = LakeReader.open(lake)) {
      return reader.plan(null, TimeRange.ALL).table("flow").there() + " files";
    } catch (LakeException e) {
      return e.getMessage().replace(lake.toString(), "LAKE");
    }
  }

  @Test
  void theOrderAndTheThreadsOfAnIngestDoNotChangeTheRows() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = new ArrayList<>(lakes.objects(9));
    Path first = lakes.lake("in-order");
    lakes.ingest(first, objects, Steps.ALL, 1);
    for (int shuffle = 1; shuffle <= 3; shuffle++) {
      Collections.shuffle(objects, new Random(shuffle));
      Path lake = lakes.lake("shuffle-" + shuffle);
      lakes.ingest(lake, objects, Steps.ALL, shuffle);
      assertThat(lakes.content(lake)).isEqualTo(lakes.content(first));
    }
  }

  @Test
  void objectsThatComeInSeveralRunsMakeTheSameRowsAsInOne() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(6);
    lakes.ingest(lakes.lake("one"), objects, Steps.ALL);
    for (int i = 0; i < objects.size(); i++) {
      IngestReport report = lakes.ingest(lakes.lake("many"), objects.subList(0, i + 1), Steps.ALL);
      assertThat(report.added()).hasSize(1);
      assertThat(report.unchanged()).isEqualTo(i);
    }
    assertThat(lakes.content(lakes.lake("many"))).isEqualTo(lakes.content(lakes.lake("one")));
    assertThat(lakes.verify(lakes.lake("many")).rows()).isEqualTo(6 * 20);
  }

  @Test
  void aSecondWriterIsToldWhoWrites() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(1);
    Path lake = lakes.lake("lake");
    lakes.ingest(lake, objects, Steps.ALL);
    try (WriteLock held = WriteLock.take(LakeDirectory.find(lake))) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> lakes.ingest(lake, objects, Steps.ALL))
          .isInstanceOf(LakeException.class)
          .hasMessageMatching(
              "The lake '.*/lake' is in use: process \\d+ is writing to it \\(one writer at a time; reading is always possible\\)");
      assertThat(lakes.content(lake)).hasSize(3);
    }
    assertThat(lakes.ingest(lake, objects, Steps.ALL).unchanged()).isEqualTo(1);
  }

  @Test
  void anObjectThatChangesWhileItIsReadAddsNothing() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(1);
    Path lake = lakes.lake("lake");
    Steps changing =
        step -> {
          if (step.equals("plan the batch")) {
            append(objects.getFirst());
          }
        };
    assertThatThrownBy(() -> lakes.ingest(lake, objects, changing))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "'%s' changed while it was read; nothing of its batch was added (run it again when the object is complete)"
                .formatted(objects.getFirst()));
    assertThat(lakes.ingest(lake, objects, Steps.ALL).added()).hasSize(1);
    assertThat(lakes.verify(lake).problems()).isEmpty();
  }

  private static void append(Path object) {
    try {
      Files.writeString(object, Files.readString(object) + "one more line\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
