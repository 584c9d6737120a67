package io.flowproof.detection.prove;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.detection.agreement.KnownDifferences;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofDigests;
import io.flowproof.detection.proof.ProofLevel;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Proves the rules of a pack. */
public final class Prover {
  private final Pack pack;
  private final SimulationLibrary library;
  private final DuckDbSettings engine;
  private final ProveOptions options;

  /** Hears how far the work is; called from several threads. */
  public interface Progress {
    /** Nobody wants to know. */
    Progress NONE =
        new Progress() {
          @Override
          public void trying(Rule rule, ProofLevel level) {}

          @Override
          public void replayed(String what, int done, int all) {}

          @Override
          public void proven(RuleProof rule) {}
        };

    /** A level is being tried. */
    void trying(Rule rule, ProofLevel level);

    /** One of the replays that serve all rules is done: an attack, a network or a capture. */
    void replayed(String what, int done, int all);

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
    ProofCache cache = cache();
    Map<String, RuleProof> proven = new LinkedHashMap<>();
    rules.forEach(
        rule -> cache.find(path(rule), sha256(rule)).ifPresent(p -> proven.put(rule.name(), p)));
    List<Rule> open = rules.stream().filter(rule -> !proven.containsKey(rule.name())).toList();
    proven.values().forEach(progress::proven);
    try (Workshop workshop = new Workshop(pack, library, engine, folder);
        ExecutorService jobs = Executors.newFixedThreadPool(options.jobs())) {
      try {
        boolean replays = options.most() == ProofLevel.REPLAYED;
        RuleProver prover =
            new RuleProver(
                workshop,
                new ValidityCheck(pack),
                KnownDifferences.of(pack),
                EquivalentMutants.of(pack),
                options,
                progress);
        List<Future<RuleProof>> results = new ArrayList<>();
        for (Rule rule : open) {
          results.add(
              jobs.submit(
                  () -> {
                    RuleProof proof = prover.prove(rule, path(rule), sha256(rule));
                    return replays ? proof : done(proof, cache, progress);
                  }));
        }
        for (Future<RuleProof> result : results) {
          RuleProof proof = result(result);
          proven.put(proof.name(), proof);
        }
        if (replays) {
          replay(open, proven, workshop, jobs, cache, progress);
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
        rules.stream().map(rule -> Objects.requireNonNull(proven.get(rule.name()))).toList(),
        null);
  }

  private ProofCache cache() throws IOException {
    return new ProofCache(
        options.cache(),
        List.of(
            RuleFiles.common(pack),
            RuleFiles.library(library),
            options.program(),
            Long.toString(options.seed()),
            options.most().toString(),
            options.honest().toString(),
            options.ingest().toString(),
            options.captures() == null ? "" : RuleFiles.all(options.captures())));
  }

  private static RuleProof done(RuleProof proof, ProofCache cache, Progress progress) {
    cache.keep(proof);
    progress.proven(proof);
    return proof;
  }

  /** What compiles is replayed, all rules together. */
  private void replay(
      List<Rule> rules,
      Map<String, RuleProof> proven,
      Workshop workshop,
      ExecutorService jobs,
      ProofCache cache,
      Progress progress)
      throws IOException, InterruptedException {
    List<Rule> compiling =
        rules.stream()
            .filter(
                rule ->
                    Objects.requireNonNull(proven.get(rule.name())).valid().problems().isEmpty())
            .filter(rule -> rule.kql() != null && rule.spl() != null)
            .toList();
    Replays replays = new Replays(compiling, workshop, options);
    List<Callable<String>> tasks = replays.tasks();
    AtomicInteger finished = new AtomicInteger();
    List<Future<String>> results = new ArrayList<>();
    for (Callable<String> task : tasks) {
      results.add(
          jobs.submit(
              () -> {
                String what = task.call();
                progress.replayed(what, finished.incrementAndGet(), tasks.size());
                return what;
              }));
    }
    for (Future<String> result : results) {
      result(result);
    }
    for (Rule rule : rules) {
      RuleProof proof = Objects.requireNonNull(proven.get(rule.name()));
      RuleProof replayed =
          replays.of(rule.name()).map(r -> RuleProver.with(proof, r)).orElse(proof);
      proven.put(rule.name(), done(replayed, cache, progress));
    }
  }

  private static <T> T result(Future<T> result) throws IOException, InterruptedException {
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

  private static String sha256(Rule rule) {
    try {
      return RuleFiles.sha256(rule);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
