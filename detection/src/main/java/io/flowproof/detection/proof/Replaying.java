package io.flowproof.detection.proof;

import io.flowproof.query.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Level 5: attacks that neither the tests nor {@code writtenFrom} name, over honest work, and
 * honest days alone.
 *
 * @param outcome whether the rule is seen to fire on attacks that its author did not have before
 *     him, and how it behaves on honest days is known
 * @param replays one for each family, strength and network
 * @param honestDays one for each network
 */
public record Replaying(Outcome outcome, List<Replay> replays, List<HonestDay> honestDays) {
  /** Copies the lists. */
  public Replaying {
    replays = List.copyOf(replays);
    honestDays = List.copyOf(honestDays);
  }

  /** Where traffic comes from. */
  public enum Origin {
    /** The simulator. */
    SIMULATED,
    /** A capture. */
    CAPTURED
  }

  /** How much of an attack there is; captures have none. */
  public enum Strength {
    /** Somebody who takes care. */
    MILD,
    /** As it usually is. */
    TYPICAL,
    /** Somebody who does not care. */
    LOUD
  }

  /**
   * One attack within a network's honest work.
   *
   * @param family the scenario's or the capture's name
   * @param technique of ATT&amp;CK that the family shows
   * @param origin where the traffic comes from
   * @param strength null for captures
   * @param network that it was laid over
   * @param seed of this run
   * @param firstPacket of the attack
   * @param lastPacket of the attack
   * @param results one for each language
   */
  public record Replay(
      String family,
      String technique,
      Origin origin,
      @Nullable Strength strength,
      String network,
      long seed,
      Instant firstPacket,
      Instant lastPacket,
      List<ReplayResult> results) {
    /** Copies the list. */
    public Replay {
      results = List.copyOf(results);
    }
  }

  /**
   * What one text found of an attack. Entities are counted once, however often they were found.
   *
   * @param language of the text
   * @param detected whether it found an entity that took part in the attack
   * @param right entities found that took part
   * @param wrong entities found that did not
   * @param missed null where nobody can say how many there were to find
   * @param precision {@code right / (right + wrong)}, or null when nothing was found
   * @param recall {@code right / (right + missed)}, or null where {@code missed} is
   * @param found the first of the entities found
   * @param delay from the attack's first packet to the finding, or null when it was not detected
   */
  public record ReplayResult(
      Language language,
      boolean detected,
      int right,
      int wrong,
      @Nullable Integer missed,
      @Nullable Double precision,
      @Nullable Double recall,
      List<Map<String, @Nullable String>> found,
      @Nullable TimeToDetect delay) {
    /** Copies the list. */
    public ReplayResult {
      found = List.copyOf(found);
    }
  }

  /**
   * A network's honest work alone.
   *
   * @param network whose
   * @param origin where the traffic comes from
   * @param seed of the run
   * @param hours how long
   * @param records of flow logs
   * @param alerts one for each language
   */
  public record HonestDay(
      String network, Origin origin, long seed, double hours, long records, List<Alerts> alerts) {
    /** Copies the list. */
    public HonestDay {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Findings on honest work: false alarms, all of them.
   *
   * @param language of the text
   * @param count entities found, each counted once for an unbroken run of windows
   * @param perDay {@code count / hours * 24}
   * @param found the first of the entities
   */
  public record Alerts(
      Language language, int count, double perDay, List<Map<String, @Nullable String>> found) {
    /** Copies the list. */
    public Alerts {
      found = List.copyOf(found);
    }
  }
}
