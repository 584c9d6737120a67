package io.flowproof.flowlog.asset;

import io.flowproof.flowlog.asset.AssetSighting.Certainty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an interface was the same thing, or had an address.
 *
 * @param sightings what was seen, by time; at least one
 * @param from from when on it surely was: an attachment, else the first sighting
 * @param after it surely was not before; null where nothing says so
 * @param until it surely was not from then on; null where nothing says so
 */
record Stay(
    List<Seen.Interface> sightings,
    Instant from,
    @Nullable Instant after,
    @Nullable Instant until) {

  /** The stays of an interface, from its sightings by time. */
  static List<Stay> of(List<Seen.Interface> sightings) {
    List<Stay> stays = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= sightings.size(); i++) {
      if (i == sightings.size() || !sightings.get(i).asset().isSame(sightings.get(first).asset())) {
        Seen.Interface next = i == sightings.size() ? null : sightings.get(i);
        stays.add(of(sightings.subList(first, i), first > 0, next));
        first = i;
      }
    }
    return stays;
  }

  private static Stay of(
      List<Seen.Interface> same, boolean follows, Seen.@Nullable Interface next) {
    Instant seenFirst = same.getFirst().at();
    Instant attached = attached(same.getFirst());
    Instant from = attached == null ? seenFirst : attached;
    // Between two inventories that differ, only an attachment's own time says when it changed.
    Instant after = attached == null && !follows ? null : from;
    Instant until = null;
    if (next != null) {
      Instant change = attached(next);
      Instant last = same.getLast().at();
      until = change != null && change.isAfter(last) ? change : last.plusNanos(1);
    }
    return new Stay(List.copyOf(same), from, after, until);
  }

  private static @Nullable Instant attached(Seen.Interface seen) {
    return seen.attached() == null || seen.attached().isAfter(seen.at()) ? null : seen.attached();
  }

  /**
   * The parts of it in which the interface had an address.
   *
   * @param inventories when all interfaces of its VPC were asked for
   */
  List<Stay> withAddress(String address, NavigableSet<Instant> inventories) {
    List<Stay> parts = new ArrayList<>();
    Predicate<Seen.Interface> has = seen -> seen.asset().addresses().contains(address);
    int i = 0;
    while (i < sightings.size()) {
      int end = i;
      while (end < sightings.size() && has.test(sightings.get(end))) {
        end++;
      }
      if (end > i) {
        parts.add(part(address, i, end, inventories));
      }
      i = end + 1;
    }
    return parts;
  }

  private Stay part(String address, int first, int end, NavigableSet<Instant> inventories) {
    List<Seen.Interface> part = sightings.subList(first, end);
    boolean fixed = part.getFirst().fixed().contains(address);
    Instant seenFirst = part.getFirst().at();
    Instant begin = fixed && first == 0 ? from : seenFirst;
    // Who took an inventory and did not find it there knows more than who did not look.
    Instant before = inventories.lower(begin);
    Instant lower = later(after, before == null ? null : before.plusNanos(1));
    Instant upper = until;
    Instant next = inventories.higher(part.getLast().at());
    if (upper == null || (next != null && next.isBefore(upper))) {
      upper = next;
    }
    return new Stay(List.copyOf(part), begin, lower, upper);
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAfter(b) ? a : b;
  }

  /** The asset at a time, or null where it surely was not it, or is not known to have been. */
  @Nullable AssetSighting at(Instant time) {
    Seen.Interface last = sightings.getLast();
    boolean observed = !time.isBefore(from) && !time.isAfter(last.at());
    if (!observed
        && ((after != null && time.isBefore(after)) || (until != null && !time.isBefore(until)))) {
      return null;
    }
    Seen.Interface nearest = sightings.getFirst();
    for (Seen.Interface seen : sightings) {
      if (!seen.at().isAfter(time)) {
        nearest = seen;
      }
    }
    return new AssetSighting(
        nearest.asset(), nearest.at(), observed ? Certainty.OBSERVED : Certainty.ASSUMED);
  }
}
