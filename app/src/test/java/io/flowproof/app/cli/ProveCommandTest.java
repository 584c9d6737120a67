package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack of two rules, one of which may be broken. */
class ProveCommandTest {
  private static final Path PACK = Installation.home().resolve("packs/vpc-flow");

  @TempDir private Path temporary;
  private Path pack;

  @BeforeEach
  void copy() throws IOException {
    pack = temporary.resolve("pack");
    for (String rule : new String[] {"external-scan", "horizontal-scan"}) {
      Path to = Files.createDirectories(pack.resolve(rule));
      try (Stream<Path> files = Files.list(PACK.resolve("reconnaissance").resolve(rule))) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
        }
      }
    }
  }

  private CommandRun prove(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("prove", "--pack", pack.toString(), "--level", "1", "--cache", "none"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void spoil(String rule) throws IOException {
    Path file = pack.resolve(rule).resolve("rule.yml");
    Files.writeString(file, Files.readString(file).replace("severity: ", "severity: very-"));
  }

  @Test
  void aRuleThatCannotBeReadStopsNoOther() throws IOException {
    spoil("horizontal-scan");

    CommandRun run = prove();

    assertThat(run.code()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.out()).contains("external-scan").contains("1 rule: 1 ");
    assertThat(run.err())
        .contains(pack.resolve("horizontal-scan/rule.yml") + ":")
        .contains("INVALID_RULE")
        .contains("rules that cannot be read are not in the proof");
  }

  @Test
  void nothingIsSaidOfRulesThatNobodyAskedFor() throws IOException {
    spoil("horizontal-scan");

    CommandRun run = prove("--rule", "external-scan");

    assertThat(run.out()).contains("external-scan").doesNotContain("horizontal-scan");
    assertThat(run.err()).doesNotContain("horizontal-scan");
  }

  @Test
  void whereNoRuleCanBeReadThereIsNoProof() throws IOException {
    spoil("horizontal-scan");

    CommandRun run = prove("--rule", "horizontal-scan");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("INVALID_RULE");
  }

  @Test
  void capturesMustBeThere() {
    CommandRun run = prove("--captures", temporary.resolve("nowhere").toString());

    assertThat(run.code()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.err()).contains("No such folder of captures: " + temporary.resolve("nowhere"));
  }
}
