package io.flowproof.query.lower.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.query.StagedFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case under {@code cases/spl}, run on the real engine. With {@code CASES_UPDATE=true} in the
 * environment the expected results are written anew: read them before you commit them.
 */
class SplCasesTest {
  private static final Path ROOT =
      Path.of(System.getProperty("flowproof.root", ".."), "cases", "spl");
  private static final Map<String, StagedFlows> FLOWS = new HashMap<>();

  @AfterAll
  static void close() {
    FLOWS.values().forEach(StagedFlows::close);
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheCaseExpects() throws IOException {
    return cases().stream().map(SplCasesTest::test);
  }

  @Test
  void everyCommandAndFunctionHasACase() throws IOException {
    String queries =
        cases().stream()
            .map(SplCase::query)
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    assertThat(Stream.of(EvalFunctions.all().keySet(), StatsFunctions.all().keySet()))
        .allSatisfy(
            names ->
                assertThat(names)
                    .allSatisfy(
                        name -> assertThat(queries).containsPattern("\\b" + name + " ?\\(")));
  }

  private static List<SplCase> cases() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(Files::isDirectory).sorted().map(SplCase::new).toList();
    }
  }

  private static DynamicTest test(SplCase golden) {
    return DynamicTest.dynamicTest(
        golden.name(),
        () -> {
          StagedFlows flows = FLOWS.computeIfAbsent(golden.flows(), StagedFlows::of);
          String found = golden.run(flows);
          if ("true".equals(System.getenv("CASES_UPDATE"))) {
            Files.writeString(golden.folder().resolve("expected.txt"), found);
          }
          assertThat(golden.folder().resolve("about.md")).isNotEmptyFile();
          assertThat(found).isEqualTo(golden.expected());
        });
  }
}
