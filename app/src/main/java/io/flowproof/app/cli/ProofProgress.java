package io.flowproof.app.cli;

import io.flowproof.app.report.ProofReport;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.prove.Prover;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows which rules are being proven and to which level, and what is proven when it is stopped. */
final class ProofProgress implements Prover.Progress {
  private final Progress progress;
  private final Terminal terminal;
  private final int all;
  private final Map<String, ProofLevel> atWork = new LinkedHashMap<>();
  private final List<RuleProof> proven = new ArrayList<>();

  /** For so many rules. */
  ProofProgress(Progress progress, Terminal terminal, int all) {
    this.progress = progress;
    this.terminal = terminal;
    this.all = all;
  }

  @Override
  public synchronized void trying(Rule rule, ProofLevel level) {
    atWork.put(rule.name(), level);
    show();
  }

  @Override
  public synchronized void replayed(String what, int done, int replays) {
    atWork.clear();
    progress.steps("Replaying", done, replays, what);
  }

  @Override
  public synchronized void proven(RuleProof rule) {
    atWork.remove(rule.name());
    proven.add(rule);
    show();
  }

  private void show() {
    List<String> now =
        atWork.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue().name().toLowerCase(Locale.ROOT))
            .toList();
    progress.steps("Proving", proven.size(), all, String.join(", ", now));
  }

  /** The rules that are done, as a table. */
  synchronized void printSoFar() {
    progress.close();
    new ProofReport(terminal.out(), terminal.page()).printSoFar(List.copyOf(proven), all);
  }
}
