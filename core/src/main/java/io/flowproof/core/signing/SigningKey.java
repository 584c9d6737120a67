package io.flowproof.core.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/**
 * A key pair that signs. The private half is a PEM block {@code PRIVATE KEY} (PKCS #8, RFC 8410);
 * whoever has it can sign.
 */
public final class SigningKey {
  private final PrivateKey secret;
  private final VerifyingKey verifying;

  private SigningKey(PrivateKey secret, VerifyingKey verifying) {
    this.secret = secret;
    this.verifying = verifying;
  }

  /** A new pair. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), new VerifyingKey(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no " + VerifyingKey.ALGORITHM, e);
    }
  }

  /** Reads both halves; nothing where the text holds no private key, or one of another pair. */
  static Optional<SigningKey> parse(String secretPem, VerifyingKey verifying) {
    return Pem.read(Pem.PRIVATE_KEY, secretPem)
        .flatMap(SigningKey::decode)
        .map(secret -> new SigningKey(secret, verifying))
        .filter(pair -> verifying.verifies(new byte[0], pair.sign(new byte[0])));
  }

  private static Optional<PrivateKey> decode(byte[] der) {
    try {
      KeyFactory factory = KeyFactory.getInstance(VerifyingKey.ALGORITHM);
      return Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no " + VerifyingKey.ALGORITHM, e);
    }
  }

  /** The id of the pair, see {@link VerifyingKey#id()}. */
  public String id() {
    return verifying.id();
  }

  /** The half that may be given away. */
  public VerifyingKey verifyingKey() {
    return verifying;
  }

  /** A signature of 64 bytes over exactly these bytes; the same bytes give the same signature. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK cannot sign with " + VerifyingKey.ALGORITHM, e);
    }
  }

  String secretPem() {
    return Pem.write(Pem.PRIVATE_KEY, secret.getEncoded());
  }
}
