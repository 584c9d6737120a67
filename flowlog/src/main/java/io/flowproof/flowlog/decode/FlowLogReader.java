package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads flow logs as AWS delivers them, files and folders of them, into batches of columns, and
 * accounts for every line. Objects are read in parallel; one huge object is inflated in one thread
 * and decoded in another. Rows come in no particular order, but which rows come, and the accounts,
 * do not depend on the number of threads. Memory is bounded, whatever the objects' size.
 */
public final class FlowLogReader {
  private static final int MOST_REJECTS = 20;
  private static final int MOST_REJECTS_IN_ALL = 200_000;
  private static final int MOST_INTERNED = 1_000_000;
  private static final int LONGEST_INTERNED = 64;
  private static final long PIPED_FROM = 4L << 20;
  private static final long PROGRESS_STEP = 1L << 20;

  private final ReadOptions options;

  /** Creates a reader; it may read any number of times. */
  public FlowLogReader(ReadOptions options) {
    this.options = options;
  }

  /**
   * Reads everything that the paths name.
   *
   * @param paths files and folders, in an order that the accounts keep
   * @param sink takes the rows
   * @param progress is told how far the reading has come
   * @throws java.nio.file.NoSuchFileException when a path names nothing, before anything is read
   * @throws InterruptedException when the thread is interrupted; all work has ended by then
   */
  public Reading read(List<Path> paths, BatchSink sink, ReadProgress progress)
      throws IOException, InterruptedException {
    FoundObjects found = find(paths);
    return new Reading(read(found.files(), 0, sink, progress), found.skipped());
  }

  /**
   * Finds what the paths name, without reading more than the beginning of each file.
   *
   * @throws java.nio.file.NoSuchFileException when a path names nothing
   */
  public FoundObjects find(List<Path> paths) throws IOException {
    ObjectFinder finder = new ObjectFinder(new FileSniffer(options));
    for (Path path : paths) {
      finder.find(path);
    }
    return new FoundObjects(List.copyOf(finder.files()), List.copyOf(finder.skipped()));
  }

  /** Tells flow logs from other files, as it does of files in a folder. */
  public FoundObjects choose(List<Path> files) {
    ObjectFinder finder = new ObjectFinder(new FileSniffer(options));
    files.forEach(finder::met);
    return new FoundObjects(List.copyOf(finder.files()), List.copyOf(finder.skipped()));
  }

  /**
   * Reads these objects.
   *
   * @param firstId the number of the first of them; the others follow
   * @return their accounts, in their order
   * @throws InterruptedException as {@link #read(List, BatchSink, ReadProgress)}
   */
  public List<ObjectAccount> read(
      List<ObjectFile> files, int firstId, BatchSink sink, ReadProgress progress)
      throws InterruptedException {
    Run run = new Run(files, firstId, sink, progress);
    run.join();
    return Arrays.stream(run.accounts).map(Objects::requireNonNull).toList();
  }

  /** One reading: objects, each taken by the next thread that is free. */
  private final class Run {
    private final List<ObjectFile> files;
    private final int firstId;
    private final BatchSink sink;
    private final ReadProgress progress;
    private final @Nullable ObjectAccount[] accounts;
    private final int threads;
    private final long total;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    Run(List<ObjectFile> files, int firstId, BatchSink sink, ReadProgress progress) {
      this.files = files;
      this.firstId = firstId;
      this.sink = sink;
      this.progress = progress;
      accounts = new ObjectAccount[files.size()];
      threads = Math.max(1, Math.min(options.threads(), files.size()));
      total = files.stream().mapToLong(ObjectFile::size).sum();
    }

    void join() throws InterruptedException {
      List<Thread> workers =
          IntStream.range(0, threads)
              .mapToObj(i -> Thread.ofPlatform().daemon().name("flow-log-" + i).start(this::work))
              .toList();
      InterruptedException interrupted = null;
      for (Thread worker : workers) {
        while (worker.isAlive()) {
          try {
            worker.join();
          } catch (InterruptedException e) {
            interrupted = e;
            failure.compareAndSet(null, e);
            workers.forEach(Thread::interrupt);
          }
        }
      }
      if (interrupted != null) {
        throw interrupted;
      }
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }

    private void work() {
      try {
        OpenBatches batches = new OpenBatches(options.networks(), sink);
        int most = Math.clamp(MOST_REJECTS_IN_ALL / Math.max(1, files.size()), 2, MOST_REJECTS);
        ObjectReader reader = new ObjectReader(batches, options, most, this::intern, this::advance);
        int index = next.getAndIncrement();
        while (index < files.size() && failure.get() == null) {
          accounts[index] = reader.read(firstId + index, files.get(index), isPiped(index));
          index = next.getAndIncrement();
        }
        if (failure.get() == null) {
          batches.flush();
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    /**
     * A large object is inflated in a thread of its own when a processor would be idle beside it:
     * it is among the last, or it is most of what there is to read.
     */
    private boolean isPiped(int index) {
      long size = files.get(index).size();
      int left = files.size() - index - 1;
      boolean large = size >= PIPED_FROM || size == 0;
      boolean most = size * options.threads() > total + total / 2;
      return options.threads() > 1 && large && (left < options.threads() - 1 || most);
    }

    private void advance(long bytes) {
      if (failure.get() != null) {
        throw new CancellationException("Reading was stopped");
      }
      long now = done.addAndGet(bytes);
      if (now / PROGRESS_STEP != (now - bytes) / PROGRESS_STEP || now == total) {
        progress.bytes(now, Math.max(now, total));
      }
    }

    /** One copy of a name that many objects hold. */
    private String intern(String name) {
      if (names.size() >= MOST_INTERNED || name.length() > LONGEST_INTERNED) {
        return names.getOrDefault(name, name);
      }
      String before = names.putIfAbsent(name, name);
      return before == null ? name : before;
    }
  }
}
