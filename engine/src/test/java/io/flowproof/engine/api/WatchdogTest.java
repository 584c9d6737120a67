package io.flowproof.engine.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.engine.api.Watchdog.Watch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger ends = new AtomicInteger();

  private Watchdog watchdog(Duration grace) {
    return new Watchdog(
        grace,
        () -> {
          ends.incrementAndGet();
          ended.countDown();
        });
  }

  @Test
  void asksAgainAndAgainAndThenEndsTheProcessOnce() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    try (Watchdog watchdog = watchdog(Duration.ofMillis(500));
        Watch first = watchdog.watch(Duration.ofMillis(10), asked::incrementAndGet);
        Watch second = watchdog.watch(Duration.ofMillis(10), asked::incrementAndGet)) {
      first.enter();
      second.enter();

      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(first.expired()).isTrue();
      assertThat(asked).hasValueGreaterThan(3);
    }
    assertThat(ends).hasValue(1);
  }

  @Test
  void leavesAQueryAloneThatStopsWhenAsked() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    try (Watchdog watchdog = watchdog(Duration.ofMillis(100));
        Watch watch = watchdog.watch(Duration.ofMillis(10), asked::countDown)) {
      watch.enter();
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      watch.leave();

      assertThat(ended.await(300, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(watch.expired()).isTrue();
    }
  }

  @Test
  void countsOnlyTheTimeThatAQueryIsBusy() throws InterruptedException {
    try (Watchdog watchdog = watchdog(Duration.ofMillis(10));
        Watch watch = watchdog.watch(Duration.ofMillis(200), () -> {})) {
      watch.enter();
      watch.leave();

      assertThat(ended.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(watch.expired()).isFalse();
    }
  }

  @Test
  void endsTheProcessEvenWhenARequestToStopHangs() throws InterruptedException {
    try (Watchdog watchdog = watchdog(Duration.ofMillis(300));
        Watch watch =
            watchdog.watch(
                Duration.ofMillis(10),
                () -> {
                  try {
                    Thread.sleep(60_000);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })) {
      watch.enter();

      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
