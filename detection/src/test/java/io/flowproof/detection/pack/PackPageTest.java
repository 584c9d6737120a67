package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of the pack lists its rules and explains its lists. {@code -Dflowproof.write=docs}
 * writes the table of rules anew.
 */
class PackPageTest {
  private static final Path PACK =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("packs/vpc-flow");
  private static final Path PAGE = PACK.resolve("README.md");

  @Test
  void listsTheRules() throws IOException {
    String page = Files.readString(PAGE);
    String from = "<!-- rules -->\n";
    int start = page.indexOf(from) + from.length();
    int end = page.indexOf("<!-- end -->", start);
    String table = table(Pack.load(PACK));
    if ("docs".equals(System.getProperty("flowproof.write"))) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
      return;
    }
    assertThat(page.substring(start, end)).isEqualTo(table);
  }

  @Test
  void explainsTheLists() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(Pack.load(PACK).lists().keySet())
        .isNotEmpty()
        .allSatisfy(list -> assertThat(page).contains("| `" + list + "` |"));
  }

  private static String table(Pack pack) {
    return "| rule | finds | ATT&CK | severity | runs |\n|---|---|---|---|---|\n"
        + pack.rules().stream().map(PackPageTest::row).collect(Collectors.joining());
  }

  private static String row(Rule rule) {
    return "| [%s](%s) | %s | %s | %s | every %s over %s |\n"
        .formatted(
            rule.name(),
            PACK.relativize(rule.directory()).toString().replace('\\', '/'),
            rule.title(),
            rule.attack().stream().map(Rule.Technique::id).collect(Collectors.joining(", ")),
            rule.severity().name().toLowerCase(Locale.ROOT),
            Schedule.print(rule.schedule().every()),
            Schedule.print(rule.schedule().over()));
  }
}
