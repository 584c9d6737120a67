package io.flowproof.detection.run;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.pack.Rule;
import io.flowproof.engine.api.EngineException;
import io.flowproof.query.Language;
import io.flowproof.query.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one text of one rule. */
public sealed interface RuleOutcome {
  /** The rule. */
  Rule rule();

  /** Which of its texts. */
  Language language();

  /**
   * It ran.
   *
   * @param findings what it found, by first sight; none means silent over all windows
   * @param windows how many windows it ran over
   * @param notices what must be said of the result
   * @param sight how much of the logs it could see
   */
  record Ran(
      Rule rule,
      Language language,
      List<Finding> findings,
      int windows,
      List<Notice> notices,
      Sight sight)
      implements RuleOutcome {}

  /** It was not run: no record has the fields that it needs. Not silent, blind. */
  record Blind(Rule rule, Language language, Sight sight) implements RuleOutcome {}

  /** Its text does not parse or bind, or is not supported. */
  record Invalid(Rule rule, Language language, InvalidQueryException problem)
      implements RuleOutcome {}

  /**
   * The engine failed, or a limit was reached; what was found before that is in {@code findings}.
   */
  record Failed(Rule rule, Language language, EngineException problem, List<Finding> findings)
      implements RuleOutcome {}

  /**
   * How much of the logs a rule can see: records whose format has every field that it needs, and
   * that the SIEM's add-on extracts.
   *
   * @param seen records that it can judge
   * @param all records there are
   * @param reason why the others are out of sight, one sentence; null when there are none
   */
  record Sight(long seen, long all, @Nullable String reason) {
    /** True when nothing can be seen although there is something. */
    public boolean isBlind() {
      return seen == 0 && all > 0;
    }
  }
}
