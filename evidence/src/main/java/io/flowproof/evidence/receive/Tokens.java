package io.flowproof.evidence.receive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;

/**
 * The secrets of those who may deliver. Several are fine, so that one can be changed for another.
 */
public final class Tokens {
  private final List<byte[]> secrets;

  /**
   * Of these texts.
   *
   * @throws IllegalArgumentException if there is none, or one is blank
   */
  public Tokens(Collection<String> secrets) {
    if (secrets.isEmpty() || secrets.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("A token is needed, and none may be blank");
    }
    this.secrets = secrets.stream().map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Whether a text is one of them; how long it takes does not tell how much of it is right. */
  public boolean accept(String given) {
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    boolean accepted = false;
    for (byte[] secret : secrets) {
      accepted |= MessageDigest.isEqual(secret, bytes);
    }
    return accepted;
  }
}
