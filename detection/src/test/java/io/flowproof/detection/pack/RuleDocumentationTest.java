package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.lint.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page about rules says what the schemas say. {@code -Dflowproof.write=docs} writes the tables
 * anew.
 */
class RuleDocumentationTest {
  private static final Path DOCS =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("docs");
  private static final Path PAGE = DOCS.resolve("rules.md");

  @TempDir Path pack;

  @ParameterizedTest
  @ValueSource(strings = {"rule", "tests", "exemptions"})
  void tablesOfKeysAreThoseOfTheSchemas(String file) throws IOException {
    String page = Files.readString(PAGE);
    String from = "<!-- keys of %s.yml -->\n".formatted(file);
    int start = page.indexOf(from) + from.length();
    int end = page.indexOf("<!-- end -->", start);
    String table = SchemaTable.of(DOCS.resolve("schema").resolve(file + ".schema.json"));
    if ("docs".equals(System.getProperty("flowproof.write"))) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
      return;
    }
    assertThat(page.substring(start, end)).isEqualTo(table);
  }

  @Test
  void theExampleIsARule() throws IOException {
    RuleDirectory example = RuleDirectory.valid(pack, "ssh-from-outside");
    example.with("rule.yml", block("yaml", 0)).with("tests.yml", block("yaml", 1));
    example.with("rule.kql", block("kusto", 0));

    assertThat(Lint.findings(Pack.load(pack))).isEmpty();
  }

  @Test
  void everyCheckIsNamed() throws IOException {
    assertThat(Files.readString(PAGE)).contains(Lint.checks());
  }

  private static String block(String language, int index) throws IOException {
    String page = Files.readString(PAGE);
    String fence = "```" + language + "\n";
    int start = -1;
    for (int i = 0; i <= index; i++) {
      start = page.indexOf(fence, start + 1);
      assertThat(start).as(language + " block " + i).isNotNegative();
    }
    int from = start + fence.length();
    return page.substring(from, page.indexOf("```", from));
  }
}
