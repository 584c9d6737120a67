package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.Language;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows that one query is asked of, beside the same windows one after the other. */
class WindowsTogetherTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final Instant START = Instant.parse("2024-05-14T09:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(15);

  /** Those that need no list; together they have every kind of step. */
  private static final List<String> RULES =
      List.of(
          "external-scan",
          "bulk-exfiltration",
          "long-connection",
          "relay",
          "unusual-port",
          "service-flood",
          "new-country",
          "beacon");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Language.class)
  void findWhatTheyFindOneAfterTheOther(Language language) throws Exception {
    Files.writeString(folder.resolve("a.log"), traffic(new Random(7), language == Language.KQL));
    Pack pack = Pack.load(ROOT.resolve("packs/vpc-flow"));
    int all = 0;
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedLogs logs = laboratory.stage(folder)) {
      for (String name : RULES) {
        Rule rule = pack.rule(name).orElseThrow();
        List<Window> windows = windows(rule.schedule().over());
        RuleRun one = run(rule, language, logs.engine());
        windows.forEach(one::run);
        RuleRun together = run(rule, language, logs.engine());

        assertThat(new WindowsTogether(together).run(windows)).as(name).isTrue();

        List<Finding> found = together.findings();
        assertThat(found).as(name).isEqualTo(one.findings());
        assertThat(together.notices()).as(name).isEqualTo(one.notices());
        all += found.size();
      }
    }
    assertThat(all).as("findings, so that something was compared").isGreaterThan(10);
  }

  @Test
  void nothingIsAskedOfEachWindowWhereNothingCanBeFound() throws Exception {
    Files.writeString(folder.resolve("a.log"), traffic(new Random(7), true));
    Rule rule = Pack.load(ROOT.resolve("packs/vpc-flow")).rule("database-to-outside").orElseThrow();
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedLogs logs = laboratory.stage(folder)) {
      CountingEngine engine = new CountingEngine(logs.engine());
      RuleRun run = run(rule, Language.KQL, engine);

      assertThat(new WindowsTogether(run).run(windows(Duration.ofHours(1)))).isTrue();

      assertThat(run.findings()).isEmpty();
      assertThat(engine.queries()).as("what could be found at all").hasSize(1);
    }
  }

  /**
   * Three hours with hosts that scan, fetch, keep talking and send much, at chance.
   *
   * @param all with fields that Splunk's add-on does not extract
   */
  private static String traffic(Random random, boolean all) {
    StringBuilder lines =
        new StringBuilder(
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
                + " start end action log-status"
                + (all ? " pkt-srcaddr pkt-dstaddr tcp-flags\n" : "\n"));
    for (int i = 0; i < 9_000; i++) {
      String inside = "10.0.1." + (10 + random.nextInt(6));
      String outside = "93.184.216." + (1 + random.nextInt(8));
      boolean outward = random.nextInt(3) > 0;
      int port =
          random.nextInt(4) == 0
              ? 20 + random.nextInt(900)
              : List.of(22, 443, 3389, 8443).get(random.nextInt(4));
      int client = 40_000 + random.nextInt(6);
      long start = START.getEpochSecond() + random.nextInt(3 * 3600);
      // Some at the very edge of a window.
      start -= random.nextInt(5) == 0 ? start % 900 : 0;
      int flags = List.of(2, 3, 19, 0).get(random.nextInt(4));
      long bytes = 60L + random.nextInt(40_000_000);
      String source = outward ? inside : outside;
      String destination = outward ? outside : inside;
      String forwarded = random.nextInt(90) == 0 ? "198.51.100.7" : destination;
      lines.append(
          String.format(
              Locale.ROOT,
              "2 123456789012 eni-%02d %s %s %d %d 6 %d %d %d %d %s OK%s%n",
              random.nextInt(3),
              source,
              destination,
              client,
              port,
              1 + random.nextInt(50),
              bytes,
              start,
              start + 50,
              random.nextInt(4) == 0 ? "REJECT" : "ACCEPT",
              all ? " %s %s %d".formatted(source, forwarded, flags) : ""));
    }
    return lines.toString();
  }

  /** Some ticks lack, as those of windows without records do. */
  private static List<Window> windows(Duration over) {
    List<Window> windows = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      Instant tick = START.plus(EVERY.multipliedBy(i));
      if (i != 5) {
        windows.add(new Window(tick, tick.minus(over), tick));
      }
    }
    return windows;
  }

  private static RuleRun run(Rule rule, Language language, QueryEngine engine) {
    QueryCompiler compiler = new QueryCompiler(Catalog.ofFlowLogs()).running(engine::all);
    return new RuleRun(rule, language, engine, compiler, 100_000);
  }
}
