package io.flowproof.app.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.Observation;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Recorded;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Recording.Traffic;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String HOSTILE = "<script>alert(1)</script>";

  private final List<Rule> rules =
      Pack.load(
              Path.of(System.getProperty("flowproof.home", "."))
                  .resolve("packs/vpc-flow/reconnaissance/external-scan"))
          .rules();

  /** A proof whose every text tries to break out of the page. */
  private static Proof hostile() throws IOException {
    try (InputStream in = HtmlReportTest.class.getResourceAsStream("proof.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return ProofFile.parse("proof.json", text);
    }
  }

  /** The page without the library's code. */
  private static String page(Coverage coverage, @Nullable Proof against) {
    String html = HtmlReport.of(coverage, against);
    int library = html.indexOf("<script>", html.indexOf("id=\"charts\""));
    return html.substring(0, library);
  }

  @Test
  void saysThatNothingIsProvenWithoutAProof() {
    String page = page(Coverage.of(rules, null, null), null);
    assertThat(page)
        .contains("1 rule. No proof was given: nothing here is proven.")
        .contains(
            "<b>1 of 63</b><span>techniques that flow logs show or hint at have a rule</span>")
        .contains("<b>not measured</b>")
        .contains("Traffic to 169.254.169.254 is never logged")
        .doesNotContain("id=\"funnel\"");
  }

  @Test
  void everyTextOfRulesAndProofsIsText() throws IOException {
    String page = page(Coverage.of(rules, hostile(), null), null);
    assertThat(page)
        .doesNotContain(HOSTILE)
        .contains("pack &lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("<code>&lt;script&gt;alert(1)&lt;/script&gt;</code>")
        .contains("\"family\":\"slow-scan \\u003cscript>");
  }

  @Test
  void needsNothingBesideIt() throws IOException {
    Coverage coverage = Coverage.of(rules, hostile(), null);
    assertThat(page(coverage, null))
        .doesNotContain("<link")
        .doesNotContain(" src=")
        .doesNotContain("@import")
        .doesNotContain("url(");
    assertThat(HtmlReport.of(coverage, null))
        .contains("Licensed to the Apache Software Foundation");
  }

  @Test
  void isTheSameEveryTime() throws IOException {
    Coverage coverage = Coverage.of(rules, hostile(), null);
    assertThat(HtmlReport.of(coverage, null)).isEqualTo(HtmlReport.of(coverage, null));
  }

  @Test
  void showsLevelsAndTimesOfTheProof() throws IOException {
    String page = page(Coverage.of(rules, hostile(), null), null);
    assertThat(page)
        .contains("●●●●●</span> 5 replayed")
        .contains("Not what was proven, prove again: external-scan")
        .contains("id=\"delays\"")
        .contains("web-shop, simulated, 24 h")
        .doesNotContain("None of");
  }

  @Test
  void saysWhatChangedSinceAnOlderProof() throws IOException {
    Proof proof = hostile();
    Proof empty =
        new Proof(
            proof.version(),
            proof.tool(),
            proof.pack(),
            proof.made(),
            proof.seed(),
            proof.attack(),
            List.of(),
            null);
    assertThat(page(Coverage.of(rules, proof, null), empty))
        .contains("<td>no such rule</td><td>▲ 5 replayed</td>");
    assertThat(page(Coverage.of(rules, proof, null), proof))
        .contains("Nothing changed: levels, surviving mutants and alerts are what they were.");
  }

  @Test
  void marksWhatTheNetworkIsBlindTo() {
    Observation observation =
        new Observation(
            HOSTILE,
            Observation.Unit.INTERFACES,
            List.of(
                new Stretch(
                    "eni-1",
                    "",
                    1,
                    List.of(
                        new Recorded(
                            EnumSet.allOf(FlowLogField.class),
                            EnumSet.allOf(Traffic.class),
                            Duration.ofMinutes(1),
                            null))),
                new Stretch("eni-2", "", 3, List.of(Recorded.nothing("nobody looks")))),
            List.of("a doubt"));
    assertThat(page(Coverage.of(rules, null, observation), null))
        .contains("cell written blind")
        .contains("blind on 75 %")
        .contains("nobody looks (75 %)")
        .contains("<li>a doubt</li>")
        .doesNotContain(HOSTILE);
  }
}
