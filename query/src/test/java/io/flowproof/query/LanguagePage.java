package io.flowproof.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page about a language: written by hand, but for the blocks between {@code <!-- name -->} and
 * {@code <!-- end -->}. With {@code -Dflowproof.write=docs} the blocks are written anew.
 */
public final class LanguagePage {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final Pattern PROBLEM =
      Pattern.compile("(?m)^(query\\.\\w+:\\d+:\\d+: |engine: )");

  private static final int LINE = 115;

  private final Language language;
  private final String word;
  private final Path page;
  private final List<Case> cases;

  private record Case(String name, String about, String query, String expected) {
    boolean refused() {
      return PROBLEM.matcher(expected).find();
    }
  }

  /** The page {@code docs/WORD.md} with the cases {@code cases/WORD}. */
  public LanguagePage(Language language) throws IOException {
    this.language = language;
    this.word = language.name().toLowerCase(Locale.ROOT);
    this.page = ROOT.resolve("docs").resolve(word + ".md");
    this.cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(ROOT.resolve("cases").resolve(word))) {
      for (Path folder : folders.sorted().toList()) {
        cases.add(
            new Case(
                folder.getFileName().toString(),
                Files.readString(folder.resolve("about.md")),
                Files.readString(folder.resolve("query." + word)),
                Files.readString(folder.resolve("expected.txt"))));
      }
    }
  }

  /** The block is what the registries say, or is made so. */
  public void holds(String block, String generated) throws IOException {
    String text = Files.readString(page);
    String from = "<!-- " + block + " -->\n";
    assertThat(text).contains(from);
    int start = text.indexOf(from) + from.length();
    int end = text.indexOf("<!-- end -->", start);
    if ("docs".equals(System.getProperty("flowproof.write"))) {
      Files.writeString(page, text.substring(0, start) + generated + text.substring(end));
      return;
    }
    assertThat(text.substring(start, end)).isEqualTo(generated);
  }

  /**
   * A link to the case that shows a name best: one whose query has {@code use} and runs, is said to
   * be about the name, and is short.
   */
  public Optional<String> caseOf(String name, Pattern use) {
    Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])");
    return cases.stream()
        .filter(c -> use.matcher(c.query()).find())
        .min(
            Comparator.comparing(Case::refused)
                .thenComparing(c -> !whole.matcher(c.about()).find())
                .thenComparing(c -> !c.name().startsWith(name))
                .thenComparing(c -> c.query().length())
                .thenComparing(Case::name))
        .map(Case::name);
  }

  /** A cell of a table that links a case. */
  public String link(String name, Pattern use) {
    Optional<String> found = caseOf(name, use);
    assertThat(found).as("a case that shows " + name).isPresent();
    return found.map(c -> "[%s](%s)".formatted(c, folder(c))).orElseThrow();
  }

  /** From the page to a case's folder. */
  public String folder(String name) {
    return "../cases/" + word + "/" + name;
  }

  /** The first problem of each case, as it is printed. */
  public String problems(List<String> names) {
    return names.stream()
        .map(
            name -> {
              Case found =
                  cases.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
              assertThat(found.refused()).as(name).isTrue();
              return found.expected().lines().limit(3).collect(Collectors.joining("\n"));
            })
        .collect(Collectors.joining("\n\n", "```text\n", "\n```\n"));
  }

  /** Whether a query is refused with exactly that message; other problems do not matter. */
  public boolean refuses(String query, String message) {
    try {
      new QueryCompiler(Catalog.ofFlowLogs())
          .compile(
              new SourceText("q", query),
              language,
              QueryTime.at(Instant.parse("2024-01-01T00:00:00Z")));
      return false;
    } catch (InvalidQueryException e) {
      return e.diagnostics().stream().map(Diagnostic::message).anyMatch(message::equals);
    }
  }

  /** A name as code, which leads to a case where one has {@code use}. */
  public String linked(String name, Pattern use) {
    return caseOf(name, use)
        .map(c -> "[`%s`](%s)".formatted(name, folder(c)))
        .orElse("`" + name + "`");
  }

  /** Words separated by commas, a few on each line. */
  public static String list(List<String> words) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : words) {
      if (length > 0) {
        lines.append(length + word.length() > LINE ? ",\n" : ", ");
        length = length + word.length() > LINE ? 0 : length;
      }
      lines.append(word);
      length += word.length() + 2;
    }
    return lines.toString();
  }

  /** A table; bars in cells are escaped. */
  public static String table(List<String> header, List<List<String>> rows) {
    StringBuilder lines = new StringBuilder(line(header));
    lines.append("|").append("---|".repeat(header.size())).append("\n");
    rows.forEach(row -> lines.append(line(row)));
    return lines.toString();
  }

  private static String line(List<String> row) {
    return row.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
