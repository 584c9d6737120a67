package io.flowproof.app.report.html;

import io.flowproof.app.report.Numbers;
import io.flowproof.app.report.UtcTime;
import io.flowproof.detection.investigate.Answer.Contact;
import io.flowproof.detection.investigate.Answer.Dark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture of hosts over time: a lane for each, an arrow from the lane of who called to the lane
 * of who was called, when it did. Places are in units of the picture.
 *
 * @param width how wide it is
 * @param height how high it is
 * @param lanes the hosts
 * @param arrows the calls
 * @param bands times without any record
 * @param ticks times below
 * @param left how many calls are not drawn
 */
public record HostLanes(
    int width,
    int height,
    List<Lane> lanes,
    List<Arrow> arrows,
    List<Band> bands,
    List<Tick> ticks,
    int left) {
  private static final int MOST_HOSTS = 30;
  private static final int MOST_ARROWS = 120;
  private static final int WIDTH = 1160;
  private static final int GUTTER = 170;
  private static final int RIGHT = 40;
  private static final int TOP = 18;
  private static final int STEP = 34;
  private static final int TICKS = 6;

  /** A host. */
  public record Lane(int y, String host) {}

  /**
   * A call.
   *
   * @param x when it began
   * @param until when the last of its packets went
   * @param from the caller's lane
   * @param to the called one's lane
   * @param down whether the called one lies below
   * @param kind {@code moved}, {@code established} or {@code failed}
   * @param title what it was, in words
   */
  public record Arrow(
      int x, int until, int from, int to, boolean down, String kind, String title) {}

  /** A time without any record. */
  public record Band(int x, int width, String title) {}

  /** A time below the picture. */
  public record Tick(int x, String name) {}

  /** The picture; null where there is nobody to draw. */
  static @Nullable HostLanes of(List<Contact> contacts, List<Dark> dark) {
    if (contacts.isEmpty()) {
      return null;
    }
    List<Contact> most =
        contacts.stream()
            .sorted(Comparator.comparingLong(Contact::bytes).reversed())
            .limit(MOST_ARROWS)
            .sorted(Comparator.comparing(Contact::first))
            .toList();
    Map<String, Lane> lanes = new LinkedHashMap<>();
    List<Contact> drawn = new ArrayList<>();
    for (Contact contact : most) {
      int more =
          (lanes.containsKey(contact.client()) ? 0 : 1)
              + (lanes.containsKey(contact.server()) ? 0 : 1);
      if (lanes.size() + more <= MOST_HOSTS) {
        lane(lanes, contact.client());
        lane(lanes, contact.server());
        drawn.add(contact);
      }
    }
    Instant first = drawn.getFirst().first();
    Instant last = drawn.stream().map(Contact::last).max(Instant::compareTo).orElseThrow();
    for (Dark one : dark) {
      if (one.to().isAfter(first) && one.from().isBefore(last) && one.to().isAfter(last)) {
        last = one.to();
      }
    }
    Axis axis = new Axis(first, last.isAfter(first) ? last : first.plusSeconds(60));
    return new HostLanes(
        WIDTH,
        TOP + lanes.size() * STEP + 30,
        List.copyOf(lanes.values()),
        drawn.stream().map(contact -> arrow(contact, lanes, axis)).toList(),
        bands(dark, axis),
        axis.ticks(),
        contacts.size() - drawn.size());
  }

  private static void lane(Map<String, Lane> lanes, String host) {
    lanes.computeIfAbsent(host, name -> new Lane(TOP + lanes.size() * STEP + STEP / 2, name));
  }

  private static Arrow arrow(Contact contact, Map<String, Lane> lanes, Axis axis) {
    int from = lanes.getOrDefault(contact.client(), new Lane(0, "")).y();
    int to = lanes.getOrDefault(contact.server(), new Lane(0, "")).y();
    String kind =
        contact.state().startsWith("data moved")
            ? "moved"
            : contact.state().startsWith("established") ? "established" : "failed";
    return new Arrow(
        axis.x(contact.first()),
        axis.x(contact.last()),
        from,
        to,
        to > from,
        kind,
        "%s to %s %s, %s to %s, %s, %s"
            .formatted(
                contact.client(),
                contact.server(),
                contact.service(),
                UtcTime.of(contact.first()),
                UtcTime.of(contact.last()),
                Numbers.size(contact.bytes()),
                contact.state()));
  }

  private static List<Band> bands(List<Dark> dark, Axis axis) {
    List<Band> bands = new ArrayList<>();
    for (Dark one : dark) {
      if (one.to().isAfter(axis.first()) && one.from().isBefore(axis.last())) {
        int from = axis.x(one.from().isBefore(axis.first()) ? axis.first() : one.from());
        int to = axis.x(one.to().isAfter(axis.last()) ? axis.last() : one.to());
        bands.add(
            new Band(
                from,
                Math.max(2, to - from),
                "no record from " + UtcTime.of(one.from()) + " to " + UtcTime.of(one.to())));
      }
    }
    return bands;
  }

  private record Axis(Instant first, Instant last) {
    int x(Instant time) {
      double share =
          (double) Duration.between(first, time).toMillis()
              / Duration.between(first, last).toMillis();
      return GUTTER + (int) Math.round(share * (WIDTH - GUTTER - RIGHT));
    }

    List<Tick> ticks() {
      List<Tick> ticks = new ArrayList<>();
      Duration span = Duration.between(first, last);
      for (int i = 0; i <= TICKS; i++) {
        Instant time = first.plus(span.multipliedBy(i).dividedBy(TICKS));
        String words = UtcTime.of(time);
        ticks.add(
            new Tick(
                x(time),
                span.compareTo(Duration.ofDays(2)) > 0
                    ? words.substring(5, 16)
                    : words.substring(11)));
      }
      return ticks;
    }
  }
}
