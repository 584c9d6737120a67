package io.flowproof.simulate.record;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does work in a thread of its own, in the order in which it was handed over. What waits is
 * bounded; what fails there is thrown here, at the next call.
 */
public final class WorkQueue implements AutoCloseable {
  private static final CountDownLatch NOBODY_WAITS = new CountDownLatch(0);

  private final BlockingQueue<Task> waiting;
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  /** What the other thread is to do; nothing for its end. */
  private record Task(@Nullable Runnable work, CountDownLatch done) {}

  /**
   * Begins the thread.
   *
   * @param name what the thread is called
   * @param most how many tasks may wait
   */
  public WorkQueue(String name, int most) {
    this.waiting = new ArrayBlockingQueue<>(most);
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  private void work() {
    try {
      while (true) {
        Task next = waiting.take();
        Runnable work = next.work();
        if (work != null && failure == null) {
          run(work);
        }
        next.done().countDown();
        if (work == null) {
          return;
        }
      }
    } catch (InterruptedException e) {
      failure = new IllegalStateException("Work was interrupted", e);
    }
  }

  /** After a failure the rest is taken off the queue, undone, so that nobody waits for room. */
  private void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Hands work over; waits while too much of it waits. */
  public void add(Runnable work) {
    throwFailure();
    put(new Task(work, NOBODY_WAITS));
  }

  /** Waits until everything is done that was handed over. */
  public void await() {
    CountDownLatch done = new CountDownLatch(1);
    put(new Task(() -> {}, done));
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throwFailure();
  }

  private void put(Task task) {
    try {
      while (!waiting.offer(task, 1, TimeUnit.SECONDS)) {
        if (!thread.isAlive()) {
          throw new IllegalStateException("The worker has ended", failure);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while handing work over", e);
    }
  }

  private void throwFailure() {
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
  }

  /** Ends the thread, once everything is done that was handed over. */
  @Override
  public void close() {
    if (thread.isAlive()) {
      put(new Task(null, NOBODY_WAITS));
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throwFailure();
  }
}
