package io.flowproof.detection.pack;

import io.flowproof.query.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A case of {@code tests.yml}: the rule runs once, with {@code now()} = {@code at}, over these
 * lines, and gives these findings and no other.
 *
 * @param name what the case shows, as a sentence
 * @param log the given lines as a log file holds them, with header lines
 * @param at the tick
 * @param expect the findings; empty for none
 * @param languages the languages that the expectation is about: both, unless they are known to
 *     differ
 */
public record TestCase(
    String name, String log, Instant at, List<ExpectedFinding> expect, Set<Language> languages) {

  /** Copies the collections. */
  public TestCase {
    expect = List.copyOf(expect);
    languages = Set.copyOf(languages);
  }

  /** True when a finding is expected. */
  public boolean fires() {
    return !expect.isEmpty();
  }

  /** A finding, by the names of the rule's entities and their values as text. */
  public record ExpectedFinding(Map<String, String> entities) {
    /** Copies the map. */
    public ExpectedFinding {
      entities = Map.copyOf(entities);
    }
  }
}
