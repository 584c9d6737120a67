package io.flowproof.contract;

import io.flowproof.query.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A case of {@code cases/kql} or {@code cases/spl} that needs nothing but records of flow logs. */
record GoldenCase(Path folder, Language language) {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  /** Everything else there is given beside the logs, or configures Splunk. */
  private static final Set<String> PLAIN =
      Set.of("about.md", "expected.txt", "flows.log", "query.kql", "query.spl");

  /** All of both languages. */
  static List<GoldenCase> all() {
    return Stream.of(Language.values()).flatMap(GoldenCase::of).toList();
  }

  private static Stream<GoldenCase> of(Language language) {
    try (Stream<Path> folders = Files.list(ROOT.resolve("cases").resolve(word(language)))) {
      return folders
          .filter(GoldenCase::isPlain)
          .sorted()
          .map(folder -> new GoldenCase(folder, language))
          // These write beside the logs.
          .filter(golden -> !golden.query().matches("(?s).*\\|\\s*(outputlookup|collect)\\b.*"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPlain(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> PLAIN.contains(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(Language language) {
    return language.name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code kql/join-kinds}. */
  String name() {
    return word(language) + "/" + folder.getFileName();
  }

  /** What now() is in it. */
  Instant now() {
    return Instant.parse(
        switch (language) {
          case KQL -> "2024-01-01T00:00:00Z";
          case SPL -> "2024-05-14T10:00:00Z";
        });
  }

  /** The lines of its flow log; empty for none. */
  String flows() {
    return Files.exists(folder.resolve("flows.log")) ? read("flows.log") : "";
  }

  /** Its text. */
  String query() {
    return read("query." + word(language));
  }

  /** What must come out. */
  String expected() {
    return read("expected.txt");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
