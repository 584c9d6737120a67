package io.flowproof.core.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The public half of a key: checks signatures. On disk and inside documents it is a PEM block
 * {@code PUBLIC KEY} (X.509 SubjectPublicKeyInfo, RFC 8410).
 */
public final class VerifyingKey {
  static final String ALGORITHM = "Ed25519";
  private static final int ID_BYTES = 8;

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file.
   *
   * @throws InvalidKeyFileException if the file holds no Ed25519 public key
   * @throws IOException if it cannot be read
   */
  public static VerifyingKey load(Path file) throws IOException {
    return parse(Files.readString(file))
        .orElseThrow(
            () ->
                new InvalidKeyFileException(
                    file + " holds no public key (must be a PEM block 'PUBLIC KEY' of Ed25519)"));
  }

  /** Reads PEM text; nothing where it holds no Ed25519 public key. */
  public static Optional<VerifyingKey> parse(String pem) {
    return Pem.read(Pem.PUBLIC_KEY, pem).flatMap(VerifyingKey::decode);
  }

  private static Optional<VerifyingKey> decode(byte[] der) {
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      return Optional.of(new VerifyingKey(factory.generatePublic(new X509EncodedKeySpec(der))));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no " + ALGORITHM, e);
    }
  }

  /** The first 16 hexadecimal digits of the SHA-256 of the key's DER form. */
  public String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no SHA-256", e);
    }
  }

  /** As PEM text, with a line end after the last line. */
  public String pem() {
    return Pem.write(Pem.PUBLIC_KEY, key.getEncoded());
  }

  /** Whether the private half of this key made the signature over exactly these bytes. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // Not even the form of a signature.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK cannot verify with " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that
        && Arrays.equals(key.getEncoded(), that.key.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key.getEncoded());
  }

  /** {@code Ed25519 key 0123456789abcdef}. */
  @Override
  public String toString() {
    return ALGORITHM + " key " + id();
  }
}
