import io.flowproof.core.source.SourceText;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures queries of KQL and SPL beside SQL that a person wrote for the same question, over the
 * same staged logs, in one process, in turn. Each folder of {@code bench/queries} holds {@code
 * query.kql} or {@code query.spl}, and {@code expert.sql}; both must give as many rows. What is
 * compared is execution: subsearches, which run while a text is compiled, are part of it, compiling
 * itself is told besides, once of a process that has not compiled the text before, and once of one
 * that has compiled texts for a while, as a scheduler has. Run by {@code bench/queries/run}, with
 * the classes of the built program.
 */
public final class QueryBenchmark {
  /** Compilations before those that are measured as later ones. */
  private static final int WARM_UP = 25;

  private final QueryEngine engine;
  private final QueryCompiler compiler;
  private final QueryTime time;
  private final int rounds;

  private QueryBenchmark(
      QueryEngine engine, Catalog catalog, QueryTime time, long records, int rounds) {
    this.engine = engine;
    this.compiler =
        new QueryCompiler(catalog).forRecords(records).running(engine::all);
    this.time = time;
    this.rounds = rounds;
  }

  /** Arguments: the logs, the folder of queries, rounds, and perhaps a part of queries' names. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path queries = Path.of(arguments[1]);
    String wanted = arguments.length > 3 ? arguments[3] : "";
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    DuckDbSettings settings =
        DuckDbSettings.of(new QueryLimits(Duration.ofMinutes(5), 4L << 30), watchdog)
            .withFunctions(JavaFunctions.all(new Nowhere()));
    StagingOptions options =
        new StagingOptions(
            ReadOptions.STANDARD, DuckDbStaging.defaultParent(), null, GivenData.NONE, settings);
    try (StagedLogs logs =
        StagedLogs.open(List.of(Path.of(arguments[0])), options, ReadProgress.NONE)) {
      QueryTime time = QueryTime.at(logs.facts().last());
      System.out.printf(
          Locale.ROOT, "%,d flows; %s rounds; medians%n", logs.totals().flows(), arguments[2]);
      Catalog catalog = Catalog.ofFlowLogs().withUnset(logs.facts().unset());
      new QueryBenchmark(
              logs.engine(), catalog, time, logs.facts().records(), Integer.parseInt(arguments[2]))
          .all(queries, wanted);
    } finally {
      watchdog.close();
    }
  }

  private void all(Path queries, String wanted) throws IOException {
    List<Double> ratios = new ArrayList<>();
    System.out.printf(
        "%-28s %10s %10s %7s %9s %13s %13s%n",
        "query", "ours", "expert", "ratio", "rows", "first compile", "compile later");
    try (Stream<Path> folders = Files.list(queries)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        if (folder.getFileName().toString().contains(wanted)) {
          ratios.add(one(folder));
        }
      }
    }
    double logs = ratios.stream().mapToDouble(Math::log).average().orElse(0);
    double worst = ratios.stream().mapToDouble(r -> r).max().orElse(0);
    System.out.printf(
        Locale.ROOT, "geometric mean %.2f, worst %.2f%n", Math.exp(logs), worst);
  }

  private double one(Path folder) throws IOException {
    Path kql = folder.resolve("query.kql");
    boolean isKql = Files.exists(kql);
    Path file = isKql ? kql : folder.resolve("query.spl");
    SourceText text = new SourceText(file.toString(), Files.readString(file));
    Language language = isKql ? Language.KQL : Language.SPL;
    String expert = Files.readString(folder.resolve("expert.sql"));
    double first =
        seconds(() -> compiler.withoutRunning().compile(text, language, time).sql());
    for (int i = 0; i < WARM_UP; i++) {
      compiler.withoutRunning().compile(text, language, time).sql();
    }
    long rows = rows(compiler.compile(text, language, time).sql());
    long expected = rows(expert);
    if (rows != expected) {
      throw new IllegalStateException(
          "%s gives %d rows, and its expert.sql %d".formatted(file, rows, expected));
    }
    double[] our = new double[rounds];
    double[] theirs = new double[rounds];
    double[] compiling = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      our[round] = seconds(() -> rows(compiler.compile(text, language, time).sql()));
      theirs[round] = seconds(() -> rows(expert));
      compiling[round] =
          seconds(() -> compiler.withoutRunning().compile(text, language, time).sql());
    }
    double execution = Math.max(0, median(our) - median(compiling));
    double ratio = execution / median(theirs);
    System.out.printf(
        Locale.ROOT,
        "%-28s %7.0f ms %7.0f ms %7.2f %,9d %10.1f ms %10.1f ms%n",
        folder.getFileName(),
        execution * 1000,
        median(theirs) * 1000,
        ratio,
        rows,
        first * 1000,
        median(compiling) * 1000);
    return ratio;
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private long rows(String sql) {
    long count = 0;
    try (Rows rows = engine.run(sql)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** No query here asks for countries. */
  private static final class Nowhere implements CountryLookup {
    @Override
    public @Nullable String isoCode(String address) {
      return null;
    }

    @Override
    public @Nullable String name(String address) {
      return null;
    }
  }
}
