package io.flowproof.detection.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is in the files, loading gives a pack or says what is wrong with it. */
class SpoiledRuleTest {
  @TempDir Path folder;

  @Property(tries = 100)
  void whateverIsWrongIsSaidAtAPlaceInTheFile(
      @ForAll @IntRange(max = 400) int at,
      @ForAll @IntRange(max = 20) int cut,
      @ForAll @StringLength(max = 6) String put)
      throws IOException {
    Path pack = Files.createDirectories(Path.of("target", "spoiled-rules"));
    String text = RuleDirectory.RULE;
    int from = Math.min(at, text.length());
    int to = Math.min(from + cut, text.length());
    String spoiled = text.substring(0, from) + put + text.substring(to);
    if (!spoiled.equals(new String(spoiled.getBytes(UTF_8), UTF_8))) {
      return; // Half a surrogate pair cannot be in a file.
    }
    RuleDirectory.valid(pack, "knock").with("rule.yml", spoiled);

    Throwable thrown = catchThrowable(() -> Pack.load(pack));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(InvalidPackException.class);
      for (PackProblem problem : ((InvalidPackException) thrown).problems()) {
        assertThat(problem.diagnostic().span().end())
            .isLessThanOrEqualTo(problem.source().text().length());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''              | The file is empty
          5               | Invalid file: 5 (must be a map)
          '- 1'           | Invalid file: a list (must be a map)
          '~'             | Invalid file: nothing (must be a map)
          '[[[[[['        | Not YAML: expected the node content, but found '<stream end>'
          """)
  void refusesWhatIsNoMap(String text, String message) {
    RuleDirectory.valid(folder, "knock").with("rule.yml", text);

    InvalidPackException e = load();

    assertThat(e.problems()).extracting(p -> p.diagnostic().text()).containsExactly(message);
  }

  @Test
  void refusesDeepNestingAndSecondDocuments() {
    RuleDirectory.valid(folder, "deep").with("rule.yml", "a: " + "[".repeat(50) + "]".repeat(50));
    RuleDirectory.valid(folder, "two").with("rule.yml", RuleDirectory.RULE + "---\nid: x\n");

    assertThat(load().problems())
        .extracting(p -> p.diagnostic().text())
        .containsExactly("Nested deeper than 32", "The file holds a second document");
  }

  @Test
  void countsColumnsAsPeopleDoBeyondTheBasicPlane() {
    RuleDirectory.valid(folder, "knock")
        .spoil("title: Someone knocks", "{title: \uD83D\uDEAA\uD83D\uDEAA knocks, sevrity: low}");
    RuleDirectory.valid(folder, "second")
        .spoil("title: Someone knocks", "title: \uD83D\uDEAA\uD83D\uDEAA knocks there")
        .spoil("status: experimental", "status: experimntal");

    assertThat(load().problems().getLast().render())
        .endsWith(
            """
            second/rule.yml:4:9: INVALID_RULE: Invalid 'status': experimntal (must be experimental, test or stable; did you mean 'experimental'?)
              status: experimntal
                      ^^^^^^^^^^^\
            """);
  }

  private InvalidPackException load() {
    return catchThrowableOfType(InvalidPackException.class, () -> Pack.load(folder));
  }
}
