package io.flowproof.evidence.receive;

import io.flowproof.core.signing.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's certificate and private key in PEM, as certificate authorities hand them out. */
public final class ServerCertificate {
  private ServerCertificate() {}

  /**
   * Reads both.
   *
   * @param chain the certificate, then those that vouch for it
   * @param key its private key, in PKCS #8 and without a password
   * @throws IOException if a file cannot be read, or holds something else
   */
  public static SSLContext read(Path chain, Path key) throws IOException {
    try {
      Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(chain)))
              .toArray(Certificate[]::new);
      if (certificates.length == 0) {
        throw new IOException("'" + chain + "' holds no certificate in PEM");
      }
      String algorithm = certificates[0].getPublicKey().getAlgorithm();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(key, algorithm), new char[0], certificates);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "'%s' and '%s' are no certificate and its key in PEM: %s"
              .formatted(chain, key, e.getMessage()),
          e);
    }
  }

  private static PrivateKey key(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    byte[] der =
        Pem.read(Pem.PRIVATE_KEY, Files.readString(file, StandardCharsets.US_ASCII))
            .orElseThrow(
                () ->
                    new IOException(
                        "'%s' holds no block 'PRIVATE KEY' (openssl pkcs8 -topk8 -nodes -in KEY makes one)"
                            .formatted(file)));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
