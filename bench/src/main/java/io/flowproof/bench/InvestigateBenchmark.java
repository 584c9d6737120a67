package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code flowproof investigate ip} and {@code paths} over a lake of {@link ConversationGenerator}'s
 * records, each beside SQL that somebody writes by hand over the same files: the records of an
 * address by peer, port and hour; the pairs of hosts that speak by administrative ports or had not
 * spoken before. By hand nothing is put together to conversations. Then {@code gaps} over the same. Usage: {@code
 * InvestigateBenchmark ROOT DATA RECORDS DAYS ROUNDS}. Both sides are whole processes.
 */
public final class InvestigateBenchmark {
  private static final String IP =
      """
      WITH f AS MATERIALIZED (
        SELECT coalesce(pkt_srcaddr, srcaddr) AS s, coalesce(pkt_dstaddr, dstaddr) AS d, dstport, protocol,
          start_time, packets, bytes, action, tcp_flags
        FROM {files}
        WHERE srcaddr = '10.0.1.77' OR dstaddr = '10.0.1.77' OR pkt_srcaddr = '10.0.1.77'
          OR pkt_dstaddr = '10.0.1.77')
      SELECT 'peer', CASE s WHEN '10.0.1.77' THEN d ELSE s END AS k, sum(bytes), count(*) FROM f GROUP BY k
      UNION ALL SELECT 'port', CAST(dstport AS VARCHAR), sum(bytes), count(*) FROM f GROUP BY dstport
      UNION ALL SELECT 'hour', CAST(date_trunc('hour', start_time) AS VARCHAR) AS h, sum(bytes), count(*)
        FROM f GROUP BY h
      """;

  private static final String PATHS =
      """
      WITH r AS (
        SELECT coalesce(pkt_srcaddr, srcaddr) AS s, coalesce(pkt_dstaddr, dstaddr) AS d, dstport AS port,
          start_time, start_time >= TIMESTAMP '{day} 00:00:00' AS now
        FROM {files} WHERE action = 'ACCEPT' AND tcp_flags & 18 = 2),
      p AS (
        SELECT s, d, port, min(start_time) FILTER (now) AS first, count(*) FILTER (NOT now) AS before
        FROM r WHERE starts_with(s, '10.') AND starts_with(d, '10.') GROUP BY s, d, port)
      SELECT * FROM p WHERE first IS NOT NULL AND (port IN (22, 23, 135, 139, 445, 3389, 5985) OR before = 0)
      ORDER BY first
      """;

  private InvestigateBenchmark() {}

  /** Makes data and lake where they are missing, runs both sides in turn, prints what they took. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]);
    Path data = Path.of(arguments[1]);
    int days = Integer.parseInt(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    ConversationGenerator.main(
        new String[] {data.resolve("logs").toString(), arguments[2], arguments[3]});
    String product = root.resolve("flowproof").toString();
    Path lake = data.resolve("lake");
    make(product, data.resolve("logs"), lake);
    String files = "read_parquet('" + lake.resolve("flowproof/flow/data/**/*.parquet") + "')";
    String day = "2026-03-%02d".formatted(1 + days);
    List<String> ip = List.of(product, "investigate", "ip", "10.0.1.77", "--lake", lake.toString());
    List<String> paths =
        List.of(
            product,
            "investigate",
            "paths",
            "--from",
            "10.0.0.10",
            "--at",
            day + "T11:00:00Z",
            "--back",
            "11h",
            "--lake",
            lake.toString());
    List<String> ipByHand = DuckDbRival.command(data, data.resolve("ip.sql"), IP.replace("{files}", files));
    List<String> pathsByHand =
        DuckDbRival.command(data, data.resolve("paths.sql"), PATHS.replace("{files}", files).replace("{day}", day));
    List<String> gaps = List.of(product, "gaps", "--lake", lake.toString());
    Measured[][] runs = measure(List.of(ip, ipByHand, paths, pathsByHand, gaps), rounds);
    Comparison.print("%s records of %s days, %d rounds%n".formatted(arguments[2], arguments[3], rounds));
    Comparison.row("investigate ip", runs[0]);
    Comparison.row("SQL by hand", runs[1]);
    Comparison.ratio(runs[0], runs[1]);
    Comparison.row("investigate paths", runs[2]);
    Comparison.row("SQL by hand", runs[3]);
    Comparison.ratio(runs[2], runs[3]);
    Comparison.row("gaps", runs[4]);
  }

  /** A lake as somebody has it who looks after it: compacted, without the states before. */
  private static void make(String product, Path logs, Path lake)
      throws IOException, InterruptedException {
    if (!Files.exists(lake.resolveSibling("lake-complete"))) {
      Measured.run(List.of(product, "ingest", "--lake", lake.toString(), logs.toString()));
      Measured.run(List.of(product, "lake", "compact", "--lake", lake.toString()));
      Measured.run(
          List.of(product, "lake", "expire", "--lake", lake.toString(), "--older-than", "0s"));
      Files.writeString(lake.resolveSibling("lake-complete"), "");
    }
  }

  /** In turn, after a round that warms the files. */
  private static Measured[][] measure(List<List<String>> commands, int rounds)
      throws IOException, InterruptedException {
    Measured[][] runs = new Measured[commands.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < commands.size(); i++) {
        Measured run = Measured.run(commands.get(i));
        if (round >= 0) {
          runs[i][round] = run;
        }
      }
    }
    return runs;
  }
}
