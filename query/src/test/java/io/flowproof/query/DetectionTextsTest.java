package io.flowproof.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.splunk.ConfFile;
import io.flowproof.query.splunk.Macros;
import io.flowproof.query.splunk.SplEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Texts as authors of detections write them, in {@code cases/texts}: each runs over {@code
 * examples/logs/small-vpc}, and {@code expected.txt} of its language says what columns and how many
 * rows it gives. With {@code -Dcases.record=true} that is written anew.
 */
class DetectionTextsTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final Path TEXTS = ROOT.resolve("cases/texts");
  private static final QueryTime TIME = QueryTime.at(Instant.parse("2024-05-14T09:29:59Z"));

  @Test
  void queriesOfSentinelsKindRun() throws IOException {
    run("kql", Language.KQL);
  }

  @Test
  void searchesOfSplunksKindRun() throws IOException {
    run("spl", Language.SPL);
  }

  private static void run(String language, Language kind) throws IOException {
    GivenCase given = GivenCase.of(TEXTS.resolve("given"));
    Path folder = TEXTS.resolve(language);
    List<String> lines = new ArrayList<>();
    try (StagedFlows flows = StagedFlows.in(ROOT.resolve("examples/logs/small-vpc"), given);
        Stream<Path> files = Files.list(folder)) {
      QueryCompiler compiler =
          new QueryCompiler(Catalog.ofFlowLogs().with(given.tables()), splunk())
              .running(flows.engine()::all);
      for (Path file : files.filter(f -> f.toString().endsWith("." + language)).sorted().toList()) {
        String name = file.getFileName().toString().replace("." + language, "");
        SourceText text = new SourceText(file.getFileName().toString(), Files.readString(file));
        lines.add(name + ": " + outcome(compiler, text, kind, flows));
      }
    }
    Path expected = folder.resolve("expected.txt");
    String found = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("cases.record")) {
      Files.writeString(expected, found);
    }
    assertThat(found).isEqualTo(Files.readString(expected));
  }

  private static String outcome(
      QueryCompiler compiler, SourceText text, Language kind, StagedFlows flows) {
    try {
      CompiledQuery query = compiler.compile(text, kind, TIME);
      String columns =
          query.columns().stream().map(OutputColumn::name).collect(Collectors.joining(", "));
      return flows.engine().all(query.sql()).size() + " rows of " + columns;
    } catch (InvalidQueryException e) {
      return e.diagnostics().stream().map(Diagnostic::message).collect(Collectors.joining("; "));
    }
  }

  /** With the macros that texts call and nobody ships. */
  private static SplEnvironment splunk() throws IOException {
    return SplEnvironment.PLAIN.withMacros(
        Macros.of(ConfFile.parse(Files.readString(TEXTS.resolve("given/macros.conf")))));
  }
}
