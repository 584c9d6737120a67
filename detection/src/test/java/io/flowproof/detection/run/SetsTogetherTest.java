package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of objects that one query is asked of. */
class SetsTogetherTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final Instant TICK = Instant.parse("2024-05-14T10:00:00Z");

  /** A host that keeps a connection open for two hours. */
  private static final String OPEN = lines("10.0.1.11", "203.0.113.50", "203.0.113.50");

  /** The same from a host that packets for others come to. */
  private static final String FORWARDED = OPEN + lines("10.0.1.12", "10.0.1.11", "203.0.113.50");

  @TempDir Path folder;

  @Test
  void setsInWhichASubsearchFindsTheSameAreAskedTogether() throws Exception {
    List<String> objects = List.of(OPEN, FORWARDED, OPEN, FORWARDED, OPEN);
    Map<String, @Nullable String> connection =
        Map.of("host", "10.0.1.11", "remote", "203.0.113.50", "port", "443");

    Answers answers = found(rule(), Language.SPL, objects);

    assertThat(answers.places()).containsExactly(List.of(0, 2, 4), List.of(1, 3));
    assertThat(answers.found())
        .containsExactly(
            Set.of(connection), Set.of(), Set.of(connection), Set.of(), Set.of(connection));
    assertThat(answers.queries()).as("the subsearch, and one for each part").hasSize(3);
  }

  @Test
  void subqueriesAreAskedInOneQueryWhateverTheyFind() throws Exception {
    Answers answers = found(rule(), Language.KQL, List.of(OPEN, FORWARDED, OPEN, FORWARDED, OPEN));

    assertThat(answers.places()).containsExactly(List.of(0, 1, 2, 3, 4));
    assertThat(answers.found()).extracting(Set::size).containsExactly(1, 0, 1, 0, 1);
    assertThat(answers.queries()).hasSize(1);
  }

  private record Answers(
      List<List<Integer>> places,
      List<Set<Map<String, @Nullable String>>> found,
      List<String> queries) {}

  private Answers found(Rule rule, Language language, List<String> objects) throws Exception {
    for (int i = 0; i < objects.size(); i++) {
      Files.writeString(folder.resolve(i + ".log"), HEADER + objects.get(i));
    }
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedLogs logs = laboratory.stage(folder)) {
      CountingEngine engine = new CountingEngine(logs.engine());
      QueryCompiler compiler = new QueryCompiler(Catalog.ofFlowLogs()).running(engine::all);
      List<SetsTogether> parts =
          new RuleRun(rule, language, engine, compiler, 0)
              .together(
                  new Window(TICK, TICK.minus(Duration.ofDays(1)), TICK),
                  IntStream.range(0, objects.size())
                      .mapToObj(i -> new QueryTime.Objects(i, i + 1))
                      .toList());
      List<Set<Map<String, @Nullable String>>> found = new ArrayList<>();
      objects.forEach(object -> found.add(Set.of()));
      for (SetsTogether part : parts) {
        List<Set<Map<String, @Nullable String>>> own = part.found();
        for (int i = 0; i < own.size(); i++) {
          found.set(part.places().get(i), own.get(i));
        }
      }
      return new Answers(
          parts.stream().map(SetsTogether::places).toList(), found, engine.queries());
    }
  }

  private static Rule rule() throws Exception {
    return Pack.load(ROOT.resolve("packs/vpc-flow")).rule("long-connection").orElseThrow();
  }

  private static final String HEADER =
      """
      version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start \
      end action log-status vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr \
      region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service \
      flow-direction traffic-path
      """;

  private static String lines(String from, String to, String packetTo) {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 12; i++) {
      long start = TICK.minus(Duration.ofMinutes(10L * i + 10)).getEpochSecond();
      lines.append(
          """
          5 123456789012 eni-0a1b2c3d4e5f67890 %s %s 50000 443 6 10 1000 %d %d ACCEPT OK vpc-1 \
          subnet-1 i-1 2 IPv4 %s %s us-east-1 use1-az1 - - - - egress 8
          """
              .formatted(from, to, start, start + 590, from, packetTo));
    }
    return lines.toString();
  }
}
