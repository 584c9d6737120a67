package io.flowproof.detection.prove;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.Replaying.Origin;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.Replaying.Strength;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Level 5 of many rules together, for simulating and staging costs more than looking: attacks that
 * the rules' authors did not name amid a network's honest work, honest work alone, and captures.
 * Each of these is a task, and serves all rules that look at it.
 */
final class Replays {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration SHORT = Duration.ofHours(2);

  /** For rules that count over hours; an attack begins in the first third. */
  private static final Duration LONG = Duration.ofHours(5);

  private static final Duration LOOKS_FAR = Duration.ofDays(1);
  private static final Duration AFTER = Duration.ofMinutes(30);

  private final Workshop workshop;
  private final ProveOptions options;
  private final Map<String, ReplayedRule> rules = new LinkedHashMap<>();
  private final Map<String, Scenario> families = new LinkedHashMap<>();

  /** Of these rules, whose texts compile. */
  Replays(List<Rule> rules, Workshop workshop, ProveOptions options) throws IOException {
    this.workshop = workshop;
    this.options = options;
    List<Scenario> all = Scenario.readAll(workshop.library().scenarios());
    for (Rule rule : rules) {
      List<Scenario> unseen = UnseenFamilies.of(rule, all);
      this.rules.put(rule.name(), new ReplayedRule(rule, unseen));
      unseen.forEach(scenario -> families.put(scenario.name(), scenario));
    }
  }

  /** What came of a rule, when all tasks are done. */
  Optional<ReplayedRule> of(String rule) {
    return Optional.ofNullable(rules.get(rule));
  }

  /** What there is to do, in any order and side by side; the long ones first. */
  List<Callable<String>> tasks() throws IOException {
    List<Callable<String>> tasks = new ArrayList<>();
    if (rules.isEmpty()) {
      return tasks;
    }
    for (String network : workshop.library().names()) {
      tasks.add(
          () -> {
            honest(network);
            return network;
          });
    }
    for (Scenario family : families.values()) {
      for (Level level : Level.values()) {
        tasks.add(
            () -> {
              attack(family, level);
              return family.name();
            });
      }
    }
    for (CaptureFolder capture : CaptureFolder.in(options.captures())) {
      tasks.add(
          () -> {
            capture(capture);
            return capture.name();
          });
    }
    return tasks;
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

  /** Work on one rule, whose failure is the rule's. */
  @FunctionalInterface
  private interface Look {
    void at(ReplayedRule rule) throws IOException;
  }

  private static void each(List<ReplayedRule> rules, String what, Look look) throws IOException {
    for (ReplayedRule rule : rules) {
      try {
        look.at(rule);
      } catch (InvalidQueryException | EngineException e) {
        rule.failed("it could not run on %s: %s".formatted(what, e.getMessage()));
      }
    }
  }

  private StagedCases stage(List<ReplayedRule> looking, TestCase test)
      throws IOException, InterruptedException {
    return workshop.stage(
        looking.stream().map(each -> each.rule().withTests(List.of(test))).toList());
  }

  /** In the first network that has the hosts which the scenario wants. */
  private void attack(Scenario family, Level level) throws IOException, InterruptedException {
    List<ReplayedRule> looking =
        rules.values().stream().filter(rule -> rule.unseen().contains(family)).toList();
    boolean far =
        looking.stream().anyMatch(rule -> rule.rule().schedule().over().compareTo(LOOKS_FAR) >= 0);
    Duration lasts = far ? LONG : SHORT;
    for (String network : workshop.library().names()) {
      TestCase test =
          simulated(family.name(), network, List.of(family.name()), level, options.seed(), lasts);
      try (StagedCases staged = stage(looking, test)) {
        Attack attack =
            new Attack(
                family.name(),
                family.technique(),
                Origin.SIMULATED,
                Strength.valueOf(level.name()),
                network);
        each(looking, family.name(), rule -> replay(attack, rule, staged, test, null));
        return;
      } catch (InvalidFileException e) {
        // It has not; the next one may have.
      }
    }
    looking.forEach(rule -> rule.cannotPlay(family.name()));
  }

  /** What is replayed. */
  private record Attack(
      String family,
      String technique,
      Origin origin,
      @Nullable Strength strength,
      String network) {}

  private void replay(
      Attack attack, ReplayedRule rule, StagedCases staged, TestCase test, @Nullable Path truthFile)
      throws IOException {
    long began = System.nanoTime();
    Optional<Path> file =
        truthFile == null
            ? new CaseTicks(staged, rule.rule(), Language.KQL, test).truth()
            : Optional.of(truthFile);
    AttackTruth truth = file.isEmpty() ? null : AttackTruth.read(file.get());
    if (truth == null) {
      return;
    }
    List<ReplayResult> results = new ArrayList<>();
    for (Language language : Language.values()) {
      results.add(
          new TextReplay(staged, rule.rule(), language, test, options.ingest()).result(truth));
    }
    rule.add(
        new Replay(
            attack.family(),
            attack.technique(),
            attack.origin(),
            attack.strength(),
            attack.network(),
            options.seed(),
            truth.first(),
            truth.last(),
            results),
        (System.nanoTime() - began) / 1e9);
  }

  private void honest(String network) throws IOException, InterruptedException {
    Duration lasts = options.honest();
    TestCase test = simulated("honest", network, List.of(), Level.TYPICAL, options.seed(), lasts);
    double hours = lasts.toMinutes() / 60.0;
    List<ReplayedRule> all = List.copyOf(rules.values());
    try (StagedCases staged = stage(all, test)) {
      each(
          all,
          "the honest work of " + network,
          rule -> {
            long began = System.nanoTime();
            List<Alerts> alerts = new ArrayList<>();
            for (Language language : Language.values()) {
              alerts.add(
                  new TextReplay(staged, rule.rule(), language, test, options.ingest())
                      .alerts(hours));
            }
            rule.add(
                new HonestDay(
                    network, Origin.SIMULATED, options.seed(), hours, staged.records(test), alerts),
                (System.nanoTime() - began) / 1e9);
          });
    }
  }

  /** Captures have no strength, and nobody knows of which technique they are. */
  private void capture(CaptureFolder capture) throws IOException, InterruptedException {
    List<ReplayedRule> all = List.copyOf(rules.values());
    TestCase test = capture.test();
    try (StagedCases staged = stage(all, test)) {
      Attack attack = new Attack(capture.name(), "", Origin.CAPTURED, null, "");
      each(all, capture.name(), rule -> replay(attack, rule, staged, test, capture.truth()));
    }
  }
}
