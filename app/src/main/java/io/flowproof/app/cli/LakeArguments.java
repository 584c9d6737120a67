package io.flowproof.app.cli;

import io.flowproof.app.report.Numbers;
import io.flowproof.lake.read.Copies;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A lake in place of files and folders. */
final class LakeArguments {
  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Read a lake that flowproof ingest filled, in place of files and folders.")
  private @Nullable Path lake;

  @Option(
      names = "--as-of",
      paramLabel = "SNAPSHOT|TAG|TIME",
      description = {
        "The lake as it was: a number or tag that flowproof lake snapshots shows, or a time such",
        "as 2026-03-02T10:00:00Z (default: as it is now)."
      })
  private @Nullable String asOf;

  @Option(
      names = "--copies",
      description = {
        "Read the copies of records too that overlapping flow logs delivered, of a VPC and of its",
        "subnet for example."
      })
  private boolean withCopies;

  /** What is done with copies of records. */
  Copies copies() {
    return withCopies ? Copies.READ : Copies.LEFT_OUT;
  }

  /** Says how many copies are left out, where there are any. */
  void say(LakeLogs logs, Terminal terminal) {
    long copies = logs.copiesLeftOut();
    if (copies > 0) {
      terminal.say(
          "Left out: %s, copies that overlapping flow logs delivered (--copies reads them too)"
              .formatted(Numbers.count(copies, "record")));
    }
  }

  /** The lake's directory, or null where files are read. */
  @Nullable Path lake() {
    return lake;
  }

  /** The state that is asked for, or null for the latest. */
  @Nullable String asOf() {
    return asOf;
  }

  /**
   * Sees to it that logs are given in one way.
   *
   * @param paths the files and folders given
   * @param required whether there must be logs at all
   * @throws UsageException for both, and for none where some are needed
   */
  void check(List<Path> paths, boolean required) {
    if (lake != null && !paths.isEmpty()) {
      throw new UsageException(
          "A lake and paths are given: read one or the other (flowproof ingest adds paths to a"
              + " lake)");
    }
    if (lake == null && (asOf != null || withCopies)) {
      throw new UsageException((asOf != null ? "--as-of" : "--copies") + " needs --lake DIR");
    }
    if (lake == null && paths.isEmpty() && required) {
      throw new UsageException("Give files and folders of flow logs, or --lake DIR");
    }
  }
}
