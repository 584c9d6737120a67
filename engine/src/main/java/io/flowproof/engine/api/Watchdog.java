package io.flowproof.engine.api;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds queries to their timeout. When a query's time is over it is asked to stop, again and again;
 * when it does not stop within a grace period (engines look for a stop between vectors only, not
 * inside one huge value), the last resort runs, which ends the process.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
  private static final long ASK_AGAIN_NANOS = 100_000_000;
  private static final int ENGINE_FAILED = 5;

  private final ScheduledThreadPoolExecutor timer;
  private final Duration grace;
  private final Runnable lastResort;
  private final AtomicBoolean lastResortRan = new AtomicBoolean();

  /**
   * A watchdog with a last resort of the caller's.
   *
   * @param grace how long after its timeout a query may go on
   * @param lastResort what ends the process; runs once at most
   */
  public Watchdog(Duration grace, Runnable lastResort) {
    this.grace = grace;
    this.lastResort = lastResort;
    // Two threads: a request to stop may itself hang, and the last resort must come all the same.
    this.timer =
        new ScheduledThreadPoolExecutor(
            2, task -> Thread.ofPlatform().daemon().name("flowproof-watchdog").unstarted(task));
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * A watchdog whose last resort says so on standard error, cleans up and halts the process with
   * exit code 5, five seconds after the timeout. Shutdown hooks do not run then: a thread that is
   * stuck in native code would not let them end.
   *
   * @param cleanUp what must not be left behind, such as staging directories; given two seconds
   */
  public static Watchdog halting(Runnable cleanUp) {
    return halting(DEFAULT_GRACE, cleanUp);
  }

  /** The same with another grace period. */
  @SuppressWarnings("SystemOut") // Nothing else is left to report to.
  public static Watchdog halting(Duration grace, Runnable cleanUp) {
    return new Watchdog(
        grace,
        () -> {
          System.err.println(
              "flowproof: ENGINE: A query went on after its timeout and could not be stopped; the"
                  + " process ends itself (a value of the query is too large or too slow to"
                  + " compute: narrow the query)");
          System.err.flush();
          Thread cleaner = Thread.ofPlatform().daemon().start(cleanUp);
          try {
            cleaner.join(Duration.ofSeconds(2));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(ENGINE_FAILED);
        });
  }

  /** How long after its timeout a query may go on. */
  public Duration grace() {
    return grace;
  }

  /**
   * Watches a query, which is idle until {@link Watch#enter}.
   *
   * @param timeout how long it may be busy in all
   * @param stop asks it to stop; is called more than once, and from another thread
   */
  public Watch watch(Duration timeout, Runnable stop) {
    return new Watch(timeout.toNanos(), stop);
  }

  private void end() {
    if (lastResortRan.compareAndSet(false, true)) {
      lastResort.run();
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** The time of one query. */
  public final class Watch implements AutoCloseable {
    private final long timeoutNanos;
    private final Runnable stop;
    private final Object lock = new Object();
    private final AtomicBoolean asking = new AtomicBoolean();
    private ScheduledFuture<?> next;
    private boolean busy;
    private boolean closed;
    private long since;
    private long spent;
    private volatile boolean expired;

    private Watch(long timeoutNanos, Runnable stop) {
      this.timeoutNanos = timeoutNanos;
      this.stop = stop;
      this.next = timer.schedule(this::check, timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** The engine begins to work on the query. */
    public void enter() {
      synchronized (lock) {
        busy = true;
        since = System.nanoTime();
      }
    }

    /** The engine has handed back what it was asked for. */
    public void leave() {
      synchronized (lock) {
        busy = false;
        spent += System.nanoTime() - since;
      }
    }

    /** True when the query's time is over; it must not be used further. */
    public boolean expired() {
      return expired;
    }

    @Override
    public void close() {
      synchronized (lock) {
        busy = false;
        closed = true;
        next.cancel(false);
      }
    }

    private void check() {
      synchronized (lock) {
        if (closed) {
          return;
        }
        long left = timeoutNanos - spent - (busy ? System.nanoTime() - since : 0);
        if (left > 0) {
          // An idle query may be resumed at any time, so its whole rest is the soonest end.
          next = timer.schedule(this::check, left, TimeUnit.NANOSECONDS);
          return;
        }
        expired = true;
      }
      ask(System.nanoTime() + grace.toNanos());
    }

    /** Asks more than once: a request that falls between two steps of an engine is lost. */
    private void ask(long deadline) {
      synchronized (lock) {
        if (closed || !busy) {
          return;
        }
        long left = deadline - System.nanoTime();
        next =
            left > 0
                ? timer.schedule(
                    () -> ask(deadline), Math.min(left, ASK_AGAIN_NANOS), TimeUnit.NANOSECONDS)
                : timer.schedule(Watchdog.this::end, 0, TimeUnit.NANOSECONDS);
      }
      if (asking.compareAndSet(false, true)) {
        try {
          stop.run();
        } finally {
          asking.set(false);
        }
      }
    }
  }
}
