package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code flowproof ingest} beside DuckDB's bare COPY of the same logs to Parquet, and a query over
 * the lake beside the same SQL by hand over its files, in turn, in one run. Usage: {@code
 * LakeBenchmark ROOT DATA RECORDS OBJECTS ROUNDS}. Both sides are whole processes.
 */
public final class LakeBenchmark {
  private static final String QUERY =
      "SELECT srcaddr, count(*) AS n, sum(bytes) AS b FROM %s GROUP BY srcaddr"
          + " ORDER BY b DESC, srcaddr LIMIT 10";

  private LakeBenchmark() {}

  /** Makes the data where it is missing, runs both sides in turn, prints medians and ratios. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]);
    Path data = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[4]);
    FlowLogGenerator.main(new String[] {data.toString(), arguments[2], arguments[3]});
    Path work = Files.createTempDirectory("flowproof-lake-bench");
    String product = root.resolve("flowproof").toString();
    Path lake = work.resolve("lake");
    Path copied = work.resolve("copied.parquet");
    List<String> ingest = List.of(product, "ingest", "--lake", lake.toString(), data.toString());
    List<String> copy =
        DuckDbRival.command(
            data,
            work.resolve("copy.sql"),
            "COPY (SELECT * FROM {logs}) TO '"
                + copied
                + "' (FORMAT parquet, COMPRESSION zstd, RETURN_STATS)");
    String ofLake = QUERY.formatted("flow");
    List<String> query = List.of(product, "query", "--lake", lake.toString(), "--sql", ofLake);
    List<String> byHand =
        DuckDbRival.command(
            data,
            work.resolve("query.sql"),
            QUERY.formatted(
                "read_parquet('" + lake.resolve("flowproof/flow/data/**/*.parquet") + "')"));
    Measured[][] runs = new Measured[4][rounds];
    for (int round = 0; round < rounds; round++) {
      remove(lake);
      runs[0][round] = Measured.run(ingest);
      runs[1][round] = Measured.run(copy);
      runs[2][round] = Measured.run(query);
      runs[3][round] = Measured.run(byHand);
    }
    Comparison.print("%s records in %s objects, %d rounds%n".formatted(arguments[2], arguments[3], rounds));
    Comparison.row("flowproof ingest", runs[0]);
    Comparison.row("DuckDB COPY of read_csv", runs[1]);
    Comparison.ratio(runs[0], runs[1]);
    Comparison.row("flowproof query --lake", runs[2]);
    Comparison.row("DuckDB, the same files", runs[3]);
    Comparison.ratio(runs[2], runs[3]);
    Comparison.print("  lake %,.0f MiB, copy %,.0f MiB%n".formatted(size(lake) / Comparison.MIB, size(copied) / Comparison.MIB));
    remove(work);
  }

  private static double size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
