package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lake verify} must find. */
class VerificationTest {
  @TempDir Path folder;
  private Path lake = Path.of(".");
  private List<Path> objects = List.of();
  private Lakes lakes = new Lakes(Path.of("."));

  @BeforeEach
  void fillALake() throws Exception {
    lakes = new Lakes(folder);
    objects = lakes.objects(3);
    lake = lakes.lake("lake");
    lakes.ingest(lake, objects, Steps.ALL);
  }

  @Test
  void aWholeLakeIsWhole() throws Exception {
    Verification.Result result = lakes.verify(lake);
    assertThat(result.problems()).isEmpty();
    assertThat(result.notes()).isEmpty();
    assertThat(result.objects()).isEqualTo(3);
    assertThat(result.rows()).isEqualTo(60);
  }

  @Test
  void aFlippedByteInADataFileIsFound() throws Exception {
    Path file = dataFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Verification.Result result = lakes.verify(lake);
    assertThat(result.problems())
        .singleElement()
        .asString()
        .startsWith("file " + file + " of flow: ");
    assertThat(result.notes())
        .containsExactly("lines were not counted, because files are not whole");
  }

  @Test
  void aLineRemovedFromARawObjectIsFound() throws Exception {
    List<String> lines = Files.readAllLines(objects.get(1));
    Files.write(objects.get(1), lines.subList(0, lines.size() - 1));
    assertThat(lakes.verify(lake).problems())
        .singleElement()
        .asString()
        .startsWith("raw object " + objects.get(1).toRealPath() + ": it had ")
        .contains(" bytes and SHA-256 ");
  }

  @Test
  void aRawObjectThatIsGoneIsNamedAndNoProblem() throws Exception {
    Files.delete(objects.get(2));
    Verification.Result result = lakes.verify(lake);
    assertThat(result.problems()).isEmpty();
    assertThat(result.gone()).singleElement().asString().endsWith("object-002.log");
  }

  @Test
  void aFileThatNothingLeadsToIsFound() throws Exception {
    Path file = dataFile();
    Path copy = file.resolveSibling("copy.parquet");
    Files.copy(file, copy);
    assertThat(lakes.verify(lake).problems())
        .containsExactly("file " + copy + ": nothing leads to it");
  }

  private Path dataFile() throws Exception {
    try (Stream<Path> files = Files.walk(lake.toRealPath().resolve("flowproof/flow/data"))) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }
}
