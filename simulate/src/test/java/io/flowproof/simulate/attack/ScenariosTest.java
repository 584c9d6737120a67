package io.flowproof.simulate.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.simulate.Simulated;
import io.flowproof.simulate.deliver.Delivery;
import io.flowproof.simulate.deliver.S3Layout;
import io.flowproof.simulate.deliver.S3Objects;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.InvalidFileException;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.RecorderTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios that ship. */
class ScenariosTest {
  private static final String AT_NIGHT = "late-night-admin-access";
  private static final RecordSink NOWHERE = (log, point, end, records) -> {};

  @TempDir Path folder;

  /** A scenario alone, at a time when it can happen, with its truth. */
  private Simulated alone(Scenario scenario, String network, Level level) {
    String start =
        scenario.name().equals(AT_NIGHT) ? "2026-03-03T02:10:00Z" : "2026-03-02T09:00:00Z";
    int minutes = scenario.name().equals("beacon-long-sleep") ? 240 : 75;
    return Simulated.work(network, minutes).only(scenario, level).from(start).truthTo(folder);
  }

  private List<JsonNode> truth() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(TruthFile.NAME))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "web-shop, MILD",
    "web-shop, TYPICAL",
    "web-shop, LOUD",
    "microservices, TYPICAL",
    "hub-and-spoke, TYPICAL"
  })
  void theLogsOfEveryScenarioReadBackAddUp(String network, Level level) throws Exception {
    for (Scenario scenario : Simulated.allScenarios()) {
      Path logs = folder.resolve(scenario.name());
      RecorderTotals totals =
          alone(scenario, network, level)
              .run(new S3Objects(logs, S3Layout.DEFAULT, Delivery.USUAL));
      ReadTotals read =
          new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
              .read(List.of(logs), batch -> {}, (done, of) -> {})
              .totals();

      assertThat(truth()).as(scenario.name() + " in " + network).isNotEmpty();
      assertThat(read.flows()).as(scenario.name()).isEqualTo(totals.records());
      assertThat(read.nodata()).as(scenario.name()).isEqualTo(totals.nodata());
      assertThat(read.rejected()).as(scenario.name()).isZero();
      assertThat(totals.records() + totals.suspended().records()).as(scenario.name()).isPositive();
      delete(logs);
    }
  }

  @Test
  void writesEveryContactDownWithItsTechniqueAndPhase() throws Exception {
    alone(Simulated.scenario("pivot-chain"), "web-shop", Level.TYPICAL).run(NOWHERE);

    List<JsonNode> lines = truth();
    assertThat(lines).extracting(line -> line.path("phase").asText()).startsWith("entry");
    assertThat(lines.getFirst().path("technique").asText()).isEqualTo("T1133");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(List.<String>copyOf(names(line)))
                    .contains(
                        "scenario",
                        "level",
                        "tactic",
                        "client",
                        "server",
                        "server_port",
                        "start",
                        "end",
                        "packets",
                        "bytes",
                        "interfaces"));
  }

  private static Set<String> names(JsonNode line) {
    Set<String> names = new HashSet<>();
    line.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void scenariosBeginAtARandomPhaseAndStraddleTheEdgesOfWindows(Level level) throws Exception {
    for (Scenario scenario : Simulated.allScenarios()) {
      Set<String> phases = new HashSet<>();
      boolean straddles = false;
      for (int seed = 1; seed <= 2; seed++) {
        alone(scenario, "web-shop", level).withSeed(seed).run(NOWHERE);
        List<JsonNode> lines = truth();
        phases.add(lines.getFirst().path("start").asText().substring("2026-03-02T09:00:".length()));
        Set<Long> minutes = new HashSet<>();
        for (JsonNode line : lines) {
          minutes.add(second(line, "start") / 60);
          minutes.add(second(line, "end") / 60);
        }
        straddles |= minutes.size() > 1;
      }
      assertThat(phases).as(scenario.name()).hasSizeGreaterThan(1);
      assertThat(straddles).as(scenario.name()).isTrue();
    }
  }

  private static long second(JsonNode line, String name) {
    return Instant.parse(line.path(name).asText()).getEpochSecond();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port-scan-vertical",
        "internal-port-scan",
        "ssh-brute-force-in",
        "beacon-fixed",
        "many-small",
        "ddos-out-syn",
        "spam-bot"
      })
  void louderLevelsMakeMoreRecords(String name) throws Exception {
    Scenario scenario = Simulated.scenario(name);
    long mild = alone(scenario, "web-shop", Level.MILD).run(NOWHERE).records();
    long typical = alone(scenario, "web-shop", Level.TYPICAL).run(NOWHERE).records();
    long loud = alone(scenario, "web-shop", Level.LOUD).run(NOWHERE).records();

    assertThat(typical).isGreaterThan(mild);
    assertThat(loud).isGreaterThan(typical);
  }

  @Test
  void accountsForWhatDeletedFlowLogsWouldHaveRecorded() throws Exception {
    RecorderTotals totals =
        alone(Simulated.scenario("flow-log-deletion"), "web-shop", Level.TYPICAL).run(NOWHERE);

    JsonNode last = truth().getLast();
    assertThat(last.path("phase").asText()).isEqualTo("delete-flow-logs");
    assertThat(last.path("records").asLong()).isEqualTo(totals.suspended().records()).isPositive();
    assertThat(last.path("bytes").asLong()).isGreaterThan(1_000_000_000L);
  }

  @Test
  void saysWhenAScenarioOfTheNightHasNoNight() throws Exception {
    Simulated byDay = Simulated.work("web-shop", 60).only(Simulated.scenario(AT_NIGHT), Level.MILD);

    assertThatThrownBy(() -> byDay.run(NOWHERE))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageEndingWith(
            "late-night-admin-access.yml: phases[0].at: This is not within the simulation, which"
                + " must go on until 2026-03-03T03:20:00Z (--start and --hours say when it is)");
  }

  private static void delete(Path out) throws IOException {
    try (Stream<Path> walk = Files.walk(out)) {
      for (Path file : walk.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
