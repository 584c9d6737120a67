package io.flowproof.app.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tells one build of this program, with its data, from another. */
final class ProgramState {
  private ProgramState() {}

  /** Names, sizes and times of what it runs from, and of a country database of the user's. */
  static String of(@Nullable Path geo) throws IOException {
    List<String> parts = new ArrayList<>(List.of(Flowproof.VERSION));
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isRegularFile(path)) {
        parts.add(state(path));
      } else if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            parts.add(state(file));
          }
        }
      }
    }
    if (geo != null) {
      parts.add(state(geo));
    }
    return String.join("\n", parts);
  }

  private static String state(Path file) throws IOException {
    return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
  }
}
