package io.flowproof.detection.gaps;

import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.gaps.Hole.Why;
import io.flowproof.detection.inventory.DescribedInterface;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.TrailEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds times without records, and says why there are none where something here tells. */
final class HoleFinder {
  /** Data come some minutes after a flow log was created, and stop some after it was deleted. */
  private static final Duration EDGE = Duration.ofMinutes(15);

  /** Holes of several interfaces that begin and end so near to each other are one event. */
  private static final Duration TOGETHER = Duration.ofMinutes(3);

  private final Situation situation;

  HoleFinder(Situation situation) {
    this.situation = situation;
  }

  /** All of them, in order of time; those of several interfaces with one reason made one. */
  List<Hole> find() {
    List<Hole> single = new ArrayList<>();
    for (InterfaceLog log : situation.logs().interfaces().values()) {
      for (Period period : log.unrecorded(situation.window())) {
        single.add(hole(log.id(), log, period));
      }
    }
    for (DescribedInterface described : situation.inventory().interfaces().values()) {
      if (!situation.logs().interfaces().containsKey(described.id())) {
        single.add(hole(described.id(), null, situation.window()));
      }
    }
    return together(single);
  }

  private static List<Hole> together(List<Hole> single) {
    List<Hole> all = new ArrayList<>();
    // In order of time, so that those before this one begin too early for any that is to come.
    int near = 0;
    for (Hole hole :
        single.stream().sorted(Comparator.comparing(h -> h.period().from())).toList()) {
      while (near < all.size()
          && all.get(near).period().from().plus(TOGETHER).isBefore(hole.period().from())) {
        near++;
      }
      int same = near;
      while (same < all.size() && !isSame(hole, all.get(same))) {
        same++;
      }
      if (same == all.size()) {
        all.add(hole);
      } else {
        Hole other = all.get(same);
        Set<String> interfaces = new TreeSet<>(other.interfaces());
        interfaces.addAll(hole.interfaces());
        all.set(
            same, new Hole(other.period(), List.copyOf(interfaces), other.why(), other.because()));
      }
    }
    return all;
  }

  private static boolean isSame(Hole one, Hole other) {
    return one.why() == other.why()
        && one.because().equals(other.because())
        && near(one.period().from(), other.period().from())
        && near(one.period().to(), other.period().to());
  }

  private static boolean near(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOGETHER) <= 0;
  }

  private Hole hole(String id, @Nullable InterfaceLog log, Period period) {
    List<FlowLogLife> lives =
        situation
            .inventory()
            .recording(id, log == null ? null : log.subnet(), log == null ? null : log.vpc());
    String notThere = notThere(id, period);
    if (!notThere.isEmpty()) {
      return new Hole(period, List.of(id), Why.NOT_THERE, notThere);
    }
    String noFlowLog = noFlowLog(id, log, lives, period);
    if (!noFlowLog.isEmpty()) {
      return new Hole(period, List.of(id), Why.NO_FLOW_LOG, noFlowLog);
    }
    List<FlowLogLife> failing =
        lives.stream().filter(l -> l.existed(period.from(), period.to()) && l.failed()).toList();
    if (!failing.isEmpty()) {
      return new Hole(
          period,
          List.of(id),
          Why.DELIVERY_FAILED,
          "the deliveries of %s fail: %s"
              .formatted(failing.getFirst().id(), failing.getFirst().error()));
    }
    String missing = objectsMissing(id, period);
    if (!missing.isEmpty()) {
      return new Hole(period, List.of(id), Why.OBJECTS_MISSING, missing);
    }
    return new Hole(period, List.of(id), Why.UNKNOWN, unknown(log, lives, period));
  }

  private String unknown(@Nullable InterfaceLog log, List<FlowLogLife> lives, Period period) {
    List<FlowLogLife> there =
        lives.stream().filter(l -> l.existed(period.from(), period.to())).toList();
    if (log == null && !there.isEmpty()) {
      return "%s records it and delivers to %s: was that collected?"
          .formatted(there.getFirst().id(), there.getFirst().destination());
    }
    boolean anyNodata =
        situation.logs().interfaces().values().stream().anyMatch(other -> other.nodata() > 0);
    if (!anyNodata) {
      return "these logs hold no NODATA record at all, so silence and loss look alike";
    }
    return log == null
        ? "no record of it in these logs, not even NODATA"
        : "no record, not even NODATA, and nothing here says why";
  }

  /** Why the interface was not there; empty where it was, or nobody knows. */
  private String notThere(String id, Period period) {
    DescribedInterface described = situation.inventory().interfaces().get(id);
    if (described != null) {
      Instant attached = described.attached();
      if (attached != null && attached.isAfter(period.to().minus(EDGE))) {
        return "attached at " + Words.time(attached);
      }
      if (described.status().equals("available") && described.instance() == null) {
        return "attached to nothing when AWS was asked (%s)"
            .formatted(Words.time(described.seen()));
      }
    }
    for (TrailEvent event :
        situation.inventory().events("DeleteNetworkInterface", "DetachNetworkInterface")) {
      if (event.succeeded()
          && near(event.time(), period)
          && !event.matching(Pattern.compile(Pattern.quote(id))).isEmpty()) {
        return "%s at %s by %s".formatted(event.name(), Words.time(event.time()), event.user());
      }
    }
    return "";
  }

  private static boolean near(Instant time, Period period) {
    return !time.isBefore(period.from().minus(EDGE)) && time.isBefore(period.from().plus(EDGE));
  }

  /** Why no flow log recorded it; empty where one did, or nobody knows. */
  private String noFlowLog(
      String id, @Nullable InterfaceLog log, List<FlowLogLife> lives, Period period) {
    if (!situation.inventory().describesFlowLogs()) {
      return byEvent(lives(id, lives), period);
    }
    if (lives.isEmpty()) {
      boolean known = log == null || situation.inventory().interfaces().containsKey(id);
      return known ? "no flow log is on it, its subnet or its VPC" : "";
    }
    List<Period> recorded = new ArrayList<>();
    for (FlowLogLife life : lives(id, lives)) {
      Instant from = life.created() == null ? Instant.MIN : life.created();
      Instant to = life.deleted() == null ? Instant.MAX : life.deleted();
      if (from.isBefore(to)) {
        recorded.addAll(new Period(from, to).common(period));
      }
    }
    List<Period> bare = period.without(Period.merged(recorded, Duration.ZERO));
    if (bare.isEmpty() || !isMost(bare, period)) {
      return "";
    }
    String event = byEvent(lives(id, lives), period);
    return event.isEmpty() ? "no flow log was on it then" : event;
  }

  /** The rest is what a flow log takes to begin and to end. */
  private static boolean isMost(List<Period> bare, Period period) {
    Duration rest = period.length().minus(Period.total(bare));
    return rest.compareTo(EDGE) <= 0
        || Period.total(bare).multipliedBy(2).compareTo(period.length()) >= 0;
  }

  /** With the flow logs of which only the objects say that they recorded it. */
  private List<FlowLogLife> lives(String id, List<FlowLogLife> described) {
    List<FlowLogLife> all = new ArrayList<>(described);
    for (FlowLogObjects objects : situation.deliveries().flowLogs().values()) {
      FlowLogLife life = situation.inventory().flowLogs().get(objects.id());
      if (life != null && !all.contains(life) && objects.interfaces().contains(id)) {
        all.add(life);
      }
    }
    return all;
  }

  private String byEvent(Collection<FlowLogLife> lives, Period period) {
    List<String> parts = new ArrayList<>();
    for (FlowLogLife life : lives) {
      if (life.deleted() != null && near(life.deleted(), period)) {
        parts.add(
            "%s was deleted at %s, %s"
                .formatted(life.id(), Words.time(life.deleted()), life.ended()));
      }
    }
    for (FlowLogLife life : lives) {
      if (life.created() != null
          && life.created().isAfter(period.from())
          && !life.created().isAfter(period.to())) {
        parts.add("%s was created at %s".formatted(life.id(), Words.time(life.created())));
      }
    }
    boolean ended = lives.stream().anyMatch(l -> l.deleted() != null && near(l.deleted(), period));
    boolean began = parts.size() > 0 && situation.inventory().describesFlowLogs();
    return ended || began ? String.join("; ", parts) : "";
  }

  /** Which objects are missing; empty where they are there, or names tell nothing. */
  private String objectsMissing(String id, Period period) {
    for (FlowLogObjects objects : situation.deliveries().flowLogs().values()) {
      if (!objects.interfaces().contains(id)) {
        continue;
      }
      List<Period> missing = new ArrayList<>();
      objects.missing().forEach(m -> missing.addAll(m.common(period)));
      if (Period.total(missing).multipliedBy(2).compareTo(period.length()) >= 0) {
        return "%s has no object for %s"
            .formatted(
                objects.id(),
                Words.all(
                    objects.missing().stream()
                        .filter(period::overlaps)
                        .map(Words::period)
                        .toList()));
      }
    }
    return "";
  }
}
