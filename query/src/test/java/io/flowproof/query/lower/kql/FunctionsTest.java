package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  private static final Path CASES =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("cases/kql");

  @Test
  void everyFunctionIsShownInACase() throws IOException {
    String queries = queries();
    assertThat(Functions.names())
        .hasSizeGreaterThan(100)
        .allSatisfy(name -> assertThat(queries).containsPattern("\\b" + name + "\\("));
  }

  @Test
  void everyFunctionIsKustosButTheBlogs() {
    List<String> foreign =
        Functions.names().stream().filter(name -> !Functions.isKusto(name)).toList();
    assertThat(foreign).containsExactly("geo_info");
  }

  @Test
  void everyFunctionSaysWhatItDoes() {
    assertThat(Functions.scalars())
        .allSatisfy(
            function -> {
              assertThat(function.about()).isNotBlank().doesNotEndWith(".");
              assertThat(function.signature()).startsWith("(").endsWith(")");
              assertThat(function.least()).isLessThanOrEqualTo(function.most());
            });
    assertThat(Functions.aggregates())
        .allSatisfy(
            function -> {
              assertThat(function.about()).isNotBlank().doesNotEndWith(".");
              assertThat(function.signature()).startsWith("(").endsWith(")");
            });
  }

  private static String queries() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories
          .map(directory -> read(directory.resolve("query.kql")))
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
