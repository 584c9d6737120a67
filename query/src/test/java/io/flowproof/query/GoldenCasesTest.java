package io.flowproof.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case under {@code cases/}, run on the real engine. With {@code CASES_UPDATE=true} in the
 * environment the expected results are written anew: read them before you commit them.
 */
class GoldenCasesTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."), "cases");
  private static final Map<String, StagedFlows> FLOWS = new HashMap<>();

  @AfterAll
  static void close() {
    FLOWS.values().forEach(StagedFlows::close);
  }

  @TestFactory
  Stream<DynamicTest> splCases() throws IOException {
    return cases(Language.SPL).stream().map(GoldenCasesTest::test);
  }

  private static List<GoldenCase> cases(Language language) throws IOException {
    Path folder = ROOT.resolve(language == Language.SPL ? "spl" : "kql");
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(f -> new GoldenCase(f, language))
          .toList();
    }
  }

  private static DynamicTest test(GoldenCase golden) {
    return DynamicTest.dynamicTest(
        golden.name(),
        () -> {
          StagedFlows flows = FLOWS.computeIfAbsent(golden.input(), StagedFlows::of);
          String found = golden.run(flows);
          if ("true".equals(System.getenv("CASES_UPDATE"))) {
            Files.writeString(golden.folder().resolve("expected.txt"), found);
          }
          assertThat(golden.folder().resolve("about.md")).isNotEmptyFile();
          assertThat(found).isEqualTo(golden.expected());
        });
  }
}
