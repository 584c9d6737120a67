package io.flowproof.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries of the cases with words lost, doubled and swapped: each compiles or is refused. */
class DamagedQueryTest {
  private static final Path CASES =
      Path.of(System.getProperty("flowproof.root", "..")).resolve("cases");
  private static final Pattern WORD =
      Pattern.compile("\\s+|[\\w$]+|\"[^\"\n]*\"|'[^'\n]*'|[=!<>~]+|.", Pattern.DOTALL);
  private static final int DAMAGES = Integer.getInteger("damages", 600);

  @ParameterizedTest
  @EnumSource(Language.class)
  void refusesWhatItCannotCompileAndNeverFailsOtherwise(Language language) throws IOException {
    List<String> queries = queries(language.name().toLowerCase(Locale.ROOT));
    Random random = new Random(Long.getLong("damages.seed", 20240101));
    QueryCompiler compiler = new QueryCompiler(Catalog.ofFlowLogs());
    int refused = 0;
    for (int i = 0; i < DAMAGES; i++) {
      String text = damaged(queries.get(random.nextInt(queries.size())), queries, random);
      try {
        compiler
            .compile(
                new SourceText("q", text),
                language,
                QueryTime.at(Instant.parse("2024-01-01T00:00:00Z")))
            .sql();
      } catch (InvalidQueryException e) {
        refused++;
        assertThat(e.diagnostics()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("Fails otherwise: " + text, e);
      }
    }
    assertThat(refused).isBetween(DAMAGES / 4, DAMAGES);
  }

  private static String damaged(String query, List<String> queries, Random random) {
    List<String> words = words(query);
    for (int times = 1 + random.nextInt(3); times > 0 && words.size() > 1; times--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> words.set(at, words.get(random.nextInt(words.size())));
        default -> {
          List<String> others = words(queries.get(random.nextInt(queries.size())));
          words.set(at, others.get(random.nextInt(others.size())));
        }
      }
    }
    return String.join("", words);
  }

  private static List<String> words(String query) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(query);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private static List<String> queries(String language) throws IOException {
    List<String> queries = new ArrayList<>();
    try (Stream<Path> directories = Files.list(CASES.resolve(language))) {
      for (Path directory : directories.sorted().toList()) {
        queries.add(Files.readString(directory.resolve("query." + language)));
      }
    }
    return queries;
  }
}
