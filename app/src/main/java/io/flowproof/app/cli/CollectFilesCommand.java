package io.flowproof.app.cli;

import io.flowproof.evidence.collect.FileCollector;
import io.flowproof.flowlog.decode.ReadProgress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code collect files}: what somebody else fetched. */
@Command(
    name = "files",
    description =
        "Keep files that were fetched before, such as the output of 'aws s3 cp --recursive',"
            + " 'aws logs filter-log-events' or 'aws ec2 describe-flow-logs'.",
    footer = {"", "Example:", "  flowproof collect files ./downloaded --case incident-7"})
final class CollectFilesCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders to walk.")
  private List<Path> paths = List.of();

  @Mixin private final CollectArguments arguments = new CollectArguments();

  private final Terminal terminal;

  CollectFilesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Paths.check(paths);
    long all = bytes();
    AtomicLong done = new AtomicLong();
    try (Progress progress = new Progress(terminal)) {
      ReadProgress shown = progress.bytes("collect");
      return arguments.run(
          terminal, new FileCollector(paths, n -> shown.bytes(done.addAndGet(n), all))::into);
    }
  }

  /** How much there is to read, as far as it can be told beforehand. */
  private long bytes() throws IOException {
    AtomicLong bytes = new AtomicLong();
    for (Path path : paths) {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // The collector will say so.
            }
          });
    }
    return bytes.get();
  }
}
