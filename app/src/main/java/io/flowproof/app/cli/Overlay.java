package io.flowproof.app.cli;

import io.flowproof.simulate.deliver.TruthFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Adds the logs of one folder to those of another, and the truth about them. */
final class Overlay {
  private Overlay() {}

  /**
   * Copies every object with its time; a flow log has an id of its own, so that none is replaced.
   *
   * @throws UsageException for an object that is there already
   */
  static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.toAbsolutePath().getParent());
      if (file.endsWith(TruthFile.NAME)) {
        Files.write(
            target, Files.readAllBytes(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } else if (Files.exists(target)) {
        throw new UsageException(target + " is there already (--with adds another flow log)");
      } else {
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
