package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.schema.FlowTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  @TempDir private Path folder;

  private Reading read(int threads, BatchSink sink, ReadProgress progress) throws Exception {
    return new FlowLogReader(ReadOptions.STANDARD.withThreads(threads))
        .read(List.of(folder), sink, progress);
  }

  @Test
  void aBatchHasAtMostARowGroup() throws Exception {
    new Logs(folder).put("a.log.gz", Logs.gzip(Logs.HEADER + Logs.SSH.repeat(300_000)));
    List<Integer> rows = new ArrayList<>();

    Reading reading = read(1, batch -> rows.add(batch.rows()), ReadProgress.NONE);

    assertThat(rows).containsExactly(122_880, 122_880, 54_240);
    assertThat(reading.totals().flows()).isEqualTo(300_000);
  }

  @Test
  void smallObjectsShareABatch() throws Exception {
    Logs logs = new Logs(folder);
    for (int i = 0; i < 50; i++) {
      logs.put(i + ".log", Logs.HEADER + Logs.SSH + Logs.NODATA);
    }
    List<String> tables = new ArrayList<>();

    read(1, batch -> tables.add(batch.table() + " " + batch.rows()), ReadProgress.NONE);

    assertThat(tables).containsExactly("flow 50", "coverage_window 50");
  }

  @Test
  void longLinesMakeSmallerBatches() throws Exception {
    String line = "10.0.0.1 " + "x".repeat(100_000) + "\n";
    new Logs(folder).put("a.log.gz", Logs.gzip("srcaddr vpc-id\n" + line.repeat(1000)));
    List<Integer> rows = Collections.synchronizedList(new ArrayList<>());

    read(1, batch -> rows.add(batch.rows()), ReadProgress.NONE);

    assertThat(rows).hasSize(3).allMatch(count -> count < 400);
  }

  @Test
  void aRowOfEveryFormatArrivesHoweverManyThereAre() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1100; i++) {
      text.append("srcaddr dstaddr f").append(i).append("\n10.0.0.1 10.0.0.2 x\n");
    }
    new Logs(folder).put("a.log", text.toString());
    AtomicLong rows = new AtomicLong();

    Reading reading = read(1, batch -> rows.addAndGet(batch.rows()), ReadProgress.NONE);

    assertThat(rows).hasValue(1000);
    assertThat(reading.totals().formats()).hasSize(1000);
    assertThat(reading.totals().rejectsByKind())
        .containsEntry(RejectKind.MALFORMED_HEADER, 100L)
        .containsEntry(RejectKind.UNKNOWN_FORMAT, 100L);
  }

  @Test
  void everyColumnIsOneOfItsTable() throws Exception {
    new Logs(folder)
        .put("a.log", Logs.HEADER + Logs.SSH + Logs.NODATA + Logs.HEADER_5 + Logs.S3_REPLY);

    read(1, BatchesTest::checkColumns, ReadProgress.NONE);
  }

  private static void checkColumns(ColumnBatch batch) {
    var shape =
        FlowTables.all().stream().filter(table -> table.name().equals(batch.table())).findFirst();
    assertThat(shape).isPresent();
    assertThat(batch.columns())
        .allSatisfy(
            column ->
                assertThat(shape.get().columns())
                    .anyMatch(c -> c.name().equals(column.name()) && c.type() == column.type()));
  }

  @Test
  void oneLargeObjectIsReadByTwoThreads() throws Exception {
    String text = Logs.HEADER + (Logs.SSH + Logs.RDP).repeat(30_000);
    new Logs(folder).put("a.log", text);
    AtomicLong rows = new AtomicLong();
    AtomicLong most = new AtomicLong();

    Reading reading =
        read(
            2,
            batch -> rows.addAndGet(batch.rows()),
            (done, total) -> most.accumulateAndGet(done, Math::max));

    assertThat(text.length()).isGreaterThan(4 << 20);
    assertThat(rows).hasValue(60_000);
    assertThat(reading.objects().getFirst().bytes()).isEqualTo(text.length());
    assertThat(most).hasValue(text.length());
  }

  @Test
  void aSinkThatFailsEndsTheReading() {
    Logs logs = new Logs(folder).put("big.log", Logs.SSH.repeat(200_000));
    for (int i = 0; i < 10; i++) {
      logs.put(i + ".log", Logs.SSH);
    }

    assertThatThrownBy(
            () ->
                read(
                    2,
                    batch -> {
                      throw new IllegalStateException("the disk is full");
                    },
                    ReadProgress.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk is full");
  }

  @Test
  void anInterruptEndsTheReading() throws Exception {
    new Logs(folder).put("a.log", Logs.SSH.repeat(300_000));
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    read(
                        2,
                        batch -> {
                          reached.countDown();
                          try {
                            never.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        },
                        ReadProgress.NONE);
                  } catch (Exception e) {
                    thrown.set(e);
                  }
                });
    reached.await();
    reader.interrupt();
    reader.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }
}
