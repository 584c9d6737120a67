package io.flowproof.detection.prove;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.detection.agreement.KnownDifferences;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofDigests;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.trial.SimulationLibrary;
import io.flowproof.engine.duckdb.DuckDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Proves the rules of a pack. */
public final class Prover {
  private final Pack pack;
  private final SimulationLibrary library;
  private final DuckDbSettings engine;
  private final ProveOptions options;

  /** Hears of each rule that is done; called from several threads. */
  @FunctionalInterface
  public interface Progress {
    /** One more is proven. */
    void proven(RuleProof rule);
  }

  /**
   * For a pack.
   *
   * @param library networks and scenarios
   * @param engine what queries may use
   */
  public Prover(Pack pack, SimulationLibrary library, DuckDbSettings engine, ProveOptions options) {
    this.pack = pack;
    this.library = library;
    this.engine = engine;
    this.options = options;
  }

  /**
   * Proves rules.
   *
   * @param rules some of the pack's, or all
   * @param tool what goes into the proof as the program
   * @param commit the commit that is checked out where the pack lies, or null
   * @param modified whether files of the pack differ from it
   * @param folder an empty folder for what is written meanwhile
   * @throws io.flowproof.detection.agreement.InvalidMarksException for a file of marks that cannot
   *     be read
   */
  public Proof prove(
      List<Rule> rules,
      Proof.Tool tool,
      @Nullable String commit,
      boolean modified,
      Path folder,
      Progress progress)
      throws IOException, InterruptedException {
    ProofCache cache =
        new ProofCache(
            options.cache(),
            List.of(
                RuleFiles.common(pack),
                RuleFiles.library(library),
                options.program(),
                Long.toString(options.seed()),
                options.most().toString(),
                options.honest().toString()));
    List<RuleProof> proven = new ArrayList<>();
    try (Workshop workshop = new Workshop(pack, library, engine, folder);
        ExecutorService jobs = Executors.newFixedThreadPool(options.jobs())) {
      RuleProver prover =
          new RuleProver(
              workshop,
              new ValidityCheck(pack),
              KnownDifferences.of(pack),
              EquivalentMutants.of(pack),
              options);
      List<Future<RuleProof>> results = new ArrayList<>();
      for (Rule rule : rules) {
        results.add(jobs.submit(() -> prove(rule, prover, cache, progress)));
      }
      try {
        for (Future<RuleProof> result : results) {
          proven.add(result(result));
        }
      } finally {
        jobs.shutdownNow();
      }
    }
    return new Proof(
        Proof.VERSION,
        tool,
        new Proof.PackIdentity(name(pack.directory()), sha256(), commit, modified),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        options.seed(),
        AttackMatrix.VERSION,
        proven,
        null);
  }

  private RuleProof prove(Rule rule, RuleProver prover, ProofCache cache, Progress progress)
      throws IOException, InterruptedException {
    String path = path(rule);
    String sha256 = RuleFiles.sha256(rule);
    Optional<RuleProof> earlier = cache.find(path, sha256);
    RuleProof proof = earlier.isPresent() ? earlier.get() : prover.prove(rule, path, sha256);
    if (earlier.isEmpty()) {
      cache.keep(proof);
    }
    progress.proven(proof);
    return proof;
  }

  private static RuleProof result(Future<RuleProof> result)
      throws IOException, InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InterruptedException stopped -> throw stopped;
        case UncheckedIOException failure -> throw failure.getCause();
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null -> throw new IllegalStateException(e);
        case Throwable _ -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private String path(Rule rule) {
    return pack.directory().relativize(rule.directory()).toString().replace('\\', '/');
  }

  /** Of all files that rules are read from. */
  private String sha256() throws IOException {
    StringBuilder lines = new StringBuilder(RuleFiles.common(pack)).append("  .\n");
    for (Rule rule : pack.rules()) {
      lines.append(RuleFiles.sha256(rule)).append("  ").append(path(rule)).append('\n');
    }
    return ProofDigests.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String name(Path directory) {
    return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
  }
}
