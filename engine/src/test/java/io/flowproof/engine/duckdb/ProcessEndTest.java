package io.flowproof.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.engine.duckdb.ChildJvm.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left, and what is said, when a process ends otherwise than it should. */
@EnabledOnOs(OS.LINUX)
class ProcessEndTest {
  @TempDir Path parent;

  private List<Path> left() throws Exception {
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList();
    }
  }

  @Test
  void aQueryThatCannotBeStoppedEndsTheProcessAndLeavesNothing() throws Exception {
    End end = ChildJvm.run(StuckQuery.class, parent.toString());

    assertThat(end.error())
        .contains(
            "flowproof: ENGINE: A query went on after its timeout and could not be stopped; the process ends itself");
    assertThat(end.output()).isEmpty();
    assertThat(end.exitCode()).isEqualTo(5);
    assertThat(left()).isEmpty();
  }

  @Test
  void aFullDiskIsReportedWithPlaceAndBytesAndNothingIsLeft() throws Exception {
    End end = ChildJvm.run(StagingProcess.class, parent.toString(), "30", "0", "2000000");

    assertThat(end.output())
        .matches(
            "(?s)ENGINE: Cannot write the staging database in "
                + parent
                + "/flowproof-staging-\\d+, \\d+ bytes written and \\d+ bytes free there: .*"
                + "File too large.* \\(free space, or place it elsewhere with --staging DIR\\)\n");
    assertThat(left()).isEmpty();
  }

  @Test
  void anInterruptedProcessLeavesNothing() throws Exception {
    Process process =
        ChildJvm.start(StagingProcess.class, parent.toString(), "3", "60000", "unlimited");
    assertThat(process.inputReader().readLine()).isEqualTo("staged");
    assertThat(left()).hasSize(1);

    process.destroy();
    process.waitFor();

    assertThat(left()).isEmpty();
  }

  @Test
  void theNextProcessRemovesWhatAKilledOneLeft() throws Exception {
    Process process =
        ChildJvm.start(StagingProcess.class, parent.toString(), "3", "60000", "unlimited");
    assertThat(process.inputReader().readLine()).isEqualTo("staged");
    DuckDbStaging.open(parent, Engines.MEMORY).close();
    assertThat(left()).as("the process lives").hasSize(1);

    process.destroyForcibly();
    process.waitFor();

    assertThat(left()).hasSize(1);
    DuckDbStaging.open(parent, Engines.MEMORY).close();
    assertThat(left()).isEmpty();
  }
}
