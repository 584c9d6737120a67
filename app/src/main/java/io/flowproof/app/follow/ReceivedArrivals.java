package io.flowproof.app.follow;

import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.evidence.receive.ReceivedObjects;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.lake.ingest.Ingest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a receiver keeps: objects that have their entry in a case. Those of earlier runs come first.
 */
public final class ReceivedArrivals implements Arrivals {
  private final Queue<ObjectFile> queue = new ConcurrentLinkedQueue<>();
  private final Duration every;

  /**
   * For a receiver that will begin.
   *
   * @param every how long objects are gathered for one commit
   */
  public ReceivedArrivals(Duration every) {
    this.every = every;
  }

  /**
   * Adds what was received before.
   *
   * @param folder the cases of the days
   * @param isKnown whether the lake has an object, by its URI
   */
  public void earlier(Path folder, Predicate<String> isKnown) throws IOException {
    for (Path day : ReceivedObjects.days(folder)) {
      for (KeptObject object : CustodyRecord.read(day).objects()) {
        ObjectFile file = file(day, object);
        if (!isKnown.test(Ingest.uri(file))) {
          queue.add(file);
        }
      }
    }
  }

  /** Adds an object that was kept just now; for any thread. */
  public void kept(Path day, KeptObject object) {
    queue.add(file(day, object));
  }

  private static ObjectFile file(Path day, KeptObject object) {
    Path path = day.resolve(object.path());
    return new ObjectFile(path, path.toString(), object.size());
  }

  @Override
  public FoundObjects next(BooleanSupplier stop) throws InterruptedException {
    Arrivals.pause(every, stop);
    List<ObjectFile> objects = new ArrayList<>();
    for (ObjectFile next = queue.poll(); next != null; next = queue.poll()) {
      objects.add(next);
    }
    return new FoundObjects(objects, List.of());
  }

  @Override
  public void committed(List<ObjectFile> objects) {
    // They were taken out of the queue.
  }

  @Override
  public void givenBack(List<ObjectFile> objects) {
    queue.addAll(objects);
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public void close() {}
}
