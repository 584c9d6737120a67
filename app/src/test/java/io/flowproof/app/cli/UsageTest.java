package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void versionIsOneLine() {
    assertThat(CommandRun.of("--version")).isEqualTo(new CommandRun(0, "flowproof 0.1.0\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "query", "detect", "tables"})
  void everyCommandHelpsWithAnExample(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: flowproof " + command).contains("Example:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void withoutACommandSaysWhichThereAre() {
    CommandRun run = CommandRun.of();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("inspect", "query", "detect", "tables");
  }

  @Test
  void namesAnUnknownOptionAndWhereToLook() {
    assertThat(CommandRun.of("inspect", "--formt", "json", "."))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                """
                flowproof: Unknown option: '--formt'
                Possible solutions: --format
                Try 'flowproof inspect --help'.
                """));
  }

  @Test
  void namesAMissingPath() {
    assertThat(CommandRun.of("inspect", "no/such/folder"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                """
                flowproof: No such file or folder: no/such/folder
                Try 'flowproof inspect --help'.
                """));
  }

  @Test
  void rejectsATimeThatIsNone() {
    assertThat(CommandRun.of("query", "--sql", "select 1", "--at", "yesterday").err())
        .isEqualTo(
            """
            flowproof: Invalid value for option '--at': 'yesterday' is no time (must be like 2026-03-02T10:00:00Z or 2026-03-02; without Z it is UTC too)
            Try 'flowproof query --help'.
            """);
  }

  @Test
  void rejectsALimitThatNothingCanRunIn() {
    assertThat(CommandRun.of("query", "--sql", "select 1", "--memory", "1m").err())
        .isEqualTo(
            """
            flowproof: The memory limit must be 16 MiB or more: 1048576 bytes
            Try 'flowproof query --help'.
            """);
  }

  @Test
  void rejectsANetworkThatIsNone(@TempDir Path folder) {
    CommandRun run = CommandRun.of("inspect", "--internal", "10.0.0.0/33", folder.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("10.0.0.0/33");
  }

  @Test
  void rejectsALogFormatWithASlip(@TempDir Path folder) {
    assertThat(
            CommandRun.of("inspect", "--log-format", "${version} ${srcadr}", folder.toString())
                .err())
        .isEqualTo(
            """
            flowproof: Unknown field 'srcadr' in the log format (did you mean 'srcaddr'?)
            Try 'flowproof inspect --help'.
            """);
  }

  @Test
  void asksForExactlyOneQuery() {
    assertThat(CommandRun.of("query").code()).isEqualTo(2);
    assertThat(CommandRun.of("query", "--kql", "print 1", "--spl", "index=x").code()).isEqualTo(2);
  }

  @Test
  void namesAnUnknownTableAndTheNearest() {
    assertThat(CommandRun.of("tables", "AWSVPCFlows").err())
        .isEqualTo(
            """
            flowproof: Unknown table 'AWSVPCFlows' (did you mean 'AWSVPCFlow'?)
            Try 'flowproof tables --help'.
            """);
  }
}
