package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.Relocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that was moved. */
class RelocationTest {
  @TempDir Path folder;

  @Test
  void aMovedLakeSaysSoAndIsMendedWithAllItsStates() throws Exception {
    Lakes lakes = new Lakes(folder.toRealPath());
    List<Path> objects = lakes.objects(4);
    Path before = lakes.lake("before");
    lakes.ingest(before, objects.subList(0, 2), Steps.ALL);
    lakes.ingest(before, objects, Steps.ALL);
    List<Object> content = lakes.content(before);
    Path now = Files.move(before, lakes.lake("now"));
    String said =
        "The lake was written at '%s' and lies at '%s' now (flowproof lake relocate --lake '%s' mends the names of its files)"
            .formatted(before, now, now);
    assertThatThrownBy(() -> LakeReader.open(now))
        .isInstanceOf(LakeException.class)
        .hasMessage(said);
    assertThatThrownBy(() -> lakes.ingest(now, objects, Steps.ALL)).hasMessage(said);

    assertThat(Relocation.run(now, Steps.ALL)).isEqualTo(before);

    assertThat(lakes.content(now)).isEqualTo(content);
    assertThat(lakes.verify(now).problems()).isEmpty();
    try (LakeReader reader = LakeReader.open(now)) {
      assertThat(reader.plan("1", TimeRange.ALL).table("source_object").there()).isEqualTo(1);
      assertThat(reader.plan("2", TimeRange.ALL).table("source_object").there()).isEqualTo(2);
    }
    assertThat(lakes.ingest(now, lakes.objects(5), Steps.ALL).added()).hasSize(1);
    assertThat(Relocation.run(now, Steps.ALL)).isEqualTo(now);
  }

  @Test
  void aCopyThatLacksAFileIsLeftAsItIs() throws Exception {
    Lakes lakes = new Lakes(folder.toRealPath());
    Path before = lakes.lake("before");
    lakes.ingest(before, lakes.objects(1), Steps.ALL);
    Path now = Files.move(before, lakes.lake("now"));
    Path data = now.resolve("flowproof/source_object/data");
    Files.move(data, now.resolve("elsewhere"));
    assertThatThrownBy(() -> Relocation.run(now, Steps.ALL))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith(
            "The lake '" + now + "' is not complete: 'flowproof/source_object/data/")
        .hasMessageEndingWith("is missing (copy it whole, then relocate it)");
    assertThat(now.resolve("catalog.db")).exists();
  }
}
