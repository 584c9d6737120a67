package io.flowproof.query.lower.kql;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.GivenCase;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.GivenTable;
import io.flowproof.query.catalog.SiemColumn;
import io.flowproof.query.catalog.SiemFunction;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.kql.KqlParser;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.kql.SavedFunction;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.lower.kql.KustoReferee.Column;
import io.flowproof.query.lower.kql.KustoReferee.Function;
import io.flowproof.query.lower.kql.KustoReferee.Table;
import io.flowproof.query.lower.kql.KustoReferee.Text;
import io.flowproof.query.lower.kql.KustoReferee.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every KQL text of the cases, packs, examples and documents means to Microsoft's own language
 * service what it means here: both accept it, with the same columns of the same types, or both
 * refuse it. What is refused here as UNSUPPORTED must be right there. Where they differ and we mean
 * it, {@code query/src/test/referee/exemptions.txt} says why.
 */
class KustoRefereeTest {
  private static final Path ROOT =
      Path.of(System.getProperty("flowproof.root", "..")).toAbsolutePath().normalize();
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-01-01T00:00:00Z"));

  /** Limits and permissions of ours, of which the language knows nothing. */
  private static final Set<ErrorCode> OURS = EnumSet.of(ErrorCode.FORBIDDEN, ErrorCode.TOO_LARGE);

  private static final List<String> PARSERS =
      List.of(
          "_Im_NetworkSession",
          "imNetworkSession",
          "ImNetworkSession",
          "_ASim_NetworkSession",
          "ASimNetworkSession",
          "_Im_NetworkSession_AWSVPC",
          "_Im_NetworkSession_AWSVPCV05",
          "_ASim_NetworkSession_AWSVPC",
          "vimNetworkSessionAWSVPC",
          "ASimNetworkSessionAWSVPC");

  /** A text of this repository and what its query can name. */
  private record Ours(String text, GivenCase given) {}

  /** What is made of it here; no columns where they depend on data. */
  private record Outcome(List<Diagnostic> problems, @Nullable List<Column> columns) {}

  @Test
  void agreesWithMicrosoftsLanguageService() throws Exception {
    Map<String, Ours> texts = texts();
    assertThat(texts).hasSizeGreaterThan(100);
    Map<String, Verdict> verdicts = referee().judge(forReferee(texts));
    Map<String, String> exemptions = exemptions();
    Map<String, String> disagreements = new TreeMap<>();
    for (Map.Entry<String, Ours> text : texts.entrySet()) {
      Verdict verdict = Objects.requireNonNull(verdicts.get(text.getKey()));
      String difference = difference(outcome(text.getValue()), verdict);
      if (difference != null) {
        disagreements.put(text.getKey(), difference);
      }
    }
    List<String> needless =
        exemptions.keySet().stream().filter(name -> !disagreements.containsKey(name)).toList();
    disagreements.keySet().removeAll(exemptions.keySet());
    assertThat(String.join("\n", lines(disagreements))).isEmpty();
    assertThat(needless).as("exemptions that nothing needs").isEmpty();
  }

  private static List<String> lines(Map<String, String> disagreements) {
    return disagreements.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }

  /** Without it the test is skipped on a developer's machine, and fails on the build server. */
  @SuppressWarnings("SystemOut") // A skipped test must not be skipped in silence.
  private static KustoReferee referee() throws IOException, InterruptedException {
    try {
      return KustoReferee.open(ROOT);
    } catch (KustoReferee.MissingException e) {
      String message = "KQL WAS NOT JUDGED BY MICROSOFT'S LANGUAGE SERVICE: " + e.getMessage();
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(message, e);
      }
      System.err.println("\n*** " + message + "\n");
      Assumptions.abort(message);
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable String difference(Outcome ours, Verdict theirs) {
    Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    ours.problems.forEach(problem -> codes.add(problem.code()));
    if (codes.stream().anyMatch(OURS::contains)) {
      return null;
    }
    boolean unsupportedOnly =
        codes.stream().allMatch(code -> code.kind() == ErrorCode.Kind.UNSUPPORTED);
    if (!codes.isEmpty() && !unsupportedOnly) {
      return theirs.errors().isEmpty() ? "refused here only: " + ours.problems : null;
    }
    if (!theirs.errors().isEmpty()) {
      return (codes.isEmpty() ? "accepted" : "UNSUPPORTED") + " here only: " + theirs.errors();
    }
    return codes.isEmpty()
            && ours.columns != null
            && !Objects.equals(ours.columns, theirs.columns())
        ? "columns differ:\n  here  %s\n  there %s".formatted(ours.columns, theirs.columns())
        : null;
  }

  private static Outcome outcome(Ours text) throws Exception {
    FutureTask<Outcome> work = new FutureTask<>((Callable<Outcome>) () -> lowered(text));
    // As the compiler does it: a deep text needs a deep stack.
    Thread thread = new Thread(null, work, "deep", 512L << 20);
    thread.start();
    return work.get();
  }

  private static Outcome lowered(Ours text) {
    SourceText source = new SourceText("query.kql", text.text);
    Diagnostics diagnostics = new Diagnostics(source);
    Catalog catalog = Catalog.ofFlowLogs().with(text.given.tables());
    try {
      LoweringContext context = new LoweringContext(catalog, TIME, diagnostics);
      var lowered = KqlLowering.lower(KqlParser.parse(source), context);
      diagnostics.throwIfAny();
      if (context.stages().hasOpenColumns()) {
        return new Outcome(List.of(), null);
      }
      List<Column> columns =
          lowered.relation().fields().stream()
              .map(f -> new Column(f.name(), ((KqlType) f.type()).keyword()))
              .toList();
      return new Outcome(List.of(), columns);
    } catch (InvalidQueryException e) {
      return new Outcome(e.diagnostics(), null);
    }
  }

  private static List<Text> forReferee(Map<String, Ours> texts) {
    List<Text> all = new ArrayList<>();
    texts.forEach(
        (name, ours) -> {
          Catalog catalog = Catalog.ofFlowLogs().with(ours.given.tables());
          List<Table> tables = new ArrayList<>();
          for (String table : catalog.kqlTableNames()) {
            SiemTable known = catalog.kqlTable(table).orElseThrow();
            if (catalog.missing(known) == null && catalog.kqlFunction(table).isEmpty()) {
              tables.add(new Table(table, schema(known)));
            }
          }
          all.add(
              new Text(
                  name, savedBefore(ours.given) + ours.text, tables, functions(catalog, tables)));
        });
    return all;
  }

  /** Functions of the workspace; the rows that they give stand in hidden tables. */
  private static List<Function> functions(Catalog catalog, List<Table> tables) {
    List<Function> functions = new ArrayList<>();
    functions.add(new Function("geo_info", "(address: string)", "{ '' }"));
    for (String name : PARSERS) {
      SiemFunction parser = catalog.kqlFunction(name).orElseThrow();
      List<String> parameters = new ArrayList<>();
      for (SiemFunction.Parameter parameter : parser.parameters()) {
        String type = StoredRows.type(parameter.kind()).keyword();
        String otherwise =
            switch (type) {
              case "dynamic" -> "dynamic([])";
              case "string" -> "'*'";
              case "bool" -> "false";
              default -> type + "(null)";
            };
        parameters.add(parameter.name() + ": " + type + " = " + otherwise);
      }
      functions.add(
          new Function(name, "(" + String.join(", ", parameters) + ")", "{ AsimSessions }"));
    }
    tables.add(
        new Table(
            "AsimSessions", schema(catalog.kqlFunction(PARSERS.getFirst()).orElseThrow().table())));
    if (!catalog.given().watchlists().isEmpty()) {
      tables.add(new Table("WatchlistItems", ofAll(catalog.given().watchlists().values())));
      functions.add(
          new Function("_GetWatchlist", "(watchlistAlias: string)", "{ WatchlistItems }"));
      tables.add(new Table("_GetWatchlistAlias", "WatchlistAlias: string"));
    }
    return functions;
  }

  /** Its rows depend on the alias, which the referee cannot see: the columns of all of them. */
  private static String ofAll(Collection<GivenTable> watchlists) {
    Map<String, SiemColumn> columns = new LinkedHashMap<>();
    watchlists.forEach(
        watchlist -> watchlist.table().columns().forEach(c -> columns.putIfAbsent(c.name(), c)));
    return schema(columns.values());
  }

  private static String schema(SiemTable table) {
    return schema(table.columns());
  }

  private static String schema(Collection<SiemColumn> columns) {
    return String.join(
        ", ",
        columns.stream()
            .map(c -> "['" + c.name() + "']: " + StoredRows.type(c.kind()).keyword())
            .toList());
  }

  /** Saved functions as lets before the query. */
  private static String savedBefore(GivenCase given) {
    Map<String, String> files = new LinkedHashMap<>();
    for (SavedFunction saved : given.tables().functions().values()) {
      boolean whole =
          saved.function().name().span().start() == saved.function().name().span().end();
      files.put(
          saved.source().name(),
          whole
              ? "let " + saved.name() + " = () { " + saved.source().text() + " };\n"
              : saved.source().text());
    }
    return String.join("", files.values());
  }

  private static Map<String, Ours> texts() throws IOException {
    Map<String, Ours> texts = new TreeMap<>();
    try (Stream<Path> cases = Files.list(ROOT.resolve("cases/kql"))) {
      for (Path directory : cases.sorted().toList()) {
        if (directory.getFileName().toString().equals("error-saved-management")) {
          continue; // A file of functions that is none; no text to judge.
        }
        texts.put(
            "cases/kql/" + directory.getFileName(),
            new Ours(Files.readString(directory.resolve("query.kql")), GivenCase.of(directory)));
      }
    }
    for (Path folder : List.of(ROOT.resolve("packs"), ROOT.resolve("examples"))) {
      for (Path file : files(folder, ".kql")) {
        Path given = file.resolveSibling("given");
        texts.put(
            ROOT.relativize(file).toString(),
            new Ours(Files.readString(file), GivenCase.of(given)));
      }
    }
    Path authors = ROOT.resolve("cases/texts");
    for (Path file : files(authors.resolve("kql"), ".kql")) {
      texts.put(
          ROOT.relativize(file).toString(),
          new Ours(Files.readString(file), GivenCase.of(authors.resolve("given"))));
    }
    Pattern shown = Pattern.compile("--kql (?:'([^']*)'|\"([^\"]*)\")");
    for (Path file : files(ROOT.resolve("docs"), ".md")) {
      Matcher matcher = shown.matcher(Files.readString(file));
      while (matcher.find()) {
        String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        texts.put(ROOT.relativize(file) + ":" + matcher.start(), new Ours(text, GivenCase.NONE));
      }
    }
    return texts;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Map<String, String> exemptions() throws IOException {
    Map<String, String> exemptions = new TreeMap<>();
    for (String line : Files.readAllLines(ROOT.resolve("query/src/test/referee/exemptions.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(": ", 2);
        assertThat(parts).as("an exemption with its reason: " + line).hasSize(2);
        exemptions.put(parts[0], parts[1]);
      }
    }
    return exemptions;
  }
}
