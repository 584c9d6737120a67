package io.flowproof.lake.ingest;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.read.Copies;
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.Compaction;
import io.flowproof.lake.upkeep.CompactionOptions;
import io.flowproof.lake.upkeep.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lakes for tests: objects to fill them with, and what is in them. */
record Lakes(Path folder) {
  private static final String HEADER =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status";
  private static final long START = 1772445600L;
  private static final long MEMORY = 256L << 20;

  /** Objects of every sort: two formats, NODATA, rejected lines, two days, an unknown field. */
  public List<Path> objects(int count) {
    return IntStream.range(0, count).mapToObj(this::object).toList();
  }

  private Path object(int number) {
    StringBuilder text = new StringBuilder();
    boolean other = number % 3 == 2;
    text.append(HEADER).append(other ? " new-field" : "").append('\n');
    for (int line = 0; line < 20; line++) {
      long start = START + number * 300L + line + (line % 7 == 6 ? 86_400 : 0);
      String rest =
          line == 3
              ? "- - - - - - - %d %d - NODATA"
              : "10.0.%1$d.7 2001:db8::%1$d 40000 443 6 10 4000 %%d %%d ACCEPT OK".formatted(line);
      text.append("2 123456789012 eni-%d ".formatted(number))
          .append(String.format(Locale.ROOT, rest, start, start + 59))
          .append(other ? " x" + line : "")
          .append('\n');
    }
    text.append("this is no record\n");
    return write("object-%03d.log".formatted(number), text.toString());
  }

  /** A raw object. */
  public Path write(String name, String text) {
    try {
      Path folders = Files.createDirectories(folder.resolve("raw"));
      return Files.writeString(folders.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the lake of that name lies. */
  public Path lake(String name) {
    return folder.resolve(name);
  }

  /** Takes objects in, a few of them to a batch. */
  public IngestReport ingest(Path lake, List<Path> objects, Steps steps)
      throws IOException, InterruptedException {
    return ingest(lake, objects, steps, 1);
  }

  /** The same by that many threads. */
  public IngestReport ingest(Path lake, List<Path> objects, Steps steps, int threads)
      throws IOException, InterruptedException {
    IngestOptions options =
        new IngestOptions(
            ReadOptions.STANDARD.withThreads(threads),
            folder.resolve("staging"),
            MEMORY,
            5_000,
            steps,
            () -> false);
    return new Ingest(options).run(lake, objects, ReadProgress.NONE);
  }

  /** Puts files together, at a size that some of them reach. */
  public Compaction.Report compact(Path lake, long targetBytes, Steps steps)
      throws InterruptedException {
    return new Compaction(
            new CompactionOptions(folder.resolve("staging"), MEMORY, 1, targetBytes, 20_000, steps))
        .run(lake, ReadProgress.NONE);
  }

  /** Asks something of the latest state. */
  public <T> T ask(Path lake, Function<QueryEngine, T> question) {
    try (LakeReader reader = LakeReader.open(lake);
        Watchdog watchdog = Watchdog.halting(() -> {})) {
      return ask(reader, reader.plan(null, TimeRange.ALL), watchdog, question);
    }
  }

  private <T> T ask(
      LakeReader reader, LakePlan plan, Watchdog watchdog, Function<QueryEngine, T> question) {
    try (DuckDbStaging staging =
        DuckDbStaging.open(
            folder.resolve("staging"), MEMORY, List.of(), List.of(), reader.directory().path())) {
      reader.attach(plan, staging, Copies.LEFT_OUT);
      return question.apply(staging.finish(DuckDbSettings.of(QueryLimits.DEFAULT, watchdog)));
    }
  }

  /** What {@code lake verify} finds. */
  public Verification.Result verify(Path lake) throws InterruptedException {
    try (LakeReader reader = LakeReader.open(lake);
        Watchdog watchdog = Watchdog.halting(() -> {})) {
      LakePlan plan = reader.plan(null, TimeRange.ALL);
      try (DuckDbStaging staging =
          DuckDbStaging.open(
              folder.resolve("staging"), MEMORY, List.of(), List.of(), reader.directory().path())) {
        return new Verification(reader.directory(), 2)
            .run(
                plan,
                planned -> {
                  reader.attach(planned, staging, Copies.READ);
                  return staging.finish(DuckDbSettings.of(QueryLimits.DEFAULT, watchdog));
                });
      }
    }
  }

  /**
   * A hash of all rows of all tables that does not depend on the numbers of the objects: each row
   * with the SHA-256 of its object and its line.
   */
  public List<Object> content(Path lake) {
    return ask(
        lake,
        engine ->
            List.of("flow", "coverage_window", "transit_gateway_flow").stream()
                .map(
                    table ->
                        (Object)
                            engine.all(
                                """
                                SELECT md5(string_agg(line, chr(10) ORDER BY line)), count(*) FROM (
                                  SELECT o.sha256 || '|' || to_json(struct_pack(%s))::VARCHAR AS line
                                  FROM %s AS t JOIN source_object AS o ON o.source_id = t.source_id)
                                """
                                    .formatted(columns(table), table)))
                .toList());
  }

  private static String columns(String table) {
    return LakeSchema.table(table).columns().stream()
        .map(TableShape.ShapeColumn::name)
        .filter(column -> !column.equals(FlowTables.SOURCE_ID))
        .map(column -> "\"%1$s\" := t.\"%1$s\"".formatted(column))
        .collect(Collectors.joining(", "));
  }
}
