package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.lake.ledger.FlowLake;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags keep states of a lake. */
class TagTest {
  @TempDir Path folder;
  private Path path = Path.of(".");
  private FlowLake lake = new FlowLake(path, Steps.ALL);

  @BeforeEach
  void fillALakeInTwoRuns() throws Exception {
    Lakes lakes = new Lakes(folder);
    List<Path> objects = lakes.objects(4);
    path = lakes.lake("lake");
    lakes.ingest(path, objects.subList(0, 2), Steps.ALL);
    lakes.ingest(path, objects, Steps.ALL);
    lake = new FlowLake(path, Steps.ALL);
  }

  @Test
  void aTagNamesAStateThatIsReadByIt() {
    assertThat(lake.tag("before-the-breach", "1", null).snapshot()).isEqualTo(1);
    assertThat(lake.tag("now", null, null).snapshot()).isGreaterThan(1);
    assertThat(lake.tags()).extracting(LakeTag::name).containsExactly("before-the-breach", "now");
    assertThat(files("before-the-breach")).isNotEmpty().isEqualTo(files("1"));
    assertThat(files("now")).isNotEqualTo(files("1")).isEqualTo(files(null));
  }

  @Test
  void otherEnginesFindTheTagInTheTables() {
    lake.tag("before-the-breach", "1", null);
    assertThat(tagged("flow", "before-the-breach")).isTrue();
    lake.release("before-the-breach", null);
    assertThat(tagged("flow", "before-the-breach")).isFalse();
    assertThat(lake.tags()).isEmpty();
  }

  @Test
  void aHeldTagGoesOnlyByWhoeverHoldsIt() {
    String holder = "case 2026-014";
    lake.tag("hold-2026-014", "1", holder);
    assertThatThrownBy(() -> lake.release("hold-2026-014", null))
        .isInstanceOf(LakeException.class)
        .hasMessage(
            "The tag 'hold-2026-014' is kept, held by case 2026-014: only releasing that hold takes"
                + " it away");
    assertThat(lake.release("hold-2026-014", holder).snapshot()).isEqualTo(1);
    assertThat(lake.tags()).isEmpty();
  }

  @Test
  void theSameTagAgainChangesNothingAndAnotherStateIsRefused() {
    LakeTag tag = lake.tag("kept", "1", null);
    assertThat(lake.tag("kept", "1", null)).isEqualTo(tag);
    assertThatThrownBy(() -> lake.tag("kept", "2", null))
        .hasMessage("The lake has a tag 'kept' of snapshot 1 already (take another name)");
  }

  @Test
  void whatIsNoNameOrNoStateSaysSo() {
    for (String name : List.of("", "1", "2026-03-02", "a b", "main", "ä")) {
      assertThatThrownBy(() -> lake.tag(name, null, null))
          .hasMessage(
              "'%s' cannot be a tag (must be 1 to 100 letters, digits, '.', '_' or '-', begin with a letter, and not be 'main')"
                  .formatted(name));
    }
    assertThatThrownBy(() -> lake.release("nothing", null))
        .hasMessage(
            "The lake '%s' has no tag 'nothing' (flowproof lake snapshots shows them)"
                .formatted(path));
    lake.tag("a", "1", null);
    lake.tag("b", "1", null);
    assertThatThrownBy(() -> files("c")).hasMessage("The lake has no tag 'c' (it has a, b)");
    assertThatThrownBy(() -> new FlowLake(folder, Steps.ALL).tag("a", null, null))
        .hasMessageContaining("is no lake: it has no ledger.db");
  }

  @Test
  void aTagOrReleaseThatIsKilledAtAnyStepIsBroughtToItsEnd() throws Exception {
    for (int step = 1; ; step++) {
      Killing killing = new Killing(step);
      FlowLake killed = new FlowLake(path, killing);
      boolean done = killing.run(() -> killed.tag("kept", "1", null));
      assertThat(tagged("flow", "kept") && lake.tags().isEmpty()).isFalse();
      lake.tag("kept", "1", null);
      assertThat(tagged("flow", "kept")).isTrue();
      Killing again = new Killing(step);
      FlowLake releasing = new FlowLake(path, again);
      done &= again.run(() -> releasing.release("kept", null));
      if (!lake.tags().isEmpty()) {
        lake.tag("other", "1", null); // Whoever writes next mends what is half done.
        assertThat(tagged("flow", "kept")).isTrue();
        lake.release("other", null);
        lake.release("kept", null);
      }
      assertThat(tagged("flow", "kept")).isFalse();
      if (done) {
        assertThat(step).isGreaterThan(5);
        assertThat(new Lakes(folder).verify(path).problems()).isEmpty();
        return;
      }
    }
  }

  private boolean tagged(String table, String tag) {
    try (LakeTables tables = LakeTables.open(LakeDirectory.find(path))) {
      return tables.table(table).refs().containsKey(tag);
    }
  }

  private List<Path> files(@Nullable String asOf) {
    try (LakeReader reader = LakeReader.open(path)) {
      return reader.plan(asOf, TimeRange.ALL).tables().stream()
          .flatMap(table -> table.files().files().stream())
          .toList();
    }
  }
}
