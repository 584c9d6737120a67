package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseCommandTest {
  @TempDir private Path temporary;
  private String folder = "";

  @BeforeEach
  void anOpenedIncident() {
    folder = temporary.resolve("incident-7").toString();
    CommandRun run =
        step(
            "open",
            "--finding",
            "bulk-exfiltration",
            "--technique",
            "T1048",
            "--began",
            "2026-03-02T09:20:00Z",
            "--at",
            "2026-03-02T09:45:00Z");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(folder + ": incident opened; head of the log ");
  }

  private CommandRun step(String step, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("case", step, "--case", folder, "--operator", "kim"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void meansAreOfTheLogAndNothingElse() {
    step("acknowledge", "--at", "2026-03-02T10:00:00Z");
    step("contain", "--at", "2026-03-02T10:45:00Z", "--note", "security group closed");

    CommandRun run = CommandRun.of("case", "times", folder);

    assertThat(run.out())
        .isEqualTo(
            """
            month    tactic        incidents  mean to detect  mean to acknowledge  mean to respond  mean to close
            -------  ------------  ---------  --------------  -------------------  ---------------  -------------
            2026-03  exfiltration          1          25 min               15 min              1 h              -
            1 row
            """);
    assertThat(CommandRun.of("case", "times", "--format", "csv", folder).out())
        .isEqualTo(
            """
            month,tactic,incidents,mean_to_detect_seconds,detect_of,mean_to_acknowledge_seconds,\
            acknowledge_of,mean_to_respond_seconds,respond_of,mean_to_close_seconds,close_of
            2026-03,exfiltration,1,1500,1,900,1,3600,1,,0
            """);
  }

  @Test
  void aStepThatCannotBeIsRefusedAndTheLogStaysAsItWas() {
    CommandRun run = step("contain", "--at", "2026-03-01T00:00:00Z");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "Cannot contain at 2026-03-01T00:00:00Z: the step before was at 2026-03-02T09:45:00Z");
    assertThat(step("close").code()).isZero();
  }

  @Test
  void beginsNoCaseForATechniqueThatDoesNotExist() {
    folder = temporary.resolve("other").toString();
    CommandRun run = step("open", "--finding", "x", "--technique", "T1685.002");
    assertThat(run.err())
        .contains(
            "ATT&CK 18.1 has no technique 'T1685.002' (it is of ATT&CK 19; here it is T1562.008)");
    assertThat(Path.of(folder)).doesNotExist();
  }
}
