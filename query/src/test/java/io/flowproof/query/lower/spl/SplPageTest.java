package io.flowproof.query.lower.spl;

import io.flowproof.query.Language;
import io.flowproof.query.LanguagePage;
import io.flowproof.query.spl.KnownCommands;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about SPL says what the registries say; see {@link LanguagePage}. */
class SplPageTest {
  private final LanguagePage page = new LanguagePage(Language.SPL);

  SplPageTest() throws IOException {}

  @Test
  void tellsCommandsApart() throws IOException {
    List<List<String>> supported =
        KnownCommands.sorted().stream()
            .filter(name -> !isRefused(name))
            .map(name -> List.of("`" + name + "`", page.link(name, command(name))))
            .toList();
    List<String> refused =
        KnownCommands.sorted().stream()
            .filter(this::isRefused)
            .map(name -> page.linked(name, command(name)))
            .toList();
    page.holds(
        "commands",
        "\n"
            + LanguagePage.table(List.of("command", "case"), supported)
            + "\nRefused: "
            + LanguagePage.list(refused)
            + ".\n\n");
  }

  @Test
  void tellsTheFunctionsOfEval() throws IOException {
    List<List<String>> rows =
        EvalFunctions.all().values().stream()
            .map(
                f ->
                    List.of(
                        "`" + f.name() + "`",
                        f.arity(),
                        f.about(),
                        page.link(f.name(), call(f.name()))))
            .toList();
    page.holds(
        "eval",
        "\n"
            + LanguagePage.table(List.of("function", "takes", "what it gives", "case"), rows)
            + "\n");
  }

  @Test
  void tellsTheFunctionsOfStats() throws IOException {
    List<List<String>> rows =
        StatsFunctions.all().values().stream()
            .map(
                f ->
                    List.of(
                        "`" + f.name() + "`",
                        f.about(),
                        page.link(f.name(), aggregation(f.name()))))
            .toList();
    page.holds(
        "stats",
        "\n" + LanguagePage.table(List.of("function", "what it gives", "case"), rows) + "\n");
  }

  @Test
  void showsProblemsAsTheyArePrinted() throws IOException {
    page.holds(
        "errors",
        page.problems(
            List.of(
                "eval-unknown-function",
                "search-unknown-index",
                "pipeline-unsupported",
                "where-not-boolean",
                "search-keyword-unsupported",
                "macro-unknown",
                "macro-error-inside",
                "token-missing",
                "lookup-errors",
                "outputlookup-path",
                "subsearch-bad-text",
                "tstats-unknown-model",
                "tstats-clauses",
                "search-index-time")));
  }

  private boolean isRefused(String name) {
    String before =
        KnownCommands.isGenerating(name) ? "| " : "sourcetype=aws:cloudwatchlogs:vpcflow | ";
    return page.refuses(before + name, "The command '" + name + "' is not supported");
  }

  private static Pattern command(String name) {
    return name.equals("search")
        ? Pattern.compile("^(?![|`])")
        : Pattern.compile("\\|\\s*" + name + "\\b");
  }

  private static Pattern call(String name) {
    return Pattern.compile("(?i)\\b" + name + " ?\\(");
  }

  private static Pattern aggregation(String name) {
    return Pattern.compile("(?i)\\b(?:event)?stats\\b[^|]*\\b" + name + " ?\\(");
  }
}
