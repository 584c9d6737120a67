package io.flowproof.app.cli;

import static io.flowproof.app.cli.LogFolder.HEADER;
import static io.flowproof.app.cli.LogFolder.flow;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
  private static final String SQL =
      "select srcaddr, sum(bytes) as bytes, min(start_time) as first, null as nothing"
          + " from flow group by srcaddr order by srcaddr";

  @TempDir private Path temporary;
  private LogFolder logs;

  @BeforeEach
  void makeFolder() {
    logs =
        new LogFolder(temporary.resolve("logs"))
            .write(
                "a.log",
                HEADER,
                flow(0, "203.0.113.7", "10.0.0.5", 22, "ACCEPT"),
                flow(1, "203.0.113.7", "10.0.0.5", 22, "ACCEPT"),
                flow(2, "198.51.100.9", "10.0.0.5", 443, "ACCEPT"));
  }

  private CommandRun sql(String... more) {
    String[] arguments = {"query", "--logs", logs.toString(), "--sql", SQL};
    return CommandRun.of(
        java.util.stream.Stream.of(arguments, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }

  @Test
  void saysThatNetworksMustBeNamedWhereFlowsHaveNoDirection() throws Exception {
    Path log =
        Files.writeString(
            temporary.resolve("global.log"),
            """
            2 123456789012 eni-1 2001:db8::1 2001:db8::2 1 2 6 1 60 1715677200 1715677210 ACCEPT OK
            """);
    String text = "VPCFlow | where Direction == 'Inbound' | count";

    assertThat(CommandRun.of("query", "--logs", log.toString(), "--kql", text).err())
        .contains(
            "note: some flows have no direction, both their ends being outside the known networks;"
                + " name the VPC's with --internal CIDR");
    assertThat(
            CommandRun.of(
                    "query",
                    "--logs",
                    log.toString(),
                    "--internal",
                    "2001:db8::2/128",
                    "--kql",
                    text)
                .err())
        .doesNotContain("note:");
  }

  @Test
  void findsColumnsInTheDataAndExplainsHow() {
    String text =
        "AWSVPCFlow | evaluate pivot(DstPort, count(), SrcAddr) | where ['22'] > 1 | project SrcAddr";

    assertThat(CommandRun.of("query", "--logs", logs.toString(), "--kql", text).out())
        .contains("203.0.113.7")
        .doesNotContain("198.51.100.9");
    assertThat(CommandRun.of("query", "--explain", "--kql", text).out())
        .contains("SQL that runs first")
        .contains("dstport");
  }

  @Test
  void alignsATable() {
    assertThat(sql())
        .isEqualTo(
            new CommandRun(
                0,
                """
                srcaddr       bytes  first                 nothing
                ------------  -----  --------------------  -------
                198.51.100.9   4000  2026-03-02T10:02:00Z
                203.0.113.7    8000  2026-03-02T10:00:00Z
                2 rows
                """,
                ""));
  }

  @Test
  void writesOneJsonArray() {
    assertThat(sql("--format", "json").out())
        .isEqualTo(
            """
            [
            {"srcaddr":"198.51.100.9","bytes":4000,"first":"2026-03-02T10:02:00Z","nothing":null},
            {"srcaddr":"203.0.113.7","bytes":8000,"first":"2026-03-02T10:00:00Z","nothing":null}
            ]
            """);
  }

  @Test
  void writesAnObjectALine() {
    assertThat(sql("--format", "ndjson").out())
        .isEqualTo(
            """
            {"srcaddr":"198.51.100.9","bytes":4000,"first":"2026-03-02T10:02:00Z","nothing":null}
            {"srcaddr":"203.0.113.7","bytes":8000,"first":"2026-03-02T10:00:00Z","nothing":null}
            """);
  }

  @Test
  void writesCommaSeparatedValues() {
    assertThat(sql("--format", "csv").out())
        .isEqualTo(
            """
            srcaddr,bytes,first,nothing
            198.51.100.9,4000,2026-03-02T10:02:00Z,
            203.0.113.7,8000,2026-03-02T10:00:00Z,
            """);
  }

  @Test
  void needsNoLogsWhereNoTableIsAskedFor() {
    assertThat(CommandRun.of("query", "--sql", "select 1 + 1 as two"))
        .isEqualTo(new CommandRun(0, "two\n---\n  2\n1 row\n", ""));
  }

  @Test
  void saysThatThereAreNoRows() {
    assertThat(CommandRun.of("query", "--sql", "select 1 as one where false").out())
        .isEqualTo("0 rows\n");
  }

  @Test
  void takesTheLanguageFromTheEndOfTheFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("two.sql"), "select 2 as two");
    assertThat(CommandRun.of("query", "--format", "csv", "--file", file.toString()).out())
        .isEqualTo("two\n2\n");
    assertThat(CommandRun.of("query", "--file", "rule.txt").err())
        .isEqualTo(
            """
            flowproof: Cannot tell the language of 'rule.txt' (must end in .kql, .spl, .sql or .yml)
            Try 'flowproof query --help'.
            """);
  }

  @Test
  void leavesNothingInTheStagingDirectory() throws IOException {
    Path staging = temporary.resolve("staging");
    assertThat(sql("--staging", staging.toString()).code()).isZero();
    try (var left = Files.list(staging)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void showsARowAsABlockWhereATableIsWiderThanTheTerminal() {
    assertThat(
            CommandRun.onTerminal(40, "query", "--sql", "select 'abc' as a, repeat('x', 50) as b")
                .out()
                .replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo("row 1\n  a  abc\n  b  " + "x".repeat(50) + "\n1 row\n");
  }

  @Test
  void writesOutWhatCouldMoveTheCursor() {
    assertThat(CommandRun.of("query", "--sql", "select chr(27) || '[2J' || chr(10) as a").out())
        .isEqualTo(
            "a\n-------------\n\\u001b[2J\\n\n1 row\n".replace("-------------", "-".repeat(11)));
  }

  @Test
  void cannotReachAFile() {
    assertThat(CommandRun.of("query", "--sql", "select * from read_csv('/etc/passwd')"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                """
                <sql>:1:15: FORBIDDEN: The table function 'read_csv' may not be used (allowed are generate_series, json_each, json_tree, range, repeat, unnest)
                  select * from read_csv('/etc/passwd')
                                ^^^^^^^^^^^^^^^^^^^^^^^
                """));
  }

  @Test
  void stopsAtTheTimeout() {
    CommandRun run =
        CommandRun.of(
            "query", "--timeout", "300ms", "--sql", "select count(*) from range(1000000000000)");
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).startsWith("flowproof: TIMEOUT: ");
  }

  @Test
  void answersInKqlAsSentinelWould() {
    assertThat(
            CommandRun.of(
                "query",
                "--logs",
                logs.toString(),
                "--kql",
                "AWSVPCFlow | where TimeGenerated > ago(2m) | project TimeGenerated, DstPort"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                TimeGenerated         DstPort
                --------------------  -------
                2026-03-02T10:01:00Z       22
                2026-03-02T10:02:00Z      443
                2 rows
                """,
                """
                flowproof: now() is 2026-03-02T10:02:59Z, the end of the logs (--at TIME sets it)
                """));
  }

  @Test
  void answersInSplAsSplunkWould() {
    assertThat(
            CommandRun.of(
                "query",
                "--logs",
                logs.toString(),
                "--at",
                "2026-03-02 10:02:00",
                "--format",
                "csv",
                "--spl",
                "sourcetype=aws:cloudwatchlogs:vpcflow | stats count by src_ip"))
        .isEqualTo(new CommandRun(0, "src_ip,count\n198.51.100.9,1\n203.0.113.7,2\n", ""));
  }

  @Test
  void leavesOutWhatBeginsOutsideTheGivenTime() {
    String[] query = {
      "query",
      "--logs",
      logs.toString(),
      "--at",
      "2026-03-03",
      "--format",
      "csv",
      "--from",
      "2026-03-02T10:01:00Z",
      "--to",
      "2026-03-02T10:02:00Z",
      "--kql",
      "AWSVPCFlow | project DstPort"
    };
    assertThat(CommandRun.of(query)).isEqualTo(new CommandRun(0, "DstPort\n22\n", ""));
  }

  @Test
  void writesDynamicValuesAsJson() {
    assertThat(
            CommandRun.of(
                    "query",
                    "--format",
                    "ndjson",
                    "--kql",
                    "print a = dynamic({\"b\": [1, \"c\"]})")
                .out())
        .isEqualTo("{\"a\":{\"b\":[1,\"c\"]}}\n");
  }

  @Test
  void pointsAtWhatIsWrong() {
    assertThat(CommandRun.of("query", "--kql", "print 1 | whre true"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                """
                <kql>:1:11: UNKNOWN_OPERATOR: Unknown operator 'whre' (did you mean 'where'?)
                  print 1 | whre true
                            ^^^^
                """));
  }

  @Test
  void tellsWhatIsNotSupportedFromWhatIsWrong() {
    CommandRun run = CommandRun.of("query", "--kql", "print x = 1 | reduce by x");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).startsWith("<kql>:1:15: UNSUPPORTED: ");
  }

  @Test
  void explainsWithoutRunning() {
    CommandRun run =
        CommandRun.of(
            "query", "--explain", "--kql", "AWSVPCFlow | where Action == 'REJECT' | count");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Tree\n(").contains("\nAlgebra\n", "\nSQL\nSELECT ");
  }
}
