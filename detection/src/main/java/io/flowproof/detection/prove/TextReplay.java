package io.flowproof.detection.prove;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.TimeToDetect;
import io.flowproof.detection.proof.TimeToDetect.Part;
import io.flowproof.detection.proof.TimeToDetect.Share;
import io.flowproof.detection.trial.CaseTicks;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.query.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One text of a rule over traffic of which everything is known, on a virtual clock. */
final class TextReplay {
  private static final int MOST_SHOWN = 20;

  private final Language language;
  private final CaseTicks ticks;
  private final Duration ingest;
  private final TimeToDetect.Origin clock;

  /**
   * Of one text.
   *
   * @param test what is replayed
   * @param ingest what the SIEM is assumed to take from an object's arrival until it can be
   *     searched
   */
  TextReplay(StagedCases staged, Rule rule, Language language, TestCase test, Duration ingest) {
    this.language = language;
    this.ticks = new CaseTicks(staged, rule, language, test);
    this.ingest = ingest;
    this.clock = TimeToDetect.Origin.SIMULATED;
  }

  private int seenBy(Instant tick) {
    return ticks.arrivedBy(tick.minus(ingest));
  }

  /** What it finds of an attack. */
  ReplayResult result(AttackTruth truth) {
    Set<Map<String, @Nullable String>> right = new LinkedHashSet<>();
    Set<Map<String, @Nullable String>> wrong = new LinkedHashSet<>();
    TimeToDetect delay = null;
    int before = 0;
    for (Instant tick : ticks.ticks()) {
      int seen = seenBy(tick);
      for (Map<String, @Nullable String> finding : ticks.at(tick, seen)) {
        (truth.isOf(finding) ? right : wrong).add(finding);
        if (delay == null && truth.isOf(finding) && !tick.isBefore(truth.first())) {
          delay = delay(truth, finding, tick, before);
        }
      }
      before = seen;
    }
    int missed = Math.max(0, truth.toFind(right) - right.size());
    int found = right.size() + wrong.size();
    return new ReplayResult(
        language,
        !right.isEmpty(),
        right.size(),
        wrong.size(),
        missed,
        found == 0 ? null : (double) right.size() / found,
        right.size() + missed == 0 ? null : (double) right.size() / (right.size() + missed),
        right.stream().limit(MOST_SHOWN).toList(),
        delay);
  }

  /** Looks for the object without which the tick would not have found it. */
  private @Nullable TimeToDetect delay(
      AttackTruth truth, Map<String, @Nullable String> finding, Instant tick, int before) {
    int enough = seenBy(tick);
    int tooFew = Math.min(before, enough - 1);
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      if (ticks.at(tick, middle).contains(finding)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    Instant arrival = ticks.arrival(enough);
    if (arrival.equals(Instant.MIN)) {
      return null; // Nobody knows when it arrived.
    }
    CaseTicks.LastFlow last =
        ticks.lastFlow(finding, tick, enough).orElse(new CaseTicks.LastFlow(arrival, null));
    return parts(truth.first(), last, arrival, tick);
  }

  private TimeToDetect parts(
      Instant first, CaseTicks.LastFlow last, Instant arrival, Instant tick) {
    List<Share> parts = new ArrayList<>();
    Instant packet = between(first, last.end(), arrival);
    parts.add(share(Part.BEHAVIOUR, first, packet));
    Instant recorded = packet;
    if (last.windowEnd() != null) {
      recorded = between(packet, last.windowEnd(), arrival);
      parts.add(share(Part.AGGREGATION, packet, recorded));
    }
    parts.add(share(Part.DELIVERY, recorded, arrival));
    Instant searchable = arrival.plus(ingest);
    if (!ingest.isZero()) {
      parts.add(new Share(Part.INGEST, seconds(arrival, searchable), TimeToDetect.Origin.ASSUMED));
    }
    parts.add(share(Part.SCHEDULE, searchable, tick));
    return new TimeToDetect(seconds(first, tick), parts);
  }

  private static Instant between(Instant least, Instant value, Instant most) {
    return value.isBefore(least) ? least : value.isAfter(most) ? most : value;
  }

  private Share share(Part part, Instant from, Instant to) {
    return new Share(part, seconds(from, to), clock);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** What it finds though nothing happened. */
  Alerts alerts(double hours) {
    Set<Map<String, @Nullable String>> all = new LinkedHashSet<>();
    int count = 0;
    Set<Map<String, @Nullable String>> last = Set.of();
    for (Instant tick : ticks.ticks()) {
      Set<Map<String, @Nullable String>> found = ticks.at(tick, seenBy(tick));
      for (Map<String, @Nullable String> finding : found) {
        count += last.contains(finding) ? 0 : 1;
      }
      all.addAll(found);
      last = found;
    }
    return new Alerts(language, count, count / hours * 24, all.stream().limit(MOST_SHOWN).toList());
  }
}
