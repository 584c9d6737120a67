package io.flowproof.detection.prove;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Replaying;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.Replaying.Origin;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.Replaying.Strength;
import io.flowproof.detection.proof.TimeToDetect;
import io.flowproof.detection.proof.TimeToDetect.Part;
import io.flowproof.detection.proof.TimeToDetect.Share;
import io.flowproof.detection.trial.CaseTicks;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.engine.api.EngineException;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.query.Language;
import io.flowproof.simulate.attack.Level;
import io.flowproof.simulate.attack.Scenario;
import io.flowproof.simulate.network.InvalidFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Level 5: scenarios of the rule's techniques that neither its cases nor {@code writtenFrom} name,
 * amid a network's honest work, and honest work alone; on a virtual clock.
 */
final class ReplayCheck {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration ATTACK = Duration.ofHours(2);
  private static final Duration AFTER = Duration.ofMinutes(30);
  private static final int MOST_SHOWN = 20;

  private final Rule rule;
  private final Workshop workshop;
  private final long seed;
  private final Duration honest;
  private final Map<String, List<String>> lacking = new LinkedHashMap<>();

  /**
   * Of one rule, whose texts compile.
   *
   * @param honest how long honest work alone is looked at
   */
  ReplayCheck(Rule rule, Workshop workshop, long seed, Duration honest) {
    this.rule = rule;
    this.workshop = workshop;
    this.seed = seed;
    this.honest = honest;
  }

  Replaying run() throws IOException, InterruptedException {
    List<Scenario> unseen = unseen();
    if (unseen.isEmpty()) {
      return new Replaying(
          Outcome.notShown(
              "no scenario of "
                  + String.join(", ", rule.attack().stream().map(Rule.Technique::id).toList())
                  + " is left that neither tests.yml nor writtenFrom names"),
          List.of(),
          List.of());
    }
    List<Replay> replays = new ArrayList<>();
    for (Scenario family : unseen) {
      for (Level level : Level.values()) {
        replay(family, level).ifPresent(replays::add);
      }
    }
    List<HonestDay> days = new ArrayList<>();
    for (String network : workshop.library().names()) {
      days.add(honestDay(network));
    }
    return new Replaying(outcome(replays), replays, days);
  }

  /** Scenarios of the rule's techniques, sub-techniques of one technique counting as one. */
  private List<Scenario> unseen() throws IOException {
    Set<String> techniques = new LinkedHashSet<>();
    rule.attack().forEach(technique -> techniques.add(parent(technique.id())));
    List<Scenario> unseen = new ArrayList<>();
    for (Scenario scenario : Scenario.readAll(workshop.library().scenarios())) {
      if (techniques.contains(parent(scenario.technique())) && !isNamed(scenario.name())) {
        unseen.add(scenario);
      }
    }
    return unseen;
  }

  private static String parent(String technique) {
    return technique.replaceFirst("\\..*", "");
  }

  private boolean isNamed(String scenario) {
    boolean tested =
        rule.tests().stream()
            .map(test -> test.given().simulation())
            .anyMatch(
                s ->
                    s != null
                        && s.scenarios().stream()
                            .anyMatch(n -> n.equals(scenario) || n.endsWith("/" + scenario)));
    return tested
        || rule.writtenFrom().stream()
            .anyMatch(from -> from.matches("(.*[/ ])?" + scenario + "(\\.yml)?([ ,].*)?"));
  }

  private static TestCase simulated(
      String name, String network, List<String> scenarios, Level level, long seed, Duration lasts) {
    GivenSimulation simulation =
        new GivenSimulation(
            network, true, scenarios, level, Map.of(), seed, START, lasts, LogFormat.ofVersion(5));
    return new TestCase(
        name,
        null,
        new Given(List.of(), simulation, Map.of()),
        START,
        START.plus(lasts).plus(AFTER),
        List.of(),
        EnumSet.allOf(Language.class));
  }

  /** In the first network that has the hosts which the scenario wants; empty where none has. */
  private Optional<Replay> replay(Scenario family, Level level)
      throws IOException, InterruptedException {
    List<String> missing = new ArrayList<>();
    for (String network : workshop.library().names()) {
      TestCase test =
          simulated(family.name(), network, List.of(family.name()), level, seed, ATTACK);
      try (StagedCases staged = workshop.stage(rule.withTests(List.of(test)))) {
        return Optional.ofNullable(replay(family, level, network, test, staged));
      } catch (InvalidFileException e) {
        missing.add(network);
      }
    }
    lacking.put(family.name(), missing);
    return Optional.empty();
  }

  private @Nullable Replay replay(
      Scenario family, Level level, String network, TestCase test, StagedCases staged)
      throws IOException {
    List<ReplayResult> results = new ArrayList<>();
    AttackTruth truth = null;
    for (Language language : Language.values()) {
      CaseTicks ticks = new CaseTicks(staged, rule, language, test);
      Optional<Path> file = ticks.truth();
      truth = file.isEmpty() ? null : AttackTruth.read(file.get());
      if (truth == null) {
        return null;
      }
      results.add(result(language, ticks, truth));
    }
    return truth == null
        ? null
        : new Replay(
            family.name(),
            family.technique(),
            Origin.SIMULATED,
            Strength.valueOf(level.name()),
            network,
            seed,
            truth.first(),
            truth.last(),
            results);
  }

  private static ReplayResult result(Language language, CaseTicks ticks, AttackTruth truth) {
    Set<Map<String, @Nullable String>> right = new LinkedHashSet<>();
    Set<Map<String, @Nullable String>> wrong = new LinkedHashSet<>();
    TimeToDetect delay = null;
    int before = 0;
    for (Instant tick : ticks.ticks()) {
      int arrived = ticks.arrivedBy(tick);
      for (Map<String, @Nullable String> finding : ticks.at(tick, arrived)) {
        (truth.isOf(finding) ? right : wrong).add(finding);
        if (delay == null && truth.isOf(finding) && !tick.isBefore(truth.first())) {
          delay = delay(ticks, truth, finding, tick, before);
        }
      }
      before = arrived;
    }
    int missed = Math.max(0, truth.toFind(right) - right.size());
    int found = right.size() + wrong.size();
    return new ReplayResult(
        language,
        !right.isEmpty(),
        right.size(),
        wrong.size(),
        missed,
        found == 0 ? null : (double) right.size() / found,
        right.size() + missed == 0 ? null : (double) right.size() / (right.size() + missed),
        right.stream().limit(MOST_SHOWN).toList(),
        delay);
  }

  /** Looks for the object without which the tick would not have found it. */
  private static TimeToDetect delay(
      CaseTicks ticks,
      AttackTruth truth,
      Map<String, @Nullable String> finding,
      Instant tick,
      int before) {
    int enough = ticks.arrivedBy(tick);
    int tooFew = Math.min(before, enough - 1);
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      if (ticks.at(tick, middle).contains(finding)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    Instant arrival = ticks.arrival(enough);
    Instant last = ticks.lastFlow(finding, tick, enough).orElse(arrival);
    if (last.isAfter(arrival)) {
      last = arrival;
    }
    if (last.isBefore(truth.first())) {
      last = truth.first();
    }
    return new TimeToDetect(
        seconds(truth.first(), tick),
        List.of(
            share(Part.BEHAVIOUR, truth.first(), last),
            share(Part.DELIVERY, last, arrival),
            share(Part.SCHEDULE, arrival, tick)));
  }

  private static Share share(Part part, Instant from, Instant to) {
    return new Share(part, seconds(from, to), TimeToDetect.Origin.SIMULATED);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private HonestDay honestDay(String network) throws IOException, InterruptedException {
    TestCase test = simulated("honest", network, List.of(), Level.TYPICAL, seed, honest);
    double hours = honest.toMinutes() / 60.0;
    try (StagedCases staged = workshop.stage(rule.withTests(List.of(test)))) {
      List<Alerts> alerts = new ArrayList<>();
      for (Language language : Language.values()) {
        Set<Map<String, @Nullable String>> all = new LinkedHashSet<>();
        int count = 0;
        Set<Map<String, @Nullable String>> last = Set.of();
        CaseTicks ticks = new CaseTicks(staged, rule, language, test);
        for (Instant tick : ticks.ticks()) {
          Set<Map<String, @Nullable String>> found = ticks.at(tick, ticks.arrivedBy(tick));
          for (Map<String, @Nullable String> finding : found) {
            count += last.contains(finding) ? 0 : 1;
          }
          all.addAll(found);
          last = found;
        }
        alerts.add(
            new Alerts(
                language, count, count / hours * 24, all.stream().limit(MOST_SHOWN).toList()));
      }
      return new HonestDay(network, Origin.SIMULATED, seed, hours, staged.records(test), alerts);
    }
  }

  /** Every family must be seen as it usually is, or else loud, in both languages. */
  private Outcome outcome(List<Replay> replays) {
    Map<String, Boolean> seen = new LinkedHashMap<>();
    for (Replay replay : replays) {
      boolean detected =
          replay.strength() != Strength.MILD
              && replay.results().stream().allMatch(ReplayResult::detected);
      seen.merge(replay.family(), detected, Boolean::logicalOr);
    }
    List<String> missed =
        seen.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList();
    if (seen.isEmpty()) {
      return Outcome.notShown(
          "no network has the hosts that the scenarios want: "
              + String.join(", ", lacking.keySet()));
    }
    return missed.isEmpty()
        ? Outcome.SHOWN
        : Outcome.refuted(
            List.of(
                "%d of %d unseen families are missed even when they are loud: %s"
                    .formatted(missed.size(), seen.size(), String.join(", ", missed))
                    .toLowerCase(Locale.ROOT)));
  }

  /** The same work, and a level that could not be run. */
  static Replaying orFailed(ReplayCheck check) throws IOException, InterruptedException {
    try {
      return check.run();
    } catch (InvalidQueryException | EngineException e) {
      return new Replaying(
          Outcome.refuted(List.of("it could not run: " + e.getMessage())), List.of(), List.of());
    }
  }
}
