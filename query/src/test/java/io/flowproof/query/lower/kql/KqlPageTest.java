package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.SourceText;
import io.flowproof.query.Language;
import io.flowproof.query.LanguagePage;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about KQL says what the registries say; see {@link LanguagePage}. */
class KqlPageTest {
  private static final Path TOKENS =
      Path.of(System.getProperty("flowproof.root", ".."))
          .resolve("query/src/main/antlr4/io/flowproof/query/kql/grammar/KqlTokens.g4");

  /** A query that ends with the operator, for each operator that is read into its own record. */
  private static final Map<String, String> OPERATORS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("where", "VPCFlow | where true"),
              Map.entry("extend", "VPCFlow | extend x = 1"),
              Map.entry("project", "VPCFlow | project SrcIP"),
              Map.entry("project-away", "VPCFlow | project-away SrcIP"),
              Map.entry("project-keep", "VPCFlow | project-keep SrcIP"),
              Map.entry("project-rename", "VPCFlow | project-rename x = SrcIP"),
              Map.entry("project-reorder", "VPCFlow | project-reorder SrcIP"),
              Map.entry("summarize", "VPCFlow | summarize count()"),
              Map.entry("sort", "VPCFlow | sort by SrcIP"),
              Map.entry("top", "VPCFlow | top 1 by SrcIP"),
              Map.entry("take", "VPCFlow | take 1"),
              Map.entry("count", "VPCFlow | count"),
              Map.entry("distinct", "VPCFlow | distinct SrcIP"),
              Map.entry("as", "VPCFlow | as x"),
              Map.entry("consume", "VPCFlow | consume"),
              Map.entry("getschema", "VPCFlow | getschema"),
              Map.entry("invoke", "VPCFlow | invoke f()"),
              Map.entry("join", "VPCFlow | join (VPCFlow) on SrcIP"),
              Map.entry("lookup", "VPCFlow | lookup (VPCFlow) on SrcIP"),
              Map.entry("make-series", "VPCFlow | make-series count() on TimeGenerated step 1h"),
              Map.entry("mv-expand", "VPCFlow | mv-expand SrcIP"),
              Map.entry("mv-apply", "VPCFlow | mv-apply SrcIP on (take 1)"),
              Map.entry("parse", "VPCFlow | parse SrcIP with 'a' b"),
              Map.entry("parse-where", "VPCFlow | parse-where SrcIP with 'a' b"),
              Map.entry("parse-kv", "VPCFlow | parse-kv SrcIP as (a:string)"),
              Map.entry("partition", "VPCFlow | partition by SrcIP (take 1)"),
              Map.entry("render", "VPCFlow | render table"),
              Map.entry("sample", "VPCFlow | sample 1"),
              Map.entry("sample-distinct", "VPCFlow | sample-distinct 1 of SrcIP"),
              Map.entry("serialize", "VPCFlow | serialize"),
              Map.entry("union", "union VPCFlow"),
              Map.entry("evaluate", "VPCFlow | evaluate f()"),
              Map.entry("print", "print x = 1"),
              Map.entry("range", "range x from 1 to 2 step 1"),
              Map.entry("datatable", "datatable(a:long)[1]"),
              Map.entry("externaldata", "externaldata(a:string)['b']")));

  private final LanguagePage page = new LanguagePage(Language.KQL);

  KqlPageTest() throws IOException {}

  @Test
  void tellsOperatorsApart() throws IOException {
    List<List<String>> supported =
        OPERATORS.keySet().stream()
            .filter(word -> !isRefused(word, OPERATORS.get(word)))
            .map(word -> List.of("`" + word + "`", page.link(word, operator(word))))
            .toList();
    List<String> refused =
        OPERATORS.keySet().stream()
            .filter(word -> isRefused(word, OPERATORS.get(word)))
            .collect(Collectors.toList());
    refused.addAll(namedOnly());
    refused.sort(null);
    page.holds(
        "operators",
        "\n"
            + LanguagePage.table(List.of("operator", "case"), supported)
            + "\nRefused: "
            + LanguagePage.list(
                refused.stream().map(word -> page.linked(word, operator(word))).toList())
            + ".\n\n");
  }

  @Test
  void everyOperatorIsTold() {
    Set<Class<?>> told =
        OPERATORS.values().stream().map(KqlPageTest::lastOperator).collect(Collectors.toSet());
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(KqlOperator.class.getPermittedSubclasses())
                .filter(type -> type != KqlOperator.Read.class)
                .filter(type -> type != KqlOperator.OtherOperator.class)
                .filter(type -> type != KqlOperator.Broken.class)
                .toList());
  }

  @Test
  void operatorsThatAreKnownByNameOnlyAreRefused() throws IOException {
    assertThat(namedOnly())
        .hasSizeGreaterThan(10)
        .allSatisfy(word -> assertThat(isRefused(word, "VPCFlow | " + word + " x")).isTrue());
  }

  @Test
  void tellsTheOperatorsBetweenValues() throws IOException {
    List<String> words =
        Arrays.stream(BinaryOperator.values()).map(BinaryOperator::word).map(this::linked).toList();
    page.holds("comparisons", "\n" + LanguagePage.list(words) + "\n\n");
  }

  @Test
  void tellsTheFunctions() throws IOException {
    List<List<String>> rows =
        Functions.scalars().stream().map(f -> row(f.name(), f.signature(), f.about())).toList();
    page.holds(
        "functions",
        "\n" + LanguagePage.table(List.of("function", "what it gives", "case"), rows) + "\n");
  }

  @Test
  void tellsTheAggregates() throws IOException {
    List<List<String>> rows =
        Functions.aggregates().stream().map(f -> row(f.name(), f.signature(), f.about())).toList();
    page.holds(
        "aggregates",
        "\n" + LanguagePage.table(List.of("aggregate", "what it gives", "case"), rows) + "\n");
  }

  @Test
  void showsProblemsAsTheyArePrinted() throws IOException {
    page.holds(
        "errors",
        page.problems(
            List.of(
                "error-unknown-table",
                "error-not-in",
                "error-syntax-and-names",
                "error-all-at-once",
                "error-types",
                "error-join",
                "error-union",
                "error-functions",
                "error-names",
                "error-aggregates",
                "error-unsupported",
                "error-foreign-tables",
                "error-watchlist-unknown",
                "error-externaldata",
                "error-range")));
  }

  private List<String> row(String name, String signature, String about) {
    Pattern call = Pattern.compile("\\b" + name + "\\s*\\(");
    return List.of("`" + name + signature + "`", about, page.link(name, call));
  }

  private String linked(String word) {
    String query =
        switch (word) {
          case "+", "-", "*", "/", "%", "<", "<=", ">", ">=" -> "print x = 1 " + word + " 2";
          default -> "print x = 'a' " + word + " 'b'";
        };
    assertThat(page.refuses(query, "The operator '" + word + "' is not supported")).isFalse();
    boolean letters = Character.isLetter(word.charAt(word.length() - 1));
    Pattern use =
        Pattern.compile(
            "(?<=[\\w)\"'\\]]) " + Pattern.quote(word) + (letters ? "\\b" : " (?=[\\w(\"'@-])"));
    return page.linked(word, use);
  }

  private boolean isRefused(String word, String query) {
    return page.refuses(query, "The operator '" + word + "' is not supported");
  }

  /** As a stage, or at the start. */
  private static Pattern operator(String word) {
    return Pattern.compile("(?m)(^|[|(={;])\\s*" + word + "(?![\\w-])");
  }

  /** The words that the grammar takes for operators without reading further. */
  private static List<String> namedOnly() throws IOException {
    Matcher rules =
        Pattern.compile("(?s)NAMED_(?:SOURCE|OPERATOR)\\s*:(.*?);")
            .matcher(Files.readString(TOKENS));
    return rules
        .results()
        .flatMap(rule -> Pattern.compile("'([^']+)'").matcher(rule.group(1)).results())
        .map((MatchResult word) -> word.group(1))
        .sorted()
        .toList();
  }

  private static Class<?> lastOperator(String query) {
    Kql.Statement last = KqlParser.parse(new SourceText("q", query)).statements().getLast();
    return last instanceof Kql.TabularStatement tabular
        ? tabular.pipeline().operators().getLast().getClass()
        : last.getClass();
  }
}
