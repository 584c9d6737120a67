package io.flowproof.detection.gaps;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The five-minute objects of each flow log. A file holds the records that end in the five minutes
 * that begin at its name's time (VPC User Guide, "Flow log files"); every slot has one as long as
 * an interface is recorded, since windows without traffic give NODATA records.
 *
 * @param flowLogs by id
 * @param damaged objects that are cut off, corrupt or unreadable
 * @param rejected objects with lines that are no record
 */
public record Deliveries(
    Map<String, FlowLogObjects> flowLogs,
    List<DeliveredObject> damaged,
    List<DeliveredObject> rejected) {
  /**
   * How long the records of an object are in coming, usually ten minutes; more than this is late.
   */
  public static final Duration LATE = Duration.ofMinutes(30);

  private static final Duration SLOT = Duration.ofMinutes(5);

  /** Records' times may be a minute off, and files may close early or late. */
  private static final Duration MISPLACED = Duration.ofMinutes(15);

  /**
   * The objects of one flow log.
   *
   * @param objects how many there are in the window
   * @param slots how many different slots they fill
   * @param missing slots between the first and the last one that have none, neighbours made one
   * @param late objects that were written long after their slot
   * @param misplaced objects whose records are not of the slot that the name tells
   * @param early objects that were written before the last of their records ended
   * @param interfaces whose records they hold
   */
  public record FlowLogObjects(
      String id,
      int objects,
      int slots,
      List<Period> missing,
      List<DeliveredObject> late,
      List<DeliveredObject> misplaced,
      List<DeliveredObject> early,
      Set<String> interfaces) {}

  /** Of the objects of a window. */
  public static Deliveries of(List<DeliveredObject> objects, Period window) {
    Map<String, List<DeliveredObject>> byFlowLog = new TreeMap<>();
    for (DeliveredObject object : objects) {
      if (object.flowLog() != null
          && object.slot() != null
          && new Period(object.slot(), object.slot().plus(SLOT)).overlaps(window)) {
        byFlowLog.computeIfAbsent(object.flowLog(), id -> new ArrayList<>()).add(object);
      }
    }
    Map<String, FlowLogObjects> flowLogs = new TreeMap<>();
    byFlowLog.forEach((id, list) -> flowLogs.put(id, flowLog(id, list)));
    return new Deliveries(
        flowLogs,
        objects.stream().filter(DeliveredObject::damaged).toList(),
        objects.stream().filter(object -> object.rejected() > 0).toList());
  }

  private static FlowLogObjects flowLog(String id, List<DeliveredObject> objects) {
    TreeSet<Instant> slots = new TreeSet<>();
    Set<String> interfaces = new TreeSet<>();
    for (DeliveredObject object : objects) {
      if (object.slot() != null) {
        slots.add(object.slot());
      }
      interfaces.addAll(object.interfaces());
    }
    return new FlowLogObjects(
        id,
        objects.size(),
        slots.size(),
        missing(slots),
        objects.stream().filter(Deliveries::isLate).toList(),
        objects.stream().filter(Deliveries::isMisplaced).toList(),
        objects.stream().filter(Deliveries::isEarly).toList(),
        interfaces);
  }

  private static List<Period> missing(NavigableSet<Instant> slots) {
    List<Period> missing = new ArrayList<>();
    Instant before = null;
    for (Instant slot : slots) {
      if (before != null && slot.isAfter(before.plus(SLOT))) {
        missing.add(new Period(before.plus(SLOT), slot));
      }
      before = slot;
    }
    return missing;
  }

  private static boolean isLate(DeliveredObject object) {
    return object.slot() != null
        && object.delivered() != null
        && object.delivered().isAfter(object.slot().plus(SLOT).plus(LATE));
  }

  private static boolean isMisplaced(DeliveredObject object) {
    return object.slot() != null
        && object.first() != null
        && object.last() != null
        && (object.first().isAfter(object.slot().plus(SLOT).plus(MISPLACED))
            || object.last().isBefore(object.slot().minus(MISPLACED)));
  }

  private static boolean isEarly(DeliveredObject object) {
    return object.delivered() != null
        && object.last() != null
        && object.last().isAfter(object.delivered().plusSeconds(60));
  }
}
