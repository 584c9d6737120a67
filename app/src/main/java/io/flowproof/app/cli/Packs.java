package io.flowproof.app.cli;

import io.flowproof.core.source.Suggestion;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packs that commands work on. */
final class Packs {
  private Packs() {}

  /**
   * Loads a pack.
   *
   * @param directory the user's, or null for the one that ships
   * @throws UsageException when there is no such folder
   */
  static Pack load(@Nullable Path directory) {
    Path folder = directory == null ? Installation.file("packs/vpc-flow") : directory;
    if (!Files.isDirectory(folder)) {
      throw new UsageException("No such folder of rules: " + folder);
    }
    return Pack.load(folder);
  }

  /** The rules of these names, or all without any. */
  static List<Rule> chosen(Pack loaded, List<String> names) {
    if (names.isEmpty()) {
      return loaded.rules();
    }
    List<Rule> chosen = new ArrayList<>();
    List<String> known = loaded.rules().stream().map(Rule::name).toList();
    for (String name : names) {
      chosen.add(
          loaded
              .rule(name)
              .orElseThrow(
                  () -> {
                    String hint = Suggestion.didYouMean(name, known);
                    return new UsageException(
                        "Unknown rule '%s' (%s)"
                            .formatted(
                                name,
                                hint == null ? "there are " + String.join(", ", known) : hint));
                  }));
    }
    return chosen;
  }
}
