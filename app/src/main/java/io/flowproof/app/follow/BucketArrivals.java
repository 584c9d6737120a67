package io.flowproof.app.follow;

import io.flowproof.app.follow.Spool.Fetched;
import io.flowproof.app.follow.Spool.Wanted;
import io.flowproof.aws.s3.BucketWatch;
import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Objects that appear in buckets, found by listing them. */
public final class BucketArrivals implements Arrivals {
  private static final int MOST_AT_ONCE = 500;
  private static final long MOST_BYTES_AT_ONCE = 512L << 20;

  private final List<BucketWatch> buckets;
  private final Spool spool;
  private final Predicate<String> isKnown;
  private final Consumer<String> failed;
  private final Duration every;
  private final Deque<Seen> queue = new ArrayDeque<>();
  private boolean looked;

  /**
   * Of these listings.
   *
   * @param isKnown whether the lake has an object of that URI, which is not fetched then
   * @param failed told of objects that cannot be had; they are tried again
   * @param every the pause between two looks
   */
  public BucketArrivals(
      List<BucketWatch> buckets,
      Spool spool,
      Predicate<String> isKnown,
      Consumer<String> failed,
      Duration every) {
    this.buckets = List.copyOf(buckets);
    this.spool = spool;
    this.isKnown = isKnown;
    this.failed = failed;
    this.every = every;
  }

  private record Seen(Wanted object, long size) {}

  @Override
  public FoundObjects next(BooleanSupplier stop) throws IOException, InterruptedException {
    if (queue.isEmpty()) {
      look(stop);
    }
    List<Wanted> wanted = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty()
        && wanted.size() < MOST_AT_ONCE
        && (wanted.isEmpty() || bytes + queue.peek().size() <= MOST_BYTES_AT_ONCE)) {
      Seen next = queue.remove();
      if (!isKnown.test(next.object().uri())) {
        wanted.add(next.object());
        bytes += next.size();
      }
    }
    Fetched fetched = spool.fetch(wanted);
    fetched.problems().forEach(failed);
    fetched.failed().forEach(object -> queue.add(new Seen(object, 0)));
    if (fetched.found().files().isEmpty() && !fetched.failed().isEmpty()) {
      Arrivals.pause(every, stop);
    }
    return fetched.found();
  }

  private void look(BooleanSupplier stop) throws IOException, InterruptedException {
    if (looked) {
      Arrivals.pause(every, stop);
    }
    looked = true;
    for (BucketWatch bucket : buckets) {
      for (BucketWatch.Seen seen : bucket.look()) {
        queue.add(new Seen(new Wanted(seen.bucket(), seen.key()), seen.size()));
      }
    }
  }

  @Override
  public void committed(List<ObjectFile> objects) throws IOException {
    for (ObjectFile object : objects) {
      spool.release(object);
    }
  }

  @Override
  public void givenBack(List<ObjectFile> objects) throws IOException {
    for (ObjectFile object : objects) {
      spool.release(object);
      String path = object.name().substring("s3://".length());
      int slash = path.indexOf('/');
      queue.add(
          new Seen(new Wanted(path.substring(0, slash), path.substring(slash + 1)), object.size()));
    }
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public void close() throws IOException {
    buckets.forEach(BucketWatch::close);
    spool.close();
  }
}
