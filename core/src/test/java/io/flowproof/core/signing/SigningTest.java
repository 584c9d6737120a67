package io.flowproof.core.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path folder;

  @Property(tries = 50)
  void aSignatureHoldsForItsBytesAndForNoOthers(
      @ForAll byte[] message, @ForAll @IntRange(max = 63) int at) {
    byte[] signature = KEY.sign(message);
    assertThat(KEY.verifyingKey().verifies(message, signature)).isTrue();

    byte[] longer = java.util.Arrays.copyOf(message, message.length + 1);
    assertThat(KEY.verifyingKey().verifies(longer, signature)).isFalse();
    signature[at] ^= 1;
    assertThat(KEY.verifyingKey().verifies(message, signature)).isFalse();
  }

  @Test
  void whatIsNoSignatureVerifiesNothing() {
    assertThat(KEY.verifyingKey().verifies("m".getBytes(UTF_8), new byte[] {1, 2, 3})).isFalse();
  }

  /** The first test vector of RFC 8032, section 7.1. */
  @Test
  void agreesWithTheTestVectorOfTheSpecification() {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    byte[] der = new byte[44];
    System.arraycopy(hex.parseHex("302a300506032b6570032100"), 0, der, 0, 12);
    System.arraycopy(key, 0, der, 12, 32);
    VerifyingKey published = VerifyingKey.parse(Pem.write(Pem.PUBLIC_KEY, der)).orElseThrow();

    assertThat(
            published.verifies(
                new byte[0],
                hex.parseHex(
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")))
        .isTrue();
  }

  @Test
  void anEmptyFolderHasNoKey() throws IOException {
    assertThat(new KeyFolder(folder.resolve("none")).current()).isEmpty();
    assertThat(new KeyFolder(folder.resolve("none")).all()).isEmpty();
  }

  @Test
  void aKeyIsReadBackAndItsPrivateHalfIsForItsOwnerOnly() throws IOException {
    KeyFolder keys = new KeyFolder(folder.resolve("keys"));
    SigningKey made = keys.rotate();

    SigningKey read = keys.current().orElseThrow();
    byte[] message = "flows".getBytes(UTF_8);
    assertThat(read.sign(message)).isEqualTo(made.sign(message));
    assertThat(VerifyingKey.load(keys.publicFile(made.id()))).isEqualTo(made.verifyingKey());
    assertThat(mode(keys.folder().resolve(made.id() + ".key.pem"))).isEqualTo("rw-------");
    assertThat(mode(keys.folder())).isEqualTo("rwx------");
  }

  @Test
  void rotationKeepsOldSignaturesCheckableAndDestroysTheOldPrivateHalf() throws IOException {
    KeyFolder keys = new KeyFolder(folder.resolve("keys"));
    SigningKey old = keys.rotate();
    byte[] message = "flows".getBytes(UTF_8);
    byte[] signature = old.sign(message);

    SigningKey next = keys.rotate();

    assertThat(keys.current().orElseThrow().id()).isEqualTo(next.id()).isNotEqualTo(old.id());
    assertThat(keys.all()).containsExactlyInAnyOrder(old.verifyingKey(), next.verifyingKey());
    assertThat(VerifyingKey.load(keys.publicFile(old.id())).verifies(message, signature)).isTrue();
    assertThat(keys.folder().resolve(old.id() + ".key.pem")).doesNotExist();
  }

  @Test
  void saysWhichFileIsNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("a.pub.pem"), "hello");

    assertThatThrownBy(() -> VerifyingKey.load(file))
        .isInstanceOf(InvalidKeyFileException.class)
        .hasMessage(file + " holds no public key (must be a PEM block 'PUBLIC KEY' of Ed25519)");
  }

  @Test
  void refusesThePrivateHalfOfAnotherPair() throws IOException {
    KeyFolder keys = new KeyFolder(folder.resolve("keys"));
    SigningKey key = keys.rotate();
    Path secret = keys.folder().resolve(key.id() + ".key.pem");
    Files.writeString(secret, SigningKey.generate().secretPem());

    assertThatThrownBy(keys::current)
        .isInstanceOf(InvalidKeyFileException.class)
        .hasMessage(secret + " is not the private half of " + keys.publicFile(key.id()));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
