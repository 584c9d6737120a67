package io.flowproof.app.follow;

import io.flowproof.flowlog.decode.FoundObjects;
import io.flowproof.flowlog.decode.ObjectFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Where raw objects come from, one after another, without an end. For one thread. */
public interface Arrivals extends AutoCloseable {

  /**
   * The objects that are complete and were not given before, or were given back.
   *
   * @param stop asked while it waits; true ends the waiting
   * @return none when nothing came for a while; files that are no flow logs are named once
   * @throws IOException if the source fails; it can be asked again
   */
  FoundObjects next(BooleanSupplier stop) throws IOException, InterruptedException;

  /** These are in the lake, or never will be: the source may forget them. */
  void committed(List<ObjectFile> objects) throws IOException;

  /** These are to be given again. */
  void givenBack(List<ObjectFile> objects) throws IOException;

  /** How many objects are known to wait beside those that were given. */
  int waiting();

  @Override
  void close() throws IOException;

  /** Waits, and ends early when it is asked to. */
  static void pause(Duration time, BooleanSupplier stop) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!stop.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 1, 100));
    }
  }
}
