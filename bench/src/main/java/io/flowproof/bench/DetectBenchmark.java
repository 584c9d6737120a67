package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code flowproof detect --once} with two shipped rules beside DuckDB running their hand-written
 * equivalents over {@code read_csv}, in turn, in one run. Usage: {@code DetectBenchmark ROOT DATA
 * RECORDS OBJECTS ROUNDS RECORDS_PER_CLIENT}.
 *
 * <p>Each language of a rule is a query of its own, on both sides: with two rules in KQL and SPL
 * the rival runs four queries over the raw logs. Both are whole processes, start-up included.
 */
public final class DetectBenchmark {
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
    Comparison.print(
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
    List<Path> asked = new ArrayList<>();
    for (int i = 0; i < textsPerRule; i++) {
      RULES.forEach(rule -> asked.add(root.resolve("bench/rival/" + rule + ".sql")));
    }
    List<String> rival = DuckDbRival.command(data, asked);
    Measured.run(product);
    Measured[] ours = new Measured[rounds];
    Measured[] theirs = new Measured[rounds];
    for (int round = 0; round < rounds; round++) {
      ours[round] = Measured.run(product);
      theirs[round] = Measured.run(rival);
    }
    Comparison.print(title + ":");
    Comparison.row("flowproof detect --once", ours);
    Comparison.row("DuckDB read_csv, " + 2 * textsPerRule + " queries", theirs);
    Comparison.ratio(ours, theirs);
  }
}
