package io.flowproof.query.spl;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplParserErrorTest {
  private static List<Diagnostic> problems(String text) {
    InvalidQueryException e =
        Assertions.catchThrowableOfType(
            InvalidQueryException.class, () -> SplParser.parse(new SourceText("q.spl", text)));
    assertThat(e).as(text).isNotNull();
    return e.diagnostics();
  }

  /** The wrong part stands between two carets, which are not part of the search. */
  @ParameterizedTest
  @CsvFileSource(
      resources = "bad-searches.txt",
      delimiterString = " => ",
      quoteCharacter = '\u0001')
  void saysWhatIsWrongAndWhere(String marked, String code, String message) {
    String text = marked.replace("^", "");
    int start = marked.indexOf('^');
    int end = marked.indexOf('^', start + 1) - 1;
    assertThat(problems(text))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.text()).isEqualTo(message);
              assertThat(problem.code()).isEqualTo(ErrorCode.valueOf(code));
              assertThat(problem.span().start()).as("start").isEqualTo(start);
              assertThat(problem.span().end()).as("end").isEqualTo(end);
            });
  }

  @Test
  void saysThatTheSearchIsEmpty() {
    assertThat(problems("")).extracting(Diagnostic::text).containsExactly("The search is empty");
    assertThat(problems(" ```nothing``` "))
        .extracting(Diagnostic::text)
        .containsExactly("The search is empty");
  }

  @Test
  void reportsAProblemOfEveryCommand() {
    assertThat(problems("a= | where x > | stats avg | fooo | fields [x"))
        .extracting(Diagnostic::text)
        .containsExactly("Unbalanced bracket '[' (close the subsearch with ']')");
    assertThat(problems("a= | where x > | stats avg | statz | search [where y<]"))
        .extracting(Diagnostic::text)
        .containsExactly(
            "Expected a value after '='",
            "Expected a field, a value or a function after '>'",
            "'avg' needs its field in parentheses (write avg(field))",
            "Unknown command 'statz' (did you mean 'stats'?)",
            "Expected a field, a value or a function after '<'");
  }

  @Test
  void pointsWithCarets() {
    assertThat(
            problems("index=a\n| where x in \"a\"")
                .getFirst()
                .render(source("index=a\n| where x in \"a\"")))
        .isEqualTo(
            """
            q.spl:2:11: SYNTAX: Unexpected 'in' after 'x' (IN takes a list in parentheses: field IN ("a", "b"))
              | where x in "a"
                        ^^""");
  }

  private static SourceText source(String text) {
    return new SourceText("q.spl", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"((%s", "NOT %s", "(a OR %s", "(NOT %s", "(%s"})
  void refusesSearchesThatNestTooDeep(String step) {
    assertTooLarge(step.replace("%s", "").repeat(30_000) + "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "NOT ", "-", "if(a,b,", "a+", "a.", "f(", "1*", "-(", "NOT (a AND "})
  void refusesExpressionsThatNestTooDeep(String step) {
    assertTooLarge("| where " + step.repeat(30_000) + "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "f(", "-(", "NOT (a AND ", "if(a,b,"})
  void takesExpressionsThatNestDeep(String step) {
    String text = "| where " + step.repeat(240) + "a" + ")".repeat(240);
    assertThat(SplPrinter.print(SplParser.parse(source(text)))).isNotEmpty();
  }

  @Test
  void refusesDepthThatChainsAndParenthesesShare() {
    assertTooLarge("| where x=" + "(".repeat(400) + "1" + ("+1".repeat(20) + ")").repeat(400));
  }

  @Test
  void takesLongFlatSearches() {
    SplParser.parse(source("a=1" + " OR a=1".repeat(20_000)));
    SplParser.parse(source("a IN (1" + ",1".repeat(50_000) + ")"));
    SplParser.parse(source("| where a=1" + " AND a=1".repeat(20_000)));
  }

  @Test
  void refusesTooManyCommandsSubsearchesAndCharacters() {
    SplTrees.parse("a" + "| reverse".repeat(299));
    assertTooLarge("a" + "| reverse".repeat(301));
    assertTooLarge("[search ".repeat(50) + "a" + "]".repeat(50));
    assertTooLarge("[".repeat(100_000));
    assertTooLarge("a".repeat((1 << 20) + 1));
  }

  private static void assertTooLarge(String text) {
    assertThat(problems(text)).extracting(Diagnostic::code).containsExactly(ErrorCode.TOO_LARGE);
  }
}
