package io.flowproof.evidence.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.evidence.custody.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private KeyStore keys;

  @BeforeEach
  void makeACertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
  }

  private void pem(String name, String label, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label));
  }

  @Test
  void whoTrustsTheCertificateCanDeliver() throws Exception {
    SSLContext tls = ServerCertificate.read(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    ReceiverOptions options =
        new ReceiverOptions(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Tokens(List.of("t")),
            tls,
            ReceiverOptions.LARGEST_BODY,
            ReceiverOptions.MOST_PENDING);
    Actor actor = new Actor("me@here", "flowproof", Clock.systemUTC());
    try (ReceivedObjects objects =
            new ReceivedObjects(
                folder.resolve("cases"), actor, "https://here", "receive", (day, kept) -> {});
        Receiver receiver =
            Receiver.start(options, objects, ReceiverEvents.NONE, Clock.systemUTC());
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      Sender sender = new Sender(client, "https://localhost:" + receiver.address().getPort());
      byte[] body = Sender.line(1).getBytes(StandardCharsets.UTF_8);

      assertThat(sender.hec("/raw", "Splunk t", body).statusCode()).isEqualTo(200);
    }
  }

  private SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Test
  void aKeyOfAnotherFormIsNamedWithWhatMakesTheRightOne() throws Exception {
    Path key =
        Files.writeString(
            folder.resolve("old.pem"),
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

    assertThatThrownBy(() -> ServerCertificate.read(folder.resolve("cert.pem"), key))
        .hasMessage(
            "'%s' holds no block 'PRIVATE KEY' (openssl pkcs8 -topk8 -nodes -in KEY makes one)"
                .formatted(key));
    assertThatThrownBy(() -> ServerCertificate.read(key, key))
        .hasMessageStartingWith(
            "'%s' and '%s' are no certificate and its key in PEM: ".formatted(key, key));
  }
}
