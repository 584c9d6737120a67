package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code flowproof detect --once} with two shipped rules beside DuckDB running their hand-written
 * equivalents over {@code read_csv}, in turn, in one run. Usage: {@code DetectBenchmark ROOT DATA
 * RECORDS OBJECTS ROUNDS RECORDS_PER_CLIENT}.
 *
 * <p>Each language of a rule is a query of its own, on both sides: with two rules in KQL and SPL
 * the rival runs four queries over the raw logs. Both are whole processes, start-up included.
 */
public final class DetectBenchmark {
  private static final double MIB = 1 << 20;

  /** The rules that somebody wrote by hand in SQL as well, {@code bench/rival}. */
  private static final List<String> RULES = List.of("external-scan", "bulk-exfiltration");

  private final Path root;
  private final Path data;
  private final int rounds;

  private DetectBenchmark(Path root, Path data, int rounds) {
    this.root = root;
    this.data = data;
    this.rounds = rounds;
  }

  /** Makes the data where it is missing, runs both sides in turn, prints medians and ratios. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Path.of(arguments[1]);
    int records = Integer.parseInt(arguments[2]);
    FlowLogGenerator.main(new String[] {data.toString(), arguments[2], arguments[3], arguments[5]});
    DetectBenchmark benchmark =
        new DetectBenchmark(Path.of(arguments[0]), data, Integer.parseInt(arguments[4]));
    print(
        "%,d records in %s objects, %s for each client, %d rounds%n"
            .formatted(records, arguments[3], arguments[5], benchmark.rounds));
    benchmark.compare("KQL and SPL", "both", 2);
    benchmark.compare("KQL only", "kql", 1);
  }

  private void compare(String title, String language, int textsPerRule)
      throws IOException, InterruptedException {
    List<String> product =
        new ArrayList<>(
            List.of(
                root.resolve("flowproof").toString(), "detect", "--once", "--language", language));
    RULES.forEach(rule -> product.addAll(List.of("--rule", rule)));
    product.add(data.toString());
    List<String> rival = new ArrayList<>();
    rival.add(ProcessHandle.current().info().command().orElse("java"));
    rival.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DuckDbRival.class.getName(),
            data.toString()));
    for (int i = 0; i < textsPerRule; i++) {
      for (String rule : RULES) {
        rival.add(root.resolve("bench/rival/" + rule + ".sql").toString());
      }
    }
    Measured.run(product);
    Measured[] ours = new Measured[rounds];
    Measured[] theirs = new Measured[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ours[round] = Measured.run(product);
      theirs[round] = Measured.run(rival);
      ratios[round] = ours[round].seconds() / theirs[round].seconds();
    }
    print(title + ":");
    row("flowproof detect --once", ours);
    row("DuckDB read_csv, " + 2 * textsPerRule + " queries", theirs);
    print(
        "  ratio %.2f (%s)%n"
            .formatted(
                median(ratios),
                Arrays.stream(ratios)
                    .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                    .collect(Collectors.joining(", "))));
  }

  private static void row(String name, Measured[] runs) {
    double[] seconds = Arrays.stream(runs).mapToDouble(Measured::seconds).toArray();
    double[] peaks = Arrays.stream(runs).mapToDouble(Measured::peakBytes).toArray();
    print(
        "  %-34s %7.2f s   peak %,6.0f MiB%n"
            .formatted(name, median(seconds), median(peaks) / MIB));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @SuppressWarnings("SystemOut") // The program's result.
  private static void print(String text) {
    System.out.print(text.endsWith("\n") ? text : text + "\n");
  }
}
