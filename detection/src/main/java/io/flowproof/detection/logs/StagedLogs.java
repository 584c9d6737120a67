package io.flowproof.detection.logs;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.run.LogFacts;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.BatchSink;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Flow logs decoded once into a staging database, which is then open for queries only. Closing
 * removes the database.
 */
public final class StagedLogs implements Logs {
  /** The raw objects, one row each: what {@code source_id} in the other tables stands for. */
  public static final TableShape SOURCE_OBJECT =
      new TableShape(
          "source_object",
          List.of(
              new ShapeColumn("source_id", ColumnType.INT),
              new ShapeColumn("object", ColumnType.TEXT),
              new ShapeColumn("sha256", ColumnType.TEXT),
              new ShapeColumn("bytes", ColumnType.LONG)));

  private final DuckDbStaging staging;
  private final DuckDbEngine engine;
  private final Reading reading;
  private final ReadTotals totals;
  private final LogFacts facts;

  private StagedLogs(DuckDbStaging staging, DuckDbEngine engine, Reading reading) {
    this.staging = staging;
    this.engine = engine;
    this.reading = reading;
    this.totals = reading.totals();
    this.facts = new LogFacts(totals.formats(), totals.first(), totals.last(), unset(engine));
  }

  /** What windows without flows have nothing of: their columns are those of flows. */
  private static Map<String, Set<String>> unset(DuckDbEngine engine) {
    List<String> columns =
        FlowTables.named(FlowTables.COVERAGE_WINDOW).columns().stream()
            .map(ShapeColumn::name)
            .toList();
    String counts =
        columns.stream().map("count(\"%s\")"::formatted).collect(Collectors.joining(", "));
    List<@Nullable Object> values =
        engine.all("SELECT %s FROM %s".formatted(counts, FlowTables.COVERAGE_WINDOW)).getFirst();
    return Map.of(
        FlowTables.COVERAGE_WINDOW,
        IntStream.range(0, columns.size())
            .filter(i -> Long.valueOf(0).equals(values.get(i)))
            .mapToObj(columns::get)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Decodes files and folders.
   *
   * @throws java.nio.file.NoSuchFileException when a path names nothing, before anything is read
   * @throws io.flowproof.engine.api.EngineException when the staging database cannot be written
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static StagedLogs open(List<Path> paths, StagingOptions options, ReadProgress progress)
      throws IOException, InterruptedException {
    List<TableShape> tables = new ArrayList<>(options.given().shapes());
    FlowTables.all().forEach(table -> tables.add(kept(table, options.flowColumns())));
    DuckDbStaging staging =
        DuckDbStaging.open(
            options.directory(),
            options.engine().limits().memoryBytes(),
            tables,
            options.given().files());
    boolean opened = false;
    try {
      options.given().load(staging);
      staging.createTable(SOURCE_OBJECT);
      if (options.flowColumns() == null) {
        SessionViews.create(staging);
        options.given().planViews(staging);
      }
      BatchSink sink = batch -> staging.append(kept(batch, options.flowColumns()));
      Reading reading = new FlowLogReader(options.read()).read(paths, sink, progress);
      staging.append(sourceObjects(reading.objects()));
      StagedLogs logs =
          new StagedLogs(staging, staging.finish(SessionViews.settings(options.engine())), reading);
      opened = true;
      return logs;
    } finally {
      if (!opened) {
        staging.close();
      }
    }
  }

  @Override
  public DuckDbEngine engine() {
    return engine;
  }

  @Override
  public Reading reading() {
    return reading;
  }

  @Override
  public ReadTotals totals() {
    return totals;
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public void close() {
    staging.close();
  }

  private static TableShape kept(TableShape table, @Nullable Set<String> columns) {
    return columns == null || !table.name().equals(FlowTables.FLOW)
        ? table
        : new TableShape(
            table.name(),
            table.columns().stream().filter(column -> columns.contains(column.name())).toList());
  }

  private static ColumnBatch kept(ColumnBatch batch, @Nullable Set<String> columns) {
    return columns == null || !batch.table().equals(FlowTables.FLOW)
        ? batch
        : new ColumnBatch(
            batch.table(),
            batch.rows(),
            batch.columns().stream().filter(column -> columns.contains(column.name())).toList());
  }

  private static ColumnBatch sourceObjects(List<ObjectAccount> objects) {
    int rows = objects.size();
    int[] ids = new int[rows];
    long[] bytes = new long[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = objects.get(i).id();
      bytes[i] = objects.get(i).bytes();
    }
    return new ColumnBatch(
        SOURCE_OBJECT.name(),
        rows,
        List.of(
            new Column.Ints("source_id", ids, null),
            texts("object", objects, ObjectAccount::object),
            texts("sha256", objects, ObjectAccount::sha256),
            new Column.Longs("bytes", ColumnType.LONG, bytes, null)));
  }

  private static Column texts(
      String name, List<ObjectAccount> objects, Function<ObjectAccount, String> value) {
    byte[][] texts =
        objects.stream()
            .map(object -> value.apply(object).getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    int[] offsets = new int[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      offsets[i + 1] = offsets[i] + texts[i].length;
    }
    byte[] bytes = new byte[offsets[texts.length]];
    for (int i = 0; i < texts.length; i++) {
      System.arraycopy(texts[i], 0, bytes, offsets[i], texts[i].length);
    }
    return new Column.Texts(name, bytes, offsets, null);
  }
}
