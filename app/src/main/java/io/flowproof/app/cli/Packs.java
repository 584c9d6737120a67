package io.flowproof.app.cli;

import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packs that commands work on. */
final class Packs {
  private Packs() {}

  /**
   * Loads a pack whole, with its tests.
   *
   * @param directory the user's, or null for the one that ships
   * @throws UsageException when there is no such folder
   */
  static Pack load(@Nullable Path directory) {
    return Pack.load(folder(directory));
  }

  /**
   * Loads what a run of these rules needs, or of all without any name.
   *
   * @param directory the user's, or null for the one that ships
   * @throws UsageException when there is no such folder, or no such rule
   */
  static Pack toRun(@Nullable Path directory, List<String> names) {
    return Pack.toRun(folderWith(directory, names), names);
  }

  /**
   * Loads a pack but for the rules that something is wrong with; of the problems only those of the
   * rules of these names are told, or all without any name.
   *
   * @param directory the user's, or null for the one that ships
   * @throws UsageException when there is no such folder, or no such rule
   * @throws io.flowproof.detection.pack.InvalidPackException when none of the rules loads
   */
  static Pack.Partial whatLoads(@Nullable Path directory, List<String> names) {
    Path folder = folderWith(directory, names);
    Pack.Partial named = Pack.whatLoads(folder, names);
    return names.isEmpty()
        ? named
        : new Pack.Partial(Pack.whatLoads(folder, List.of()).pack(), named.problems());
  }

  private static Path folderWith(@Nullable Path directory, List<String> names) {
    Path folder = folder(directory);
    List<String> known = names.isEmpty() ? List.of() : Pack.names(folder);
    for (String name : names) {
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
    }
    return folder;
  }

  /** The rules of these names, or all without any. */
  static List<Rule> chosen(Pack loaded, List<String> names) {
    if (names.isEmpty()) {
      return loaded.rules();
    }
    List<String> known = loaded.rules().stream().map(Rule::name).toList();
    return names.stream()
        .map(name -> loaded.rule(name).orElseThrow(() -> unknown(name, known)))
        .toList();
  }

  private static Path folder(@Nullable Path directory) {
    Path folder = directory == null ? Installation.file("packs/vpc-flow") : directory;
    if (!Files.isDirectory(folder)) {
      throw new UsageException("No such folder of rules: " + folder);
    }
    return folder;
  }

  private static UsageException unknown(String name, List<String> known) {
    String hint = Suggestion.didYouMean(name, known);
    return new UsageException(
        "Unknown rule '%s' (%s)"
            .formatted(name, hint == null ? "there are " + String.join(", ", known) : hint));
  }
}
