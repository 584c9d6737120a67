package io.flowproof.evidence.collect;

import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.SourceObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Collects files that somebody else fetched, for example {@code aws s3 cp --recursive}, or the JSON
 * of {@code aws logs filter-log-events} and {@code aws ec2 describe-flow-logs}. Their source time
 * is the file's modification time, which is what the AWS CLI sets it to: the object's LastModified.
 */
public final class FileCollector {
  private final List<Path> sources;
  private final LongConsumer progress;

  /**
   * Of files and folders, which are walked; symbolic links inside them are not followed.
   *
   * @param progress is given the bytes of each file after it was kept
   */
  public FileCollector(List<Path> sources, LongConsumer progress) {
    this.sources = List.copyOf(sources);
    this.progress = progress;
  }

  /**
   * Keeps every file; one that cannot be read is written down as a problem, and the rest goes on.
   *
   * @param command the command as it was given
   * @throws IOException if the case cannot be written
   */
  public CollectionTotals into(CaseFolder open, String command) throws IOException {
    Collecting collecting =
        open.collect(
            String.join(" ", sources.stream().map(FileCollector::uri).toList()), command, Map.of());
    boolean complete = true;
    for (Path source : sources) {
      Path base = base(source);
      for (Path file : files(source, collecting)) {
        complete &= keep(base, file, collecting);
      }
    }
    return collecting.finish(complete);
  }

  private boolean keep(Path base, Path file, Collecting collecting) throws IOException {
    SourceObject object;
    try {
      object =
          new SourceObject(
              uri(file),
              "files/"
                  + base.relativize(file.toAbsolutePath().normalize())
                      .toString()
                      .replace('\\', '/'),
              Files.size(file),
              Files.getLastModifiedTime(file).toInstant(),
              "",
              Optional.empty(),
              Map.of("source_time_is", "modification time of the file"));
    } catch (IOException e) {
      collecting.problem(uri(file), "Cannot be read: " + e.getMessage());
      return false;
    }
    if (!Files.isReadable(file)) {
      collecting.problem(uri(file), "Cannot be read: access denied");
      return false;
    }
    try {
      return collecting.keep(object, () -> new Source(Files.newInputStream(file)))
          != Collecting.Outcome.REFUSED;
    } catch (Unreadable | NoSuchFileException | AccessDeniedException e) {
      collecting.problem(uri(file), "Cannot be read: " + e.getMessage());
      return false;
    } finally {
      progress.accept(object.size());
    }
  }

  /** The source failed, not the case: the rest can go on. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A file whose failures are told from those of the case. */
  private static final class Source extends FilterInputStream {
    Source(InputStream file) {
      super(file);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new Unreadable(e);
      }
    }
  }

  /** What names are relative to: the folder above the source, so that its own name is kept. */
  private static Path base(Path source) {
    Path whole = source.toAbsolutePath().normalize();
    Path above = whole.getParent();
    return above == null ? whole : above;
  }

  private static String uri(Path file) {
    return file.toAbsolutePath().normalize().toUri().toString();
  }

  private static List<Path> files(Path source, Collecting collecting) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() || file.equals(source)) {
              files.add(file);
            } else {
              collecting.problem(uri(file), "Left out: a symbolic link or a special file");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            collecting.problem(uri(file), "Cannot be read: " + e.getMessage());
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }
}
