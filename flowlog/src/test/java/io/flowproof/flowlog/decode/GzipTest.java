package io.flowproof.flowlog.decode;

import static io.flowproof.flowlog.decode.Logs.HEADER;
import static io.flowproof.flowlog.decode.Logs.HEADER_5;
import static io.flowproof.flowlog.decode.Logs.RDP;
import static io.flowproof.flowlog.decode.Logs.S3_REPLY;
import static io.flowproof.flowlog.decode.Logs.SSH;
import static io.flowproof.flowlog.decode.Logs.bytes;
import static io.flowproof.flowlog.decode.Logs.gzip;
import static io.flowproof.flowlog.decode.Logs.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipTest {
  @TempDir private Path folder;

  private ObjectAccount read(byte[] content) {
    return new Logs(folder).put("a.log.gz", content).readOne();
  }

  /** Lines that deflate cannot shorten much, so that a cut lies somewhere in the middle. */
  private static String lines(int count) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < count; i++) {
      text.append(SSH.replace("4249", String.valueOf(random.nextInt(1 << 30))));
    }
    return text.toString();
  }

  @Test
  void readsSeveralMembers() {
    ObjectAccount account =
        read(join(gzip(HEADER + SSH), gzip(""), gzip(RDP + RDP), gzip(HEADER_5 + S3_REPLY)));

    assertThat(account.flows()).isEqualTo(4);
    assertThat(account.headers()).isEqualTo(2);
    assertThat(account.damage()).isEmpty();
  }

  @Test
  void aMemberMayEndInTheMiddleOfALine() {
    byte[] text = bytes(HEADER + SSH + RDP);
    ObjectAccount account =
        read(
            join(gzip(Arrays.copyOf(text, 150)), gzip(Arrays.copyOfRange(text, 150, text.length))));

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.rejected()).isZero();
  }

  @Test
  void aMemberThatBeginsWithAHeaderBeginsALine() {
    ObjectAccount account =
        read(join(gzip((HEADER + SSH).stripTrailing()), gzip(HEADER_5 + S3_REPLY)));

    assertThat(account.headers()).isEqualTo(2);
    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.rejected()).isZero();
  }

  @Test
  void aCutObjectGivesEveryWholeLineBeforeTheCut() {
    String text = lines(5000);
    byte[] packed = gzip(text);
    ObjectAccount account = read(Arrays.copyOf(packed, packed.length / 2));

    assertThat(account.flows()).isGreaterThan(2000);
    assertThat(account.rejects()).singleElement().extracting(Reject::reason).isEqualTo("truncated");
    assertThat(account.rejects().getFirst().line()).isEqualTo(account.flows() + 2);
    assertThat(text).contains(account.rejects().getFirst().text());
    assertThat(account.damage())
        .containsExactly("gzip data is cut off at byte " + packed.length / 2 + ", in member 1");
  }

  @Test
  void aCutAtTheEndOfALineRejectsNothing() {
    byte[] packed = gzip(HEADER + SSH);
    ObjectAccount account = read(Arrays.copyOf(packed, packed.length - 3));

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.rejected()).isZero();
    assertThat(account.damage()).hasSize(1);
  }

  @Test
  void aCorruptObjectGivesEveryWholeLineBeforeTheDamage() {
    byte[] packed = gzip(lines(5000));
    byte[] noise = new byte[packed.length / 2 - 8];
    new Random(3).nextBytes(noise);
    System.arraycopy(noise, 0, packed, packed.length / 2, noise.length);
    ObjectAccount account = read(packed);

    assertThat(account.damage()).first().asString().startsWith("gzip data is corrupt near byte");
    assertThat(account.bytes()).isEqualTo(packed.length);
    assertThat(account.headers() + account.lines()).isEqualTo(linesInflatedByteByByte(packed) + 1);
    assertThat(account.flows()).isGreaterThan(2000);
  }

  /** The line ends that can be had from damaged data at all. */
  private static long linesInflatedByteByByte(byte[] packed) {
    Inflater inflater = new Inflater(true);
    inflater.setInput(packed, 10, packed.length - 10);
    byte[] one = new byte[1];
    long lines = 0;
    try {
      while (inflater.inflate(one) == 1) {
        lines += one[0] == '\n' ? 1 : 0;
      }
      throw new IllegalStateException("The data is not damaged");
    } catch (DataFormatException e) {
      return lines;
    } finally {
      inflater.end();
    }
  }

  @Test
  void aWrongChecksumIsDamageAndTheLinesCount() {
    byte[] packed = gzip(HEADER + SSH);
    packed[packed.length - 8] ^= 1;
    ObjectAccount account = read(join(packed, gzip(RDP)));

    assertThat(account.flows()).isEqualTo(2);
    assertThat(account.damage()).containsExactly("gzip member 1 fails its checksum");
  }

  @Test
  void damageThatCutsNothingLeavesTheLastLineWhole() {
    byte[] packed = gzip((HEADER + SSH).stripTrailing());
    packed[packed.length - 8] ^= 1;

    assertThat(read(packed).flows()).isEqualTo(1);
    assertThat(read(join(gzip((HEADER + SSH).stripTrailing()), bytes("garbage"))).flows())
        .isEqualTo(1);
  }

  @Test
  void aWrongLengthIsDamage() {
    byte[] packed = gzip(HEADER + SSH);
    packed[packed.length - 1] ^= 1;

    assertThat(read(packed).damage())
        .containsExactly("gzip member 1 does not have the length that it states");
  }

  @Test
  void whatFollowsTheLastMemberIsNamed() {
    ObjectAccount account = read(join(gzip(HEADER + SSH), bytes("garbage")));

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.damage()).containsExactly("7 bytes after gzip member 1 are not gzip data");
  }

  @Test
  void zerosAfterTheLastMemberArePadding() {
    assertThat(read(join(gzip(HEADER + SSH), new byte[512])).damage()).isEmpty();
  }

  @Test
  void readsTheOptionalPartsOfAHeader() {
    byte[] packed = gzip(HEADER + SSH);
    byte[] header = {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y'};
    byte[] names = bytes("name\0comment\0..");
    ObjectAccount account =
        read(join(header, names, Arrays.copyOfRange(packed, 10, packed.length)));

    assertThat(account.flows()).isEqualTo(1);
    assertThat(account.damage()).isEmpty();
  }

  @Test
  void anEmptyObjectIsFine() {
    for (byte[] content : new byte[][] {new byte[0], gzip("")}) {
      ObjectAccount account = read(content);

      assertThat(account.lines()).isZero();
      assertThat(account.damage()).isEmpty();
      assertThat(account.first()).isNull();
    }
  }

  @Test
  void theContentDecidesAndNotTheName() {
    ObjectAccount plain = read(bytes(HEADER + SSH));
    ObjectAccount packed = new Logs(folder.resolve("b")).put("b.log", gzip(HEADER + SSH)).readOne();

    assertThat(plain.flows()).isEqualTo(1);
    assertThat(packed.flows()).isEqualTo(1);
  }

  @Test
  void hashesTheObjectAsItLiesThere() throws Exception {
    byte[] packed = gzip(lines(3000));
    byte[] cut = Arrays.copyOf(packed, packed.length - 100);
    var digest = java.security.MessageDigest.getInstance("SHA-256");

    assertThat(read(cut).sha256())
        .isEqualTo(java.util.HexFormat.of().formatHex(digest.digest(cut)));
  }
}
