package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to another sink in a thread of its own, so that writing and simulating go on at the
 * same time. What waits is bounded; the order stays.
 */
public final class BackgroundSink implements RecordSink {
  private static final int MOST_WAITING = 512;

  private final RecordSink sink;
  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  /** What the other thread is to do; the last one only ends it. */
  private record Task(boolean last, Runnable work) {}

  /** Another sink, which this one closes. */
  public BackgroundSink(RecordSink sink) {
    this.sink = sink;
    this.thread = Thread.ofPlatform().daemon().name("flow-log-writer").start(this::work);
  }

  private void work() {
    try {
      for (Task next = waiting.take(); !next.last(); next = waiting.take()) {
        next.work().run();
      }
    } catch (RuntimeException e) {
      failure = e;
      drain();
    } catch (InterruptedException e) {
      failure = new IllegalStateException("Writing was interrupted", e);
    }
  }

  /** Lets the other thread come to its end, where it is told of the failure. */
  private void drain() {
    try {
      while (!waiting.take().last()) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Task task) {
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
    try {
      while (!waiting.offer(task, 1, TimeUnit.SECONDS)) {
        if (!thread.isAlive()) {
          throw new IllegalStateException("The writer has ended", failure);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while writing", e);
    }
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    hand(new Task(false, () -> sink.deliver(log, point, windowEnd, records)));
  }

  @Override
  public void advance(long micros) {
    hand(new Task(false, () -> sink.advance(micros)));
  }

  @Override
  public void close() {
    hand(new Task(true, sink::close));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sink.close();
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
  }
}
