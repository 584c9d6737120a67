package io.flowproof.detection.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofFileTest {
  @Test
  void readsWhatItWrote() {
    Proof proof = Proofs.example();

    assertThat(ProofFile.parse("proof.json", ProofFile.print(proof))).isEqualTo(proof);
  }

  @Test
  void writesAMemberForEachComponentAndConstantsInSmallLetters() {
    assertThat(ProofFile.print(Proofs.example()))
        .startsWith(
            """
            {
              "version" : 1,
              "tool" : {
                "name" : "flowproof",
                "version" : "0.1.0"
              },
            """)
        .contains("\"made\" : \"2026-03-02T09:00:00Z\"")
        .contains("\"verdict\" : \"not_shown\"")
        .contains("\"missed\" : null")
        .doesNotContain("enough");
  }

  @Test
  void saysWhereAFileIsNoProof() {
    String text = ProofFile.print(Proofs.example());

    assertThatThrownBy(() -> ProofFile.parse("p.json", text.replace("\"level\"", "\"levle\"")))
        .isInstanceOf(InvalidProofException.class)
        .hasMessage("p.json:236:9: not a proof: Missing member 'level'");
    assertThatThrownBy(() -> ProofFile.parse("p.json", text.replace("2026-03-02T09:00:00Z", "x")))
        .hasMessageContaining("a time in ISO 8601");
    assertThatThrownBy(() -> ProofFile.parse("p.json", "{}"))
        .hasMessage("p.json is not a proof: it has no version");
    assertThatThrownBy(
            () -> ProofFile.parse("p.json", text.replace("\"version\" : 1", "\"version\" : 2")))
        .hasMessage("p.json has version 2 of the proof's format (this program reads version 1)");
  }

  @Test
  void aChangedFigureChangesTheDigestOfItsPartAlone() {
    Proof proof = Proofs.example();
    Map<String, String> before = ProofDigests.of(proof);
    String changed = ProofFile.print(proof).replace("\"fired\" : 30", "\"fired\" : 31");

    Map<String, String> after = ProofDigests.of(ProofFile.parse("p", changed));

    assertThat(after.keySet())
        .containsExactly(
            "external-scan/about",
            "external-scan/agreeing",
            "external-scan/replayed",
            "external-scan/robust",
            "external-scan/tested",
            "external-scan/valid",
            "head");
    assertThat(after)
        .allSatisfy(
            (part, digest) -> {
              if (part.equals("external-scan/agreeing")) {
                assertThat(digest).isNotEqualTo(before.get(part));
              } else {
                assertThat(digest).isEqualTo(before.get(part));
              }
            });
  }

  @Test
  void quantilesAreValuesThatWereSeen() {
    assertThat(Distribution.of(java.util.List.of(4.0, 1.0, 3.0, 2.0)))
        .contains(new Distribution(4, 1, 2, 4, 4));
    assertThat(Distribution.of(java.util.List.of())).isEmpty();
  }
}
