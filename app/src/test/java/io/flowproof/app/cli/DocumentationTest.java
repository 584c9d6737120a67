package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the documents show: in every {@code console} block, each line that begins with {@code $
 * flowproof} or {@code $ ./flowproof} is run with the root of the working copy as its base, and
 * must print what follows, messages and results together. A line {@code …} stands for any lines.
 */
class DocumentationTest {
  private static final Path ROOT = Installation.home();

  record Example(Path document, int line, String command, String expected) {
    @Override
    public String toString() {
      return ROOT.relativize(document) + ":" + line + " " + command;
    }
  }

  /** What examples write lies here, and is not there when the first of them runs. */
  @BeforeAll
  static void removeWhatExamplesWrote() throws IOException {
    Path written = ROOT.resolve("target/docs");
    if (Files.isDirectory(written)) {
      try (Stream<Path> paths = Files.walk(written)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path document : documents()) {
      examples.addAll(ConsoleBlocks.examples(document, Files.readAllLines(document)));
    }
    return examples;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
      return Stream.of(
              docs, examples, Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))
          .flatMap(paths -> paths)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsWhatTheDocumentShows(Example example) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
    Flowproof.run(ConsoleBlocks.arguments(example.command()), Terminal.piped(stream, stream));
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .matches(
            actual -> ConsoleBlocks.matches(example.expected(), actual),
            "is:\n" + example.expected());
  }

  @Test
  void theReadmeHasExamples() throws IOException {
    Path readme = ROOT.resolve("README.md");
    assertThat(ConsoleBlocks.examples(readme, Files.readAllLines(readme))).isNotEmpty();
  }

  @Test
  void theTablesPageIsCurrent() throws IOException {
    CommandRun run = CommandRun.of("tables", "--format", "markdown");
    Path page = ROOT.resolve("docs/tables.md");
    if ("docs".equals(System.getProperty("flowproof.write"))) {
      Files.writeString(page, run.out());
    }
    assertThat(page).hasContent(run.out());
  }
}
