package io.flowproof.evidence.response;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long incidents of one tactic took that were detected in one month (UTC). A mean is of those
 * incidents whose log holds both ends; where none does it is absent.
 *
 * @param tactic in kebab case
 * @param month of detection
 * @param incidents how many
 * @param detect mean from the attack's first packet to the finding (MTTD)
 * @param acknowledge mean from the finding until somebody took it on
 * @param respond mean from the finding until the attacker could go no further (MTTR)
 * @param close mean from the finding until it was over
 */
public record ResponseTimes(
    String tactic,
    YearMonth month,
    int incidents,
    @Nullable Mean detect,
    @Nullable Mean acknowledge,
    @Nullable Mean respond,
    @Nullable Mean close) {

  /**
   * A mean.
   *
   * @param time the mean
   * @param of how many incidents
   */
  public record Mean(Duration time, int of) {}

  /** By tactic and month, in the order of months. */
  public static List<ResponseTimes> of(List<Incident> incidents) {
    Map<Group, List<Incident>> groups = new HashMap<>();
    for (Incident incident : incidents) {
      Group group = new Group(monthOf(incident), incident.tactic());
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(incident);
    }
    return groups.values().stream()
        .map(ResponseTimes::one)
        .sorted(Comparator.comparing(ResponseTimes::month).thenComparing(ResponseTimes::tactic))
        .toList();
  }

  private record Group(YearMonth month, String tactic) {}

  private static YearMonth monthOf(Incident incident) {
    return YearMonth.from(incident.detected().atOffset(ZoneOffset.UTC));
  }

  private static ResponseTimes one(List<Incident> incidents) {
    Incident any = incidents.getFirst();
    return new ResponseTimes(
        any.tactic(),
        monthOf(any),
        incidents.size(),
        mean(incidents, Incident::began, Incident::detected),
        mean(incidents, Incident::detected, Incident::acknowledged),
        mean(incidents, Incident::detected, Incident::contained),
        mean(incidents, Incident::detected, Incident::closed));
  }

  private static @Nullable Mean mean(
      List<Incident> incidents,
      Function<Incident, @Nullable Instant> from,
      Function<Incident, @Nullable Instant> to) {
    List<Duration> times = new ArrayList<>();
    for (Incident incident : incidents) {
      Instant first = from.apply(incident);
      Instant last = to.apply(incident);
      if (first != null && last != null) {
        times.add(Duration.between(first, last));
      }
    }
    return times.stream()
        .reduce(Duration::plus)
        .map(sum -> new Mean(sum.dividedBy(times.size()), times.size()))
        .orElse(null);
  }
}
