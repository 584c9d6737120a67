package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.flowlog.decode.ReadTotals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The given lines of shipped tests are flow logs in which no line is rejected. */
class ShippedTestsDecodeTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"packs/vpc-flow", "examples/blog"})
  void withoutARejectedLine(String pack) throws Exception {
    int cases = 0;
    for (Rule rule : Pack.load(ROOT.resolve(pack)).rules()) {
      for (TestCase test : rule.tests()) {
        for (Given.ArrivingLog log : test.given().logs()) {
          Files.writeString(folder.resolve(rule.name() + "-" + cases++ + ".log"), log.text());
        }
      }
    }
    ReadTotals totals =
        new FlowLogReader(ReadOptions.STANDARD)
            .read(List.of(folder), batch -> {}, ReadProgress.NONE)
            .totals();

    assertThat(totals.objects()).isEqualTo(cases).isPositive();
    assertThat(totals.headers()).isEqualTo(cases);
    assertThat(totals.lines()).isPositive();
    assertThat(totals.rejectsByKind()).isEmpty();
    assertThat(totals.formats()).allMatch(format -> format.format().splunkFormat() > 0);
  }
}
