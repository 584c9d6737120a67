package io.flowproof.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every {@code kql} and {@code spl} block of the page about differences gives what the {@code text}
 * block after it says. With {@code -Dflowproof.write=docs} these blocks are written anew.
 */
class DifferencesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("flowproof.root", ".."), "docs", "kql-spl-differences.md");
  private static final Pattern RECORDS = Pattern.compile("(?s)```log\n(.*?)```");
  private static final Pattern QUERY =
      Pattern.compile("(?s)```(kql|spl)\n(.*?)```\n(?:```text\n.*?```\n)?");

  @Test
  void showsWhatEachTextGives() throws IOException {
    String page = Files.readString(PAGE);
    Matcher records = RECORDS.matcher(page);
    assertThat(records.find()).isTrue();
    StringBuilder shown = new StringBuilder();
    try (StagedFlows flows = StagedFlows.of(records.group(1))) {
      Matcher query = QUERY.matcher(page);
      int texts = 0;
      while (query.find()) {
        texts++;
        Language language = Language.valueOf(query.group(1).toUpperCase(Locale.ROOT));
        String block =
            "```%s\n%s```\n```text\n%s\n```\n"
                .formatted(query.group(1), query.group(2), result(query.group(2), language, flows));
        query.appendReplacement(shown, Matcher.quoteReplacement(block));
      }
      query.appendTail(shown);
      assertThat(texts).isGreaterThan(50);
    }
    if ("docs".equals(System.getProperty("flowproof.write"))) {
      Files.writeString(PAGE, shown);
      return;
    }
    assertThat(page).isEqualTo(shown.toString());
  }

  private static String result(String text, Language language, StagedFlows flows) {
    SourceText source = new SourceText(language.name().toLowerCase(Locale.ROOT), text.strip());
    try {
      CompiledQuery query =
          new QueryCompiler(Catalog.ofFlowLogs())
              .running(flows.engine()::all)
              .compile(source, language, QueryTime.at(Instant.parse("2024-05-14T10:00:00Z")));
      List<String> lines = new ArrayList<>();
      lines.add(
          query.columns().stream().map(OutputColumn::name).collect(Collectors.joining(" | ")));
      for (List<@Nullable Object> row : flows.engine().all(query.sql())) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          String cell = ResultValue.text(query.columns().get(i).type(), row.get(i));
          cells.add(cell == null ? "(null)" : cell.isEmpty() ? "(empty)" : cell);
        }
        lines.add(String.join(" | ", cells));
      }
      query.notices().forEach(notice -> lines.add("note: " + notice.message()));
      return String.join("\n", lines);
    } catch (InvalidQueryException e) {
      return e.diagnostics().getFirst().render(source).lines().findFirst().orElse("");
    }
  }
}
