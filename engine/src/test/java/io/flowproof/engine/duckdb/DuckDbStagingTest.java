package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.schema.FlowTables;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbStagingTest {
  @TempDir Path parent;

  private DuckDbStaging staging() {
    return DuckDbStaging.open(parent, Engines.MEMORY);
  }

  @Test
  void handsBackWhatWasAppendedWithNullsWhereABatchSaysNothing() {
    try (DuckDbStaging staging = staging()) {
      staging.append(
          new ColumnBatch(
              FlowTables.FLOW,
              3,
              List.of(
                  FlowBatches.texts("srcaddr", "10.0.0.1", null, "2001:db8::é"),
                  FlowBatches.longs("bytes", null, 5_000_000_000L, 0L),
                  FlowBatches.longs(FlowTables.SOURCE_LINE, 1L, 2L, 3L))));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all("SELECT srcaddr, bytes, action, end_time FROM flow ORDER BY source_line"))
          .containsExactly(
              java.util.Arrays.asList("10.0.0.1", null, null, null),
              java.util.Arrays.asList(null, 5_000_000_000L, null, null),
              java.util.Arrays.asList("2001:db8::é", 0L, null, null));
    }
  }

  @Test
  void showsAConstantColumnInEachRowOfItsBatch() {
    try (DuckDbStaging staging = staging()) {
      staging.append(ofFormat(1, 1, 16_383));
      staging.append(ofFormat(2, 0, 1L << 62));
      staging.append(ofFormat(3, 1, 16_383));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all(
                      "SELECT source_line, splunk_format, fields_present FROM flow"
                          + " ORDER BY source_line"))
          .containsExactly(
              List.of(1L, 1, 16_383L), List.of(2L, 0, 1L << 62), List.of(3L, 1, 16_383L));
    }
  }

  @Test
  void showsAConstantText() {
    try (DuckDbStaging staging = staging()) {
      staging.append(withAction(1, "it's"));
      IntStream.range(2, 60).forEach(i -> staging.append(withAction(i, "A" + i)));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all(
                      "SELECT action FROM flow WHERE source_line IN (1, 2, 59)"
                          + " ORDER BY source_line"))
          .hasToString("[[it's], [A2], [A59]]");
    }
  }

  private static ColumnBatch withAction(long line, String action) {
    return new ColumnBatch(
        FlowTables.FLOW,
        1,
        List.of(
            FlowBatches.longs(FlowTables.SOURCE_LINE, line),
            new Column.Constant("action", ColumnType.TEXT, action)));
  }

  @Test
  void keepsConstantsOfMoreFormatsThanAViewShouldHaveParts() {
    try (DuckDbStaging staging = staging()) {
      IntStream.range(0, 100).forEach(i -> staging.append(ofFormat(i, i % 3, i)));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all(
                      "SELECT count(*), sum(splunk_format), sum(fields_present),"
                          + " count(*) FILTER (fields_present = source_line) FROM flow"))
          .hasToString("[[100, 99, 4950, 100]]");
    }
  }

  @Test
  void keepsRowsOfNothingButConstants() {
    try (DuckDbStaging staging = staging()) {
      staging.append(
          new ColumnBatch(
              FlowTables.FLOW,
              3,
              List.of(new Column.Constant(FlowTables.SPLUNK_FORMAT, ColumnType.INT, 2))));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all("SELECT splunk_format, count(*) FROM flow GROUP BY ALL"))
          .containsExactly(List.of(2, 3L));
    }
  }

  private static ColumnBatch ofFormat(long line, int splunkFormat, long fields) {
    return new ColumnBatch(
        FlowTables.FLOW,
        1,
        List.of(
            FlowBatches.longs(FlowTables.SOURCE_LINE, line),
            new Column.Constant(FlowTables.SPLUNK_FORMAT, ColumnType.INT, splunkFormat),
            new Column.Constant(FlowTables.FIELDS_PRESENT, ColumnType.LONG, fields)));
  }

  @Test
  void readsOnlyAsManyValuesAsTheBatchHasRows() {
    try (DuckDbStaging staging = staging()) {
      ColumnBatch long10 = FlowBatches.numbered(0, 10);
      staging.append(new ColumnBatch(FlowTables.FLOW, 4, long10.columns()));

      assertThat(
              staging.finish(Engines.settings()).all("SELECT count(*), max(source_line) FROM flow"))
          .containsExactly(List.of(4L, 3L));
    }
  }

  @Test
  void keepsTimestampsToTheMicrosecondAndInUtc() {
    try (DuckDbStaging staging = staging()) {
      staging.append(FlowBatches.numbered(0, 1));

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all("SELECT start_time, epoch_us(start_time), start_time::VARCHAR FROM flow"))
          .containsExactly(
              List.of(
                  Instant.parse("2024-01-01T00:00:00Z"),
                  FlowBatches.NEW_YEAR,
                  "2024-01-01 00:00:00"));
    }
  }

  @Test
  void takesBatchesFromSeveralThreadsAtOnce() throws Exception {
    try (DuckDbStaging staging = staging();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> tasks =
          IntStream.range(0, 40)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        staging.append(FlowBatches.numbered(i * 5000, 5000));
                        return null;
                      })
              .toList();
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }

      assertThat(
              staging
                  .finish(Engines.settings())
                  .all("SELECT count(*), count(DISTINCT source_line), sum(bytes) FROM flow"))
          .containsExactly(List.of(200_000L, 200_000L, 40L * 200_000 + 199_999L * 200_000 / 2));
    }
  }

  @Test
  void showsOneTableWhateverColumnsTheBatchesBring() {
    try (DuckDbStaging staging = staging()) {
      // More sets of columns than get a part of their own.
      List<String> names =
          FlowTables.named(FlowTables.FLOW).columns().stream()
              .filter(column -> column.type() == ColumnType.TEXT)
              .map(ShapeColumn::name)
              .limit(36)
              .toList();
      for (int i = 0; i < 36; i++) {
        int line = i;
        staging.append(
            new ColumnBatch(
                FlowTables.FLOW,
                1,
                i < names.size()
                    ? List.of(
                        FlowBatches.texts(names.get(i), "x"),
                        FlowBatches.longs(FlowTables.SOURCE_LINE, (long) line))
                    : List.of(FlowBatches.longs(FlowTables.SOURCE_LINE, (long) line))));
      }
      DuckDbEngine engine = staging.finish(Engines.settings());

      assertThat(engine.all("SELECT count(*), sum(source_line) FROM flow"))
          .containsExactly(List.of(36L, 630L));
      assertThat(engine.all("SELECT count(*) FROM flow WHERE " + names.getFirst() + " = 'x'"))
          .containsExactly(List.of(1L));
      assertThat(engine.all("SELECT count(*) FROM flow WHERE " + names.getLast() + " = 'x'"))
          .containsExactly(List.of(1L));
    }
  }

  @Test
  void hasEveryTableEvenWhenNothingWasAppended() {
    try (DuckDbStaging staging = staging()) {
      DuckDbEngine engine = staging.finish(Engines.settings());

      for (TableShape table : FlowTables.all()) {
        try (var rows = engine.run("SELECT * FROM " + table.name())) {
          assertThat(rows.columns().stream().map(column -> column.name()))
              .containsExactlyElementsOf(table.columns().stream().map(ShapeColumn::name).toList());
          assertThat(rows.next()).isFalse();
        }
      }
    }
  }

  @Test
  void makesFurtherTables() {
    try (DuckDbStaging staging = staging()) {
      staging.createTable(
          new TableShape(
              "source",
              List.of(
                  new ShapeColumn("uri", ColumnType.TEXT),
                  new ShapeColumn("size", ColumnType.LONG),
                  new ShapeColumn("score", ColumnType.DOUBLE))));
      staging.append(
          new ColumnBatch(
              "source",
              1,
              List.of(FlowBatches.texts("uri", "s3://a/b"), FlowBatches.longs("size", 7L))));

      assertThat(staging.finish(Engines.settings()).all("SELECT * FROM source"))
          .containsExactly(java.util.Arrays.asList("s3://a/b", 7L, null));
    }
  }

  @Test
  void refusesABatchForAnUnknownTableOrColumn() {
    try (DuckDbStaging staging = staging()) {
      assertThatThrownBy(() -> staging.append(new ColumnBatch("flows", 1, List.of())))
          .hasMessage("There is no table flows");
      assertThatThrownBy(
              () ->
                  staging.append(
                      new ColumnBatch(
                          FlowTables.FLOW, 1, List.of(FlowBatches.longs("srcport2", 1L)))))
          .hasMessage("Table flow has no columns [srcport2]");
    }
  }

  @Test
  void letsNobodyElseReadTheDirectoryAndRemovesIt() throws IOException {
    Path directory;
    try (DuckDbStaging staging = staging()) {
      directory = staging.directory();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
      staging.append(FlowBatches.numbered(0, 10));
      staging.finish(Engines.settings());
    }
    assertThat(directory).doesNotExist();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void removesWhatKilledProcessesLeftAndKeepsWhatLivesOrIsNotOurs() throws IOException {
    Path left = Files.createDirectory(parent.resolve("flowproof-staging-1"));
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("flows.duckdb"), "left");
    Path oldAndUnfinished = Files.createDirectory(parent.resolve(".flowproof-new-2"));
    Files.setLastModifiedTime(oldAndUnfinished, FileTime.from(Instant.EPOCH));
    Path young = Files.createDirectory(parent.resolve(".flowproof-new-3"));
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(parent.resolve("flowproof-staging-4"), elsewhere);
    try (DuckDbStaging first = staging();
        DuckDbStaging second = staging()) {
      assertThat(List.of(first.directory(), second.directory(), young, elsewhere, link))
          .allSatisfy(path -> assertThat(path).exists());
      assertThat(List.of(left, oldAndUnfinished))
          .allSatisfy(path -> assertThat(path).doesNotExist());
    }
  }

  @Test
  void keepsADirectoryWhoseLockIsHeld() throws IOException {
    Path held = Files.createDirectory(parent.resolve("flowproof-staging-1"));
    try (FileChannel lock =
        FileChannel.open(
            held.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      staging().close();
      assertThat(held).exists();
    }
    staging().close();
    assertThat(held).doesNotExist();
  }

  @Test
  void saysWhereItCouldNotMakeADirectory() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> DuckDbStaging.open(file, Engines.MEMORY))
        .hasMessage(
            "Cannot make a staging directory in %s: %s (place it elsewhere with --staging DIR)"
                .formatted(file, file));
  }

  @Test
  void takesNothingAfterItIsFinished() {
    try (DuckDbStaging staging = staging()) {
      staging.finish(Engines.settings());

      assertThatThrownBy(() -> staging.append(FlowBatches.numbered(0, 1)))
          .hasMessage("The staging database is finished, or a write failed");
    }
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
