package io.flowproof.detection.pack;

import io.flowproof.query.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case of {@code tests.yml}: the rule runs on the clock over what is given, seeing at each tick
 * what had arrived by then, and all ticks together give these findings and no other.
 *
 * @param name what the case shows, as a sentence
 * @param kind what it stands for among the cases of a rule, or null for one more
 * @param given the logs
 * @param at the first tick
 * @param until no tick is after it; not before {@code at}
 * @param expect the findings; empty for none
 * @param languages the languages that the expectation is about: both, unless they are known to
 *     differ
 */
public record TestCase(
    String name,
    @Nullable Kind kind,
    Given given,
    Instant at,
    Instant until,
    List<ExpectedFinding> expect,
    Set<Language> languages) {

  /** Copies the collections. */
  public TestCase {
    expect = List.copyOf(expect);
    languages = Set.copyOf(languages);
  }

  /** True when a finding is expected. */
  public boolean fires() {
    return !expect.isEmpty();
  }

  /** The ticks at which a rule of that schedule runs, in order. */
  public List<Instant> ticks(Duration every) {
    List<Instant> ticks = new ArrayList<>();
    for (Instant tick = at; !tick.isAfter(until); tick = tick.plus(every)) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** What a case stands for: every rule has each of them. */
  public enum Kind {
    /** Fires: the attack as it usually is. */
    TYPICAL(true),
    /** Fires: just enough. */
    JUST_ABOVE(true),
    /** Silent: just not enough. */
    JUST_BELOW(false),
    /** Silent: the honest traffic that comes nearest. */
    LOOK_ALIKE(false),
    /** Silent: the same the other way round. */
    OTHER_DIRECTION(false);

    private final boolean fires;

    Kind(boolean fires) {
      this.fires = fires;
    }

    /** Whether such a case fires. */
    public boolean fires() {
      return fires;
    }

    /** As {@code tests.yml} writes it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A finding, by the names of the rule's entities and their values as text. A value {@code $NAME}
   * is the address of the scenario's host of that name.
   */
  public record ExpectedFinding(Map<String, String> entities) {
    /** Copies the map. */
    public ExpectedFinding {
      entities = Map.copyOf(entities);
    }
  }
}
