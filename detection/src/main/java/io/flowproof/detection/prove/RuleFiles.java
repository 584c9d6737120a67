package io.flowproof.detection.prove;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.ProofDigests;
import io.flowproof.detection.trial.SimulationLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Digests of files: SHA-256 of the lines {@code sha256 name}, sorted by name. */
final class RuleFiles {
  private static final List<String> OF_A_RULE =
      List.of("rule.kql", "rule.spl", "rule.yml", "tests.yml");

  private RuleFiles() {}

  /** Of one rule. */
  static String sha256(Rule rule) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : OF_A_RULE) {
      Path file = rule.directory().resolve(name);
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    return sha256(rule.directory(), files);
  }

  /** What the rules of a pack have in common: the files at its root, and its lists. */
  static String common(Pack pack) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(pack.directory(), pack.directory().resolve(Pack.LISTS))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.list(folder)) {
          all.filter(Files::isRegularFile).filter(RuleFiles::isRead).forEach(files::add);
        }
      }
    }
    return sha256(pack.directory(), files);
  }

  /** Of all files in a folder and below. */
  static String all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return sha256(folder, files.filter(Files::isRegularFile).toList());
    }
  }

  private static boolean isRead(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yml") || name.endsWith(".csv");
  }

  /** Of all networks and scenarios. */
  static String library(SimulationLibrary library) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path folder : List.of(library.networks(), library.scenarios())) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          lines.append(sha256(folder, all.filter(Files::isRegularFile).toList()));
        }
      }
    }
    return ProofDigests.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(Path root, List<Path> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files.stream().sorted().toList()) {
      lines
          .append(ProofDigests.sha256(Files.readAllBytes(file)))
          .append("  ")
          .append(root.relativize(file).toString().replace('\\', '/'))
          .append('\n');
    }
    return ProofDigests.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
