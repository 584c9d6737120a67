package io.flowproof.detection.proof;

import io.flowproof.core.signing.SigningKey;
import io.flowproof.core.signing.VerifyingKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** Signs proofs, and tells what became of a signed one. */
public final class ProofSeal {
  private static final String ALGORITHM = "Ed25519";

  private ProofSeal() {}

  /** The proof with a signature over the digests of all its parts. */
  public static Proof sign(Proof proof, SigningKey key) {
    SortedMap<String, String> digests = ProofDigests.of(proof);
    String value = Base64.getEncoder().encodeToString(key.sign(ProofDigests.signed(digests)));
    return proof.with(new Signature(ALGORITHM, key.verifyingKey().pem(), digests, value));
  }

  /** What can be said of a proof. */
  public sealed interface Seal {
    /** It carries no signature. */
    record Unsigned() implements Seal {}

    /** Nothing was changed since a trusted key signed it. */
    record Valid(VerifyingKey signer) implements Seal {}

    /**
     * Nothing was changed since somebody signed it, and nobody vouches for who: no key was given,
     * or another one.
     */
    record UnknownSigner(VerifyingKey signer) implements Seal {}

    /**
     * Something was changed after it was signed.
     *
     * @param parts the parts that differ from what was signed, a sentence each
     */
    record Changed(List<String> parts) implements Seal {}

    /** The signature itself is none of its key's: whoever changed something changed the digests. */
    record Forged(String problem) implements Seal {}
  }

  /**
   * Checks a proof.
   *
   * @param trusted the keys whose signature is enough; may be empty
   */
  public static Seal check(Proof proof, Collection<VerifyingKey> trusted) {
    Signature signature = proof.signature();
    if (signature == null) {
      return new Seal.Unsigned();
    }
    if (!signature.algorithm().equals(ALGORITHM)) {
      return new Seal.Forged(
          "the signature's algorithm is %s (must be %s)"
              .formatted(signature.algorithm(), ALGORITHM));
    }
    Optional<VerifyingKey> signer = VerifyingKey.parse(signature.publicKey());
    if (signer.isEmpty()) {
      return new Seal.Forged("the signer's key is no public key of Ed25519");
    }
    byte[] value;
    try {
      value = Base64.getDecoder().decode(signature.value());
    } catch (IllegalArgumentException e) {
      return new Seal.Forged("the signature is not Base64");
    }
    if (!signer.get().verifies(ProofDigests.signed(signature.digests()), value)) {
      return new Seal.Forged(
          "the digests were not signed with the key that the proof names (%s)"
              .formatted(signer.get()));
    }
    List<String> changed = changed(signature.digests(), ProofDigests.of(proof));
    if (!changed.isEmpty()) {
      return new Seal.Changed(changed);
    }
    return trusted.contains(signer.get())
        ? new Seal.Valid(signer.get())
        : new Seal.UnknownSigner(signer.get());
  }

  private static List<String> changed(Map<String, String> signed, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(signed.keySet());
    names.addAll(now.keySet());
    List<String> changed = new ArrayList<>();
    for (String name : names) {
      if (!now.containsKey(name)) {
        changed.add(name + ": was taken out");
      } else if (!signed.containsKey(name)) {
        changed.add(name + ": was put in");
      } else if (!now.get(name).equals(signed.get(name))) {
        changed.add(name + ": was changed (" + meaning(name) + ")");
      }
    }
    return changed;
  }

  private static String meaning(String name) {
    return switch (name.substring(name.indexOf('/') + 1)) {
      case "head" -> "tool, pack, time, seed, or which rules there are";
      case "about" -> "the rule's texts, status, level or times";
      case "valid" -> "the figures of level 1";
      case "tested" -> "the figures of level 2";
      case "agreeing" -> "the figures of level 3";
      case "robust" -> "the figures of level 4";
      case "replayed" -> "the figures of level 5";
      default -> "unknown part";
    };
  }
}
