package io.flowproof.app.follow;

import io.flowproof.evidence.custody.Sha256;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that appear in folders. A file is complete when two looks, one pause apart, find the same
 * size, which is not 0, and the same modification time; names that begin with a dot, or end as
 * those of programs that rename what is complete ({@code .part}, {@code .tmp}, …), are left alone
 * until they are renamed.
 */
public final class FolderArrivals implements Arrivals {
  private static final List<String> UNFINISHED =
      List.of(".part", ".tmp", ".temp", ".partial", ".filepart", ".crdownload", ".swp", "~");

  private final List<Path> folders;
  private final FlowLogReader reader;
  private final Duration every;
  private final Map<Path, State> growing = new HashMap<>();
  private final Set<Long> given = new HashSet<>();
  private boolean looked;

  /**
   * Of these folders and files.
   *
   * @param reader tells flow logs from other files
   * @param every the pause between two looks
   */
  public FolderArrivals(List<Path> folders, FlowLogReader reader, Duration every) {
    this.folders = List.copyOf(folders);
    this.reader = reader;
    this.every = every;
  }

  private record State(long size, FileTime modified) {
    /** What stands for a file in this state in little memory. */
    long key(Path file) {
      String text = file + "\n" + size + "\n" + modified.toMillis();
      return ByteBuffer.wrap(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)))
          .getLong();
    }
  }

  @Override
  public FoundObjects next(BooleanSupplier stop) throws IOException, InterruptedException {
    if (looked) {
      Arrivals.pause(every, stop);
    }
    looked = true;
    Map<Path, State> now = look();
    List<Path> complete =
        now.entrySet().stream()
            .filter(entry -> entry.getValue().equals(growing.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    complete.forEach(file -> now.computeIfPresent(file, this::give));
    growing.clear();
    growing.putAll(now);
    return reader.choose(complete);
  }

  private @Nullable State give(Path file, State state) {
    given.add(state.key(file));
    return null;
  }

  /** The files that were not given in the state that they are in. */
  private Map<Path, State> look() throws IOException {
    Map<Path, State> now = new HashMap<>();
    for (Path folder : folders) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              State state = new State(attributes.size(), attributes.lastModifiedTime());
              if (attributes.isRegularFile()
                  && attributes.size() > 0
                  && !isUnfinished(file)
                  && !given.contains(state.key(file))) {
                now.put(file, state);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (file.equals(folder)) {
                throw e;
              }
              return FileVisitResult.CONTINUE; // Renamed or removed meanwhile.
            }
          });
    }
    return now;
  }

  private static boolean isUnfinished(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.startsWith(".") || UNFINISHED.stream().anyMatch(name::endsWith);
  }

  @Override
  public void committed(List<ObjectFile> objects) {
    // Each state of a file is given once.
  }

  @Override
  public void givenBack(List<ObjectFile> objects) {
    for (ObjectFile object : objects) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(object.path(), BasicFileAttributes.class);
        given.remove(
            new State(attributes.size(), attributes.lastModifiedTime()).key(object.path()));
      } catch (IOException e) {
        if (Files.exists(object.path())) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public int waiting() {
    return growing.size();
  }

  @Override
  public void close() {}
}
