package io.flowproof.app.cli;

import io.flowproof.app.report.NavigatorLayer;
import io.flowproof.app.report.ProofJunit;
import io.flowproof.app.report.ProofReport;
import io.flowproof.app.report.html.HtmlReport;
import io.flowproof.core.signing.InvalidKeyFileException;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.detection.agreement.InvalidMarksException;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.pack.InvalidPackException;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.PackProblem;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofFile;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.ProofSeal;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.prove.ProveOptions;
import io.flowproof.detection.prove.Prover;
import io.flowproof.detection.trial.SimulationLibrary;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbStaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prove}: do these rules do what they say, and do both texts say the same? */
@Command(
    name = "prove",
    description = {
      "Show what is proven of rules, level by level: 1 valid, 2 tested, 3 agreeing, 4 robust,",
      "5 replayed. Exit with 1 when a rule has not the level that its status demands."
    },
    footer = {
      "",
      "Example:",
      "  flowproof prove --rule external-scan",
      "  flowproof prove --pack packs/vpc-flow --out proof --sign"
    })
final class ProveCommand implements Callable<Integer> {
  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A folder of rules (default: packs/vpc-flow of this installation).")
  private @Nullable Path pack;

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description = "Only the rule of that name; may be repeated.")
  private List<String> rules = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where proof.json, junit.xml, report.html and attack-layer.json are written.")
  private @Nullable Path out;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many rules are proven beside each other (default: the processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--level",
      paramLabel = "N",
      description = {
        "The highest level that is tried, 1 to 5 (default: ${DEFAULT-VALUE}); 5 simulates networks,",
        "which takes minutes."
      })
  private int level = 4;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What chance is drawn from (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--honest-hours",
      paramLabel = "H",
      description = {
        "How long each network's honest work is looked at for level 5 (default: ${DEFAULT-VALUE});",
        "24, a whole day, takes hours."
      })
  private int honestHours = 2;

  @Option(
      names = "--ingest",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = {
        "For level 5: what the SIEM is assumed to take from an object's arrival until it can be",
        "searched (default: nothing)."
      })
  private Duration ingest = Duration.ZERO;

  @Option(
      names = "--captures",
      paramLabel = "DIR",
      description = {
        "For level 5: a folder of captures, each a folder that 'flowproof replay' wrote, with",
        "truth.ndjson."
      })
  private @Nullable Path captures;

  @Option(names = "--sign", description = "Sign proof.json with your key (see flowproof key).")
  private boolean sign;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = {
        "Where results are kept, by what they depend on (default: ~/.cache/flowproof/proofs);",
        "the word none keeps nothing."
      })
  private @Nullable Path cache;

  @Mixin private final KeyArguments keys = new KeyArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final Terminal terminal;

  ProveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ProofLevel most =
        ProofLevel.of(level)
            .orElseThrow(
                () -> new UsageException("Invalid --level: " + level + " (must be 1 to 5)"));
    if (honestHours < 1) {
      throw new UsageException("Invalid --honest-hours: " + honestHours + " (must be at least 1)");
    }
    if (jobs < 1) {
      throw new UsageException("Invalid --jobs: " + jobs + " (must be at least 1)");
    }
    if (captures != null && !Files.isDirectory(captures)) {
      throw new UsageException("No such folder of captures: " + captures);
    }
    if (sign && out == null) {
      throw new UsageException("--sign signs proof.json (--out says where it is written)");
    }
    ChosenRules chosen = ChosenRules.of(pack, rules);
    Optional<SigningKey> key = key();
    Proof proof;
    try {
      proof = prove(chosen, most);
    } catch (InvalidMarksException e) {
      terminal.err().println(e.getMessage());
      return ExitCode.INVALID.number();
    }
    Proof signed = key.isPresent() ? ProofSeal.sign(proof, key.get()) : proof;
    ProofReport report = new ProofReport(terminal.out(), terminal.page());
    report.print(signed);
    new ProofReport(terminal.err(), terminal.messagePage()).printTimes(signed);
    if (out != null) {
      write(signed, chosen.rules(), out);
    }
    if (!chosen.problems().isEmpty()) {
      terminal.err().println(new InvalidPackException(chosen.problems()).getMessage());
      terminal.say("rules that cannot be read are not in the proof");
      return ExitCode.INVALID.number();
    }
    boolean enough = signed.rules().stream().allMatch(RuleProof::isEnough);
    return (enough ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
  }

  private Optional<SigningKey> key() throws IOException {
    try {
      return sign ? Optional.of(keys.current(terminal)) : Optional.empty();
    } catch (InvalidKeyFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Proof prove(ChosenRules chosen, ProofLevel most)
      throws IOException, InterruptedException {
    Files.createDirectories(limits.staging());
    Path folder = Files.createTempDirectory(limits.staging(), "flowproof-prove-");
    int all = chosen.rules().size();
    try (Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
        Progress progress = new Progress(terminal)) {
      ProveOptions options =
          new ProveOptions(
              most,
              seed,
              Math.min(jobs, all),
              Duration.ofHours(honestHours),
              ingest,
              captures,
              cacheFolder(),
              ProgramState.of(limits.geo()));
      Checkout checkout = Checkout.of(chosen.pack().directory());
      ProofProgress shown = new ProofProgress(progress, terminal, all);
      Interruption.saying(shown::printSoFar);
      return new Prover(
              chosen.pack(),
              SimulationLibrary.of(Installation.home()),
              limits.settings(watchdog),
              options)
          .prove(
              chosen.rules(),
              new Proof.Tool("flowproof", Flowproof.VERSION.replace("flowproof ", "")),
              checkout.commit(),
              checkout.modified(),
              folder,
              shown);
    } finally {
      Interruption.saying(() -> {});
      remove(folder);
    }
  }

  private @Nullable Path cacheFolder() {
    if (cache == null) {
      return Path.of(System.getProperty("user.home"), ".cache", "flowproof", "proofs");
    }
    return cache.toString().equals("none") ? null : cache;
  }

  private void write(Proof proof, List<Rule> proven, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("proof.json"), ProofFile.print(proof));
    Files.writeString(folder.resolve("junit.xml"), ProofJunit.print(proof));
    Coverage coverage = Coverage.of(proven, proof, null);
    Files.writeString(folder.resolve("report.html"), HtmlReport.of(coverage, null));
    Files.writeString(folder.resolve("attack-layer.json"), NavigatorLayer.of(coverage));
    terminal
        .out()
        .println(
            "Written: %s, junit.xml, report.html and attack-layer.json%s"
                .formatted(
                    folder.resolve("proof.json"),
                    proof.signature() == null ? "; not signed" : "; signed"));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The rules that a command is about, and what is wrong with those that cannot be read. */
  private record ChosenRules(Pack pack, List<Rule> rules, List<PackProblem> problems) {
    static ChosenRules of(@Nullable Path directory, List<String> names) {
      Pack.Partial loaded = Packs.whatLoads(directory, names);
      List<Rule> chosen =
          loaded.pack().rules().stream()
              .filter(rule -> names.isEmpty() || names.contains(rule.name()))
              .toList();
      return new ChosenRules(loaded.pack(), chosen, loaded.problems());
    }
  }
}
