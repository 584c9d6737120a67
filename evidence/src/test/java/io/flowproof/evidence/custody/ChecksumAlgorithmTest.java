package io.flowproof.evidence.custody;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.evidence.custody.ChecksumAlgorithm.Sum;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check values of the CRC catalogue (of the digits 1 to 9), and known digests of them. */
class ChecksumAlgorithmTest {
  @ParameterizedTest
  @CsvSource({
    "CRC64NVME, ae8b14860a799888",
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "MD5, 25f9e794323b453885f5181f1b624d0b",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  })
  void agreesWithTheCheckValue(ChecksumAlgorithm algorithm, String value) {
    Sum sum = algorithm.begin();
    byte[] digits = "123456789".getBytes(US_ASCII);
    sum.update(digits, 4);
    byte[] rest = "56789".getBytes(US_ASCII);
    sum.update(rest, rest.length);

    assertThat(HexFormat.of().formatHex(sum.value())).isEqualTo(value);
  }
}
