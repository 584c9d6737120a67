package io.flowproof.detection.proof;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who vouches for a proof. What is signed is the list of digests, so that one who finds the proof
 * changed can say which figures were.
 *
 * @param algorithm {@code Ed25519}
 * @param publicKey of the signer, as a PEM block {@code PUBLIC KEY}
 * @param digests SHA-256 in hex of each part of the proof, by its name: {@code head}, and {@code
 *     rule/part} for every rule and each of {@code about}, {@code valid}, {@code tested}, {@code
 *     agreeing}, {@code robust}, {@code replayed}
 * @param value the signature in Base64, over the lines {@code digest name}, sorted by name
 */
public record Signature(
    String algorithm, String publicKey, Map<String, String> digests, String value) {
  /** Copies the map, sorted by name. */
  public Signature {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
  }
}
