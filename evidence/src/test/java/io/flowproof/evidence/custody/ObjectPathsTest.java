package io.flowproof.evidence.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectPathsTest {
  @ParameterizedTest
  @CsvSource({
    "AWSLogs/1/vpcflowlogs/x.log.gz, AWSLogs/1/vpcflowlogs/x.log.gz",
    "../../etc/passwd, %2E%2E/%2E%2E/etc/passwd",
    "/absolute, %/absolute",
    "a//b, a/%/b",
    "50%/x:y, 50%25/x%3Ay",
  })
  void keepsOrdinaryNamesAndDisarmsTheOthers(String name, String path) {
    assertThat(ObjectPaths.of(name)).isEqualTo(path);
  }

  @Property(tries = 300)
  void noNameLeadsOutOfTheFolder(
      @ForAll @Chars({'.', '/', '%', 'a', '\\', '\u0000', '~'}) @StringLength(max = 12)
          String name) {
    Path root = Path.of("/case/objects");

    assertThat(root.resolve(ObjectPaths.of(name)).normalize())
        .isEqualTo(root.resolve(ObjectPaths.of(name)))
        .startsWithRaw(root);
  }

  @Property(tries = 300)
  void differentNamesHaveDifferentPaths(
      @ForAll @Chars({'.', '/', '%', '2', 'E', ':'}) @StringLength(max = 6) String one,
      @ForAll @Chars({'.', '/', '%', '2', 'E', ':'}) @StringLength(max = 6) String other) {
    assertThat(ObjectPaths.of(one).equals(ObjectPaths.of(other))).isEqualTo(one.equals(other));
  }

  @Property(tries = 20)
  void aLongNameGivesAFileNameThatSystemsTake(
      @ForAll @StringLength(min = 201, max = 1000) String name) {
    for (String segment : ObjectPaths.of(name).split("/")) {
      assertThat(segment.length()).isLessThanOrEqualTo(255);
    }
  }
}
