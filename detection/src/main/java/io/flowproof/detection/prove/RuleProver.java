package io.flowproof.detection.prove;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.agreement.AgreementCheck;
import io.flowproof.detection.agreement.KnownDifferences;
import io.flowproof.detection.agreement.Samples;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Agreement;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Replaying;
import io.flowproof.detection.proof.Robustness;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.RuleProof.Effort;
import io.flowproof.detection.proof.Testing;
import io.flowproof.detection.proof.Testing.CaseResult;
import io.flowproof.detection.proof.Validity;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.engine.api.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Proves one rule, level by level. A level without which the next means nothing ends it. */
final class RuleProver {
  private static final String BELOW = "a level below is missing";

  private final Workshop workshop;
  private final ValidityCheck validity;
  private final KnownDifferences known;
  private final EquivalentMutants marks;
  private final ProveOptions options;
  private final Prover.Progress progress;

  RuleProver(
      Workshop workshop,
      ValidityCheck validity,
      KnownDifferences known,
      EquivalentMutants marks,
      ProveOptions options,
      Prover.Progress progress) {
    this.workshop = workshop;
    this.validity = validity;
    this.known = known;
    this.marks = marks;
    this.options = options;
    this.progress = progress;
  }

  /** Work that may fail. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  RuleProof prove(Rule rule, String path, String sha256) throws IOException, InterruptedException {
    List<Effort> efforts = new ArrayList<>();
    Validity valid =
        timed(
            rule,
            ProofLevel.VALID,
            efforts,
            () -> validity.of(rule, workshop.emptyEngine(), workshop.compiler()));
    boolean compiles = valid.problems().isEmpty() && rule.kql() != null && rule.spl() != null;
    Testing tested = new Testing(notTried(ProofLevel.TESTED, compiles), List.of());
    Robustness robust = new Robustness(notTried(ProofLevel.ROBUST, compiles), List.of());
    if (compiles && isWanted(ProofLevel.TESTED) && !rule.tests().isEmpty()) {
      try (StagedCases staged = workshop.stage(rule)) {
        tested = timed(rule, ProofLevel.TESTED, efforts, () -> CaseCheck.of(rule, staged));
        robust = robust(rule, staged, tested, efforts);
      }
    } else if (compiles && rule.tests().isEmpty()) {
      tested = new Testing(Outcome.notShown("there is no case in tests.yml"), List.of());
    }
    Agreement agreeing = agreeing(rule, compiles, efforts);
    Replaying replayed =
        new Replaying(notTried(ProofLevel.REPLAYED, compiles), List.of(), List.of());
    return proof(
        rule, path, sha256, new Levels(valid, tested, agreeing, robust, replayed), efforts);
  }

  /** What came of each level. */
  private record Levels(
      Validity valid, Testing tested, Agreement agreeing, Robustness robust, Replaying replayed) {
    List<Outcome> outcomes() {
      return List.of(
          valid.outcome(),
          tested.outcome(),
          agreeing.outcome(),
          robust.outcome(),
          replayed.outcome());
    }
  }

  private static RuleProof proof(
      Rule rule, String path, String sha256, Levels levels, List<Effort> efforts) {
    return new RuleProof(
        rule.name(),
        path,
        rule.id().toString(),
        rule.title(),
        rule.status(),
        rule.severity(),
        rule.attack(),
        rule.schedule().every().toSeconds(),
        rule.schedule().over().toSeconds(),
        rule.needs().stream().map(field -> field.awsName()).toList(),
        rule.kql() == null ? null : rule.kql().text(),
        rule.spl() == null ? null : rule.spl().text(),
        sha256,
        RuleProof.demandedBy(rule.status()),
        level(levels.outcomes()),
        levels.valid(),
        levels.tested(),
        levels.agreeing(),
        levels.robust(),
        levels.replayed(),
        efforts);
  }

  /** The same proof with what came of replays. */
  static RuleProof with(RuleProof proof, ReplayedRule replayed) {
    List<Effort> efforts = new ArrayList<>(proof.seconds());
    double seconds = Math.round(replayed.seconds() * 100) / 100.0;
    efforts.add(new Effort(ProofLevel.REPLAYED, seconds, false));
    Levels levels =
        new Levels(
            proof.valid(), proof.tested(), proof.agreeing(), proof.robust(), replayed.replaying());
    return proof(replayed.rule(), proof.path(), proof.sha256(), levels, efforts);
  }

  private static ProofLevel level(List<Outcome> outcomes) {
    int shown = 0;
    while (shown < outcomes.size() && outcomes.get(shown).isShown()) {
      shown++;
    }
    return ProofLevel.of(shown).orElseThrow();
  }

  private boolean isWanted(ProofLevel level) {
    return level.compareTo(options.most()) <= 0;
  }

  private Outcome notTried(ProofLevel level, boolean compiles) {
    return Outcome.notTried(
        isWanted(level)
            ? compiles ? BELOW : "a text does not compile"
            : "only levels up to %d were asked for".formatted(options.most().number()));
  }

  private Agreement agreeing(Rule rule, boolean compiles, List<Effort> efforts)
      throws IOException, InterruptedException {
    if (!compiles || !isWanted(ProofLevel.AGREEING)) {
      return noAgreement(notTried(ProofLevel.AGREEING, compiles));
    }
    return timed(
        rule,
        ProofLevel.AGREEING,
        efforts,
        () ->
            orFailed(
                () -> new AgreementCheck(rule, options.seed(), known, workshop::stage).run(),
                this::noAgreement));
  }

  private Agreement noAgreement(Outcome outcome) {
    return new Agreement(outcome, options.seed(), 0, List.of(), List.of(), List.of());
  }

  private Robustness robust(Rule rule, StagedCases staged, Testing tested, List<Effort> efforts)
      throws IOException, InterruptedException {
    if (!isWanted(ProofLevel.ROBUST)) {
      return new Robustness(notTried(ProofLevel.ROBUST, true), List.of());
    }
    if (!tested.cases().stream().allMatch(CaseResult::passed)) {
      return new Robustness(Outcome.notTried(BELOW), List.of());
    }
    return timed(
        rule,
        ProofLevel.ROBUST,
        efforts,
        () ->
            orFailed(
                () -> {
                  try (OpenSamples samples = new OpenSamples(rule)) {
                    return new MutationCheck(
                            rule,
                            staged,
                            workshop.emptyEngine(),
                            workshop.compiler(),
                            marks,
                            samples::get)
                        .run();
                  }
                },
                outcome -> new Robustness(outcome, List.of())));
  }

  /** The samples that equivalent mutants are compared on, staged when the first one asks. */
  private final class OpenSamples implements AutoCloseable {
    private final Rule rule;
    private @Nullable Samples samples;

    OpenSamples(Rule rule) {
      this.rule = rule;
    }

    Samples get() {
      if (samples == null) {
        try {
          samples = AgreementCheck.firstSamples(rule, options.seed(), workshop::stage);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
      return samples;
    }

    @Override
    public void close() {
      if (samples != null) {
        samples.close();
      }
    }
  }

  /** What fails refutes its level and no other. */
  private static <T> T orFailed(Work<T> work, Function<Outcome, T> failed)
      throws IOException, InterruptedException {
    try {
      return work.run();
    } catch (InvalidQueryException | EngineException e) {
      return failed.apply(Outcome.refuted(List.of("it could not run: " + e.getMessage())));
    }
  }

  private <T> T timed(Rule rule, ProofLevel level, List<Effort> efforts, Work<T> work)
      throws IOException, InterruptedException {
    progress.trying(rule, level);
    long start = System.nanoTime();
    T result = work.run();
    double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    efforts.add(new Effort(level, seconds, false));
    return result;
  }
}
