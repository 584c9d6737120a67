package io.flowproof.app.cli;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.run.Detector;
import io.flowproof.query.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One bar for all texts, of which some run at the same time: each is a hundred steps. */
final class RunProgress implements Detector.Progress {
  private static final int STEPS = 100;

  private final Map<SourceText, Integer> steps = new HashMap<>();
  private final long texts;
  private final Progress progress;

  RunProgress(List<Rule> rules, Set<Language> languages, Progress progress) {
    this.texts =
        rules.stream()
            .flatMap(rule -> languages.stream().flatMap(language -> rule.text(language).stream()))
            .count();
    this.progress = progress;
  }

  @Override
  public synchronized void at(Rule rule, Language language, int done, int all) {
    steps.put(rule.text(language).orElseThrow(), all == 0 ? STEPS : done * STEPS / all);
    progress.steps(
        "Running rules",
        steps.values().stream().mapToLong(Integer::longValue).sum(),
        texts * STEPS);
  }
}
