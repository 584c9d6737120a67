package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.lint.Lint;
import io.flowproof.detection.pack.lint.LintFinding;
import io.flowproof.query.Language;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packs that ship load, and the checks let them pass. */
class ShippedPacksTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @ParameterizedTest
  @ValueSource(strings = {"packs/vpc-flow", "examples/blog"})
  void passTheirChecks(String pack) {
    assertThat(Lint.findings(Pack.load(ROOT.resolve(pack)))).map(LintFinding::render).isEmpty();
  }

  @Test
  void holdTheirRules() {
    assertThat(Pack.load(ROOT.resolve("examples/blog")).rules())
        .extracting(Rule::name)
        .containsExactly("exfiltration", "exfiltration-repaired", "reconnaissance");
  }

  @Test
  void theBlogsTextsAreUnchanged() {
    Pack blog = Pack.load(ROOT.resolve("examples/blog"));
    assertThat(blog.rule("exfiltration").orElseThrow().text(Language.KQL).orElseThrow().text())
        .isEqualTo(
            """
            VPCFlow
            | where Direction == "Outbound" and BytesSent > 50000000
            | extend Geo = geo_info(DstIP)
            | where Geo not in ("IN", "US")
            """);
    assertThat(blog.rule("reconnaissance").orElseThrow().text(Language.KQL).orElseThrow().text())
        .isEqualTo(
            """
            VPCFlow
            | where Direction == "Inbound" and Action == "ACCEPT"
            | summarize Count = count() by SrcIP, DstPort
            | where Count > 100 and DstPort in (22, 3389, 1433)
            """);
    assertThat(blog.rule("reconnaissance").orElseThrow().text(Language.SPL).orElseThrow().text())
        .isEqualTo(
            """
            index=vpc_flow_logs action=ACCEPT
            | stats count by src_ip, dest_port
            | where count > 100 AND dest_port IN (22, 3389, 1433)
            """);
  }
}
