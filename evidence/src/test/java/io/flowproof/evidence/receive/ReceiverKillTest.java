package io.flowproof.evidence.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.evidence.custody.CaseVerifier;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, killed while senders deliver: as many times as {@code flowproof.kills} says
 * (bench/soak), or 20. A sender sends again what it was not told to be received, as Firehose does.
 */
class ReceiverKillTest {
  private static final int SENDERS = 4;

  @TempDir private Path folder;

  private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile int port;

  @Test
  void nothingIsLostAndNothingDoubledHoweverOftenTheReceiverIsKilled() throws Exception {
    int kills = Integer.getInteger("flowproof.kills", 20);
    Random random = new Random(9);
    Process receiver = start();
    List<Thread> senders = new ArrayList<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      senders.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failures.add(e))
              .start(() -> send(sender)));
    }
    for (int kill = 0; kill < kills; kill++) {
      int before = acknowledged.size();
      while (acknowledged.size() < before + 2) { // It works again, and somewhere in its work …
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(60));
      receiver.destroyForcibly().waitFor();
      receiver = start();
    }
    ended.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
    receiver.destroyForcibly().waitFor();

    assertThat(failures).isEmpty();
    assertThat(again.get()).as("deliveries that were sent again").isPositive();
    assertThatEverythingIsThereOnce();
  }

  private void assertThatEverythingIsThereOnce() throws IOException {
    start().destroyForcibly().onExit().join(); // It mends what the last kill left.
    Map<String, Integer> times = new ConcurrentHashMap<>();
    for (Path day : ReceivedObjects.days(folder)) {
      for (KeptObject object : CustodyRecord.read(day).objects()) {
        times.merge(object.uri(), 1, Integer::sum);
        assertThat(Files.readAllBytes(day.resolve(object.path())))
            .isEqualTo(acknowledged.get(object.uri()));
      }
      assertThat(new CaseVerifier(day, List.of(), bytes -> {}).verify().problems()).isEmpty();
    }
    assertThat(times.keySet()).isEqualTo(acknowledged.keySet());
    assertThat(times.values()).containsOnly(1);
  }

  private void send(int sender) {
    while (!ended.get()) {
      int delivery = number.incrementAndGet();
      String id = "r-" + delivery;
      boolean hec = sender == 0;
      byte[] body =
          hec
              ? Sender.line(delivery).repeat(1 + delivery % 50).getBytes(StandardCharsets.UTF_8)
              : Sender.delivery(id, 1, Sender.line(delivery).repeat(1 + delivery % 2000));
      while (!accepted(hec, id, body)) {
        again.incrementAndGet();
      }
      acknowledged.put(uri(hec, id, body), body);
    }
  }

  private boolean accepted(boolean hec, String id, byte[] body) {
    Sender to = new Sender("http://localhost:" + port);
    try {
      return (hec
                  ? to.hec("/raw", "Splunk " + KilledReceiver.TOKEN, body)
                  : to.firehose(KilledReceiver.TOKEN, id, body))
              .statusCode()
          == 200;
    } catch (IOException e) {
      pause();
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String uri(boolean hec, String id, byte[] body) {
    return hec
        ? "splunk-hec:raw#" + io.flowproof.evidence.custody.Sha256.of(body)
        : "firehose:" + Sender.ARN + "#" + id;
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx200m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledReceiver.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    port = Integer.parseInt(String.valueOf(out.readLine()));
    return process;
  }
}
