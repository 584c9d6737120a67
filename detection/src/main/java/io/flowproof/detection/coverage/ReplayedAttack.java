package io.flowproof.detection.coverage;

import io.flowproof.detection.proof.Replaying;
import io.flowproof.detection.proof.TimeToDetect;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replayed attack, and how long a pack took to find it, whichever SIEM runs it: in each language
 * the earliest finding of any rule counts, and of the languages the later one. It is missed when a
 * language that looked missed it.
 *
 * @param family the scenario or capture
 * @param network that it was laid over
 * @param origin simulated or captured
 * @param strength null for captures
 * @param time null when it was missed
 */
public record ReplayedAttack(
    String family,
    String network,
    Replaying.Origin origin,
    Replaying.@Nullable Strength strength,
    @Nullable TimeToDetect time) {

  /** The attacks behind these results. */
  static List<ReplayedAttack> of(List<Delay> delays) {
    Map<List<Object>, List<Delay>> attacks = new LinkedHashMap<>();
    for (Delay delay : delays) {
      List<Object> key =
          List.of(
              delay.family(),
              delay.network(),
              delay.origin(),
              Optional.ofNullable(delay.strength()));
      attacks.computeIfAbsent(key, any -> new ArrayList<>()).add(delay);
    }
    return attacks.values().stream().map(ReplayedAttack::one).toList();
  }

  private static ReplayedAttack one(List<Delay> delays) {
    TimeToDetect latest = null;
    boolean missed = false;
    for (Language language : Language.values()) {
      List<Delay> own = delays.stream().filter(delay -> delay.language() == language).toList();
      Optional<TimeToDetect> earliest =
          own.stream()
              .map(Delay::time)
              .filter(Objects::nonNull)
              .min(Comparator.comparingDouble(TimeToDetect::seconds));
      missed |= !own.isEmpty() && earliest.isEmpty();
      if (earliest.isPresent() && (latest == null || earliest.get().seconds() > latest.seconds())) {
        latest = earliest.get();
      }
    }
    Delay any = delays.getFirst();
    return new ReplayedAttack(
        any.family(), any.network(), any.origin(), any.strength(), missed ? null : latest);
  }
}
