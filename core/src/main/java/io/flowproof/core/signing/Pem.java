package io.flowproof.core.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Textual encoding of keys (RFC 7468): one block of one label. */
public final class Pem {
  /** The label of a private key in PKCS #8. */
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  static final String PUBLIC_KEY = "PUBLIC KEY";

  private static final Base64.Encoder ENCODER =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String write(String label, byte[] der) {
    return begin(label) + "\n" + ENCODER.encodeToString(der) + "\n" + end(label) + "\n";
  }

  /** The bytes of the block, or nothing where the text has no whole block of that label. */
  public static Optional<byte[]> read(String label, String text) {
    int from = text.indexOf(begin(label));
    int to = text.indexOf(end(label));
    if (from < 0 || to < from) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getMimeDecoder().decode(text.substring(from + begin(label).length(), to).strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
