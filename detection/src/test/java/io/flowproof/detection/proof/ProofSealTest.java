package io.flowproof.detection.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.signing.SigningKey;
import io.flowproof.detection.proof.ProofSeal.Seal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofSealTest {
  private final SigningKey key = SigningKey.generate();

  @Test
  void isValidWithTheSignersKeyAfterBeingWrittenAndRead() {
    Proof signed = ProofSeal.sign(Proofs.example(), key);
    Proof read = ProofFile.parse("proof.json", ProofFile.print(signed));

    assertThat(ProofSeal.check(read, List.of(key.verifyingKey())))
        .isEqualTo(new Seal.Valid(key.verifyingKey()));
  }

  @Test
  void isIntactBySomebodyUnknownWithoutTheSignersKey() {
    Proof signed = ProofSeal.sign(Proofs.example(), key);

    assertThat(ProofSeal.check(signed, List.of()))
        .isEqualTo(new Seal.UnknownSigner(key.verifyingKey()));
    assertThat(ProofSeal.check(signed, List.of(SigningKey.generate().verifyingKey())))
        .isEqualTo(new Seal.UnknownSigner(key.verifyingKey()));
  }

  @Test
  void namesTheRuleAndTheFiguresThatWereChanged() {
    String signed = ProofFile.print(ProofSeal.sign(Proofs.example(), key));
    Proof changed =
        ProofFile.parse(
            "p",
            signed
                .replace("\"survived\"", "\"killed\"")
                .replace("\"fired\" : 30", "\"fired\" : 31"));

    assertThat(ProofSeal.check(changed, List.of(key.verifyingKey())))
        .isEqualTo(
            new Seal.Changed(
                List.of("external-scan/agreeing: was changed (the figures of level 3)")));
  }

  @Test
  void namesARuleThatWasTakenOut() {
    Proof two = ProofSeal.sign(Proofs.of(Proofs.rule("a"), Proofs.rule("b")), key);
    Proof one = Proofs.of(Proofs.rule("a")).with(two.signature());

    assertThat(ProofSeal.check(one, List.of(key.verifyingKey())))
        .isEqualTo(
            new Seal.Changed(
                List.of(
                    "b/about: was taken out",
                    "b/agreeing: was taken out",
                    "b/replayed: was taken out",
                    "b/robust: was taken out",
                    "b/tested: was taken out",
                    "b/valid: was taken out",
                    "head: was changed (tool, pack, time, seed, or which rules there are)")));
  }

  @Test
  void isForgedWhenDigestsAreMadeToFit() {
    Proof signed = ProofSeal.sign(Proofs.example(), key);
    Proof other = Proofs.of(Proofs.rule("another"));
    Signature old = signed.signature();
    Proof forged =
        other.with(
            new Signature(old.algorithm(), old.publicKey(), ProofDigests.of(other), old.value()));

    assertThat(ProofSeal.check(forged, List.of(key.verifyingKey())))
        .isEqualTo(
            new Seal.Forged(
                "the digests were not signed with the key that the proof names (Ed25519 key %s)"
                    .formatted(key.id())));
  }

  @Test
  void saysThatNobodySigned() {
    assertThat(ProofSeal.check(Proofs.example(), List.of())).isEqualTo(new Seal.Unsigned());
  }
}
