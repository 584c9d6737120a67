package io.flowproof.app.follow;

import io.flowproof.aws.s3.ObjectFetch;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.flowlog.decode.SkippedFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Copies of objects of buckets, on this machine for as long as they are being taken in. */
public final class Spool implements Closeable {
  private static final int PARALLEL = 8;

  private final Path folder;
  private final ObjectFetch source;
  private final FlowLogReader reader;
  private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
  private long number;

  /**
   * In a folder of its own, which is removed at the end.
   *
   * @param parent where that is made
   * @param reader tells flow logs from other objects
   */
  public Spool(Path parent, ObjectFetch source, FlowLogReader reader) throws IOException {
    this.folder = Files.createTempDirectory(parent, "flowproof-spool-");
    this.source = source;
    this.reader = reader;
  }

  /** An object of a bucket. */
  record Wanted(String bucket, String key) {
    String uri() {
      return "s3://" + bucket + "/" + key;
    }
  }

  /**
   * What came of them.
   *
   * @param found the objects, named by their URIs, and those that are no flow logs
   * @param failed those that could not be had
   * @param problems why, in the same order
   */
  record Fetched(FoundObjects found, List<Wanted> failed, List<String> problems) {}

  /** Copies objects, several at a time. */
  Fetched fetch(List<Wanted> wanted) throws IOException, InterruptedException {
    List<Future<Path>> copies = new ArrayList<>();
    for (Wanted object : wanted) {
      Path place = Files.createDirectory(folder.resolve(Long.toString(++number)));
      copies.add(
          threads.submit(
              () -> {
                // Its own name, which tells some formats.
                String name = object.key().substring(object.key().lastIndexOf('/') + 1);
                Path copy = place.resolve(name.length() > 200 ? name.substring(0, 200) : name);
                source.fetch(object.bucket(), object.key(), copy);
                return copy;
              }));
    }
    List<ObjectFile> files = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>();
    List<Wanted> failed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      String uri = wanted.get(i).uri();
      try {
        FoundObjects one = reader.choose(List.of(copies.get(i).get()));
        one.files().forEach(file -> files.add(new ObjectFile(file.path(), uri, file.size())));
        one.skipped()
            .forEach(file -> skipped.add(new SkippedFile(uri, file.unreadable(), file.reason())));
      } catch (ExecutionException e) {
        failed.add(wanted.get(i));
        problems.add(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
      }
    }
    return new Fetched(new FoundObjects(files, skipped), failed, problems);
  }

  /** Its copy is not needed any more. */
  void release(ObjectFile object) throws IOException {
    Files.deleteIfExists(object.path());
    Files.deleteIfExists(Objects.requireNonNull(object.path().getParent()));
  }

  @Override
  public void close() throws IOException {
    threads.close();
    source.close();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
