package io.flowproof.app.follow;

import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.ingest.IngestReport;
import io.flowproof.lake.table.LakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Takes arriving objects into a lake until it is told to stop. What fails is said, counted and
 * tried again: a lake that another process writes to, a disk that is full, a source that does not
 * answer. A source forgets an object only after the commit that holds it, and the lake's ledger
 * takes each object once, so that a kill at any time loses nothing and doubles nothing.
 */
public final class Following {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Path lake;
  private final Ingest ingest;
  private final Arrivals arrivals;
  private final FollowEvents events;
  private final BooleanSupplier stop;

  /**
   * Of one source.
   *
   * @param ingest asks the same {@code stop} between its batches
   * @param stop true ends it after the commit that is under way
   */
  public Following(
      Path lake, Ingest ingest, Arrivals arrivals, FollowEvents events, BooleanSupplier stop) {
    this.lake = lake;
    this.ingest = ingest;
    this.arrivals = arrivals;
    this.events = events;
    this.stop = stop;
  }

  /** Goes on until it is told to stop. */
  public void run() throws InterruptedException {
    while (!stop.getAsBoolean()) {
      try {
        FoundObjects found = arrivals.next(stop);
        events.waiting(found.files().size() + arrivals.waiting());
        if (!found.files().isEmpty() || !found.skipped().isEmpty()) {
          take(found);
        }
      } catch (IOException e) {
        failed(String.valueOf(e.getMessage()));
      }
    }
  }

  private void take(FoundObjects found) throws IOException, InterruptedException {
    List<ObjectFile> objects = found.files();
    IngestReport report;
    try {
      report = ingest.run(lake, found, (now, all) -> {});
    } catch (LakeException e) {
      arrivals.givenBack(objects);
      failed(String.valueOf(e.getMessage()));
      return;
    }
    events.taken(report);
    if (report.left() > 0) { // Stopped between two batches: which are left, the ledger knows.
      arrivals.givenBack(objects);
      return;
    }
    Set<String> unreadable =
        new HashSet<>(report.unreadable().stream().map(IngestReport.Unreadable::object).toList());
    arrivals.committed(objects.stream().filter(o -> !unreadable.contains(o.name())).toList());
    arrivals.givenBack(objects.stream().filter(o -> unreadable.contains(o.name())).toList());
    events.waiting(arrivals.waiting());
  }

  private void failed(String message) throws InterruptedException {
    events.failed(message);
    Arrivals.pause(AFTER_FAILURE, stop);
  }
}
