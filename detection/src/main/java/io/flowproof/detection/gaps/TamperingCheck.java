package io.flowproof.detection.gaps;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.Blocker.Draft;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.gaps.Hole.Why;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.Inventory;
import io.flowproof.detection.inventory.TrailEvent;
import io.flowproof.flowlog.decode.LogFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody stopped, narrowed or changed logs: by CloudTrail's events, by formats that lost
 * fields, by times that cannot be, by objects that changed, by talkative interfaces that fall
 * silent while others go on.
 */
final class TamperingCheck {
  private static final int MOST_SILENCES = 12;

  /** Events that stop, narrow or destroy logs whatever they are about. */
  private static final List<String> ALWAYS =
      List.of(
          "DeleteFlowLogs",
          "DeleteLogGroup",
          "DeleteLogStream",
          "DisassociateKmsKey",
          "DeleteBucket",
          "DeleteBucketLifecycle",
          "PutBucketLifecycle",
          "PutBucketLifecycleConfiguration",
          "PutRetentionPolicy",
          "PutBucketPolicy",
          "DeleteBucketPolicy",
          "PutObjectLockConfiguration",
          "ScheduleKeyDeletion",
          "DisableKey",
          "PutKeyPolicy");

  /**
   * Events on the role of a flow log, after which it can deliver no more ({@code Access error}).
   */
  private static final List<String> ON_ROLES =
      List.of(
          "DeleteRole",
          "DeleteRolePolicy",
          "DetachRolePolicy",
          "PutRolePolicy",
          "UpdateAssumeRolePolicy");

  /** Without an answer to these, nobody can say that nobody did. */
  private static final List<String> MUST_BE_ASKED =
      List.of("DeleteFlowLogs", "CreateFlowLogs", "DeleteLogGroup", "DeleteLogStream");

  /** What CloudTrail keeps of management events without a trail. */
  private static final Duration TRAIL_KEEPS = Duration.ofDays(90);

  /** What is done again this soon was a change, not an end. */
  private static final Duration REPLACED = Duration.ofMinutes(10);

  private final Situation situation;
  private final Inventory inventory;
  private final Draft draft = new Draft(Kind.ANTI_FORENSICS);

  TamperingCheck(Situation situation) {
    this.situation = situation;
    this.inventory = situation.inventory();
  }

  Blocker check() {
    for (TrailEvent event : inventory.events()) {
      if (ALWAYS.contains(event.name())) {
        tampering(event);
      } else if (event.name().equals("CreateFlowLogs") && event.succeeded()) {
        narrowed(event);
      } else if (event.name().equals("PutBucketVersioning")
          && event.requested("Status").equals("Suspended")) {
        tampering(event);
      } else if (event.name().equals("PutLogGroupDeletionProtection")
          && event.requested("deletionProtectionEnabled").equals("false")) {
        tampering(event);
      } else if (ON_ROLES.contains(event.name()) && isOfFlowLogs(event.requested("roleName"))) {
        tampering(event);
      }
    }
    goneWithoutEvent();
    asked();
    formats();
    times();
    changed();
    if (!silence()) {
      allAtOnce();
    }
    return draft.finish();
  }

  private boolean isOfFlowLogs(String role) {
    return !role.isEmpty()
        && inventory.flowLogs().values().stream().anyMatch(life -> life.role().equals(role));
  }

  private void tampering(TrailEvent event) {
    String who =
        "%s by %s%s"
            .formatted(
                event.name(),
                event.user().isEmpty() ? "somebody" : event.user(),
                event.sourceAddress().isEmpty() ? "" : " from " + event.sourceAddress());
    String about = about(event);
    if (!event.succeeded()) {
      draft.found(
          "%s: %s was tried and refused (%s)%s"
              .formatted(Words.time(event.time()), who, event.error(), about));
    } else {
      draft.found(
          "%s: %s%s%s".formatted(Words.time(event.time()), who, about, context(event)),
          new Period(event.time(), event.time()));
    }
    draft.now(
        "Look at what else that user did: CloudTrail, %s"
            .formatted(event.user().isEmpty() ? "the same access key" : "user " + event.user()));
  }

  private static String about(TrailEvent event) {
    for (String name : List.of("logGroupName", "bucketName", "keyId", "roleName")) {
      if (!event.requested(name).isEmpty()) {
        return " on " + event.requested(name);
      }
    }
    Set<String> flowLogs = event.flowLogs();
    return flowLogs.isEmpty() ? "" : " on " + String.join(", ", flowLogs);
  }

  /** What makes a deletion look honest. */
  private String context(TrailEvent event) {
    if (!event.name().equals("DeleteFlowLogs")) {
      return "";
    }
    for (TrailEvent later : inventory.events("DeleteVpc")) {
      if (follows(event, later)) {
        return " (DeleteVpc followed at %s)".formatted(Words.time(later.time()));
      }
    }
    Set<String> resources = new TreeSet<>();
    for (String id : event.flowLogs()) {
      FlowLogLife life = inventory.flowLogs().get(id);
      if (life != null && life.resource() != null) {
        resources.add(life.resource());
      }
    }
    return inventory.flowLogs().values().stream()
        .filter(life -> life.created() != null && life.created().isAfter(event.time()))
        .filter(life -> resources.contains(String.valueOf(life.resource())))
        .min((a, b) -> a.id().compareTo(b.id()))
        .map(
            life ->
                " (%s was created on %s %s later)"
                    .formatted(
                        life.id(),
                        life.resource(),
                        Words.length(
                            Duration.between(
                                event.time(), Objects.requireNonNull(life.created())))))
        .orElse(
            resources.isEmpty() ? "" : " (none was created on " + Words.all(resources) + " since)");
  }

  private static boolean follows(TrailEvent event, TrailEvent later) {
    return later.succeeded()
        && !later.time().isBefore(event.time())
        && later.time().isBefore(event.time().plus(REPLACED));
  }

  /** A flow log that records less than the one that it replaces. */
  private void narrowed(TrailEvent event) {
    for (String id : event.flowLogs()) {
      FlowLogLife made = inventory.flowLogs().get(id);
      if (made == null || made.resource() == null) {
        continue;
      }
      for (FlowLogLife before : inventory.flowLogs().values()) {
        if (before.deleted() != null
            && made.resource().equals(before.resource())
            && !before.id().equals(id)
            && (before.created() == null || before.created().isBefore(event.time()))) {
          narrowed(event, before, made);
        }
      }
      if (!event.requested("DeliverCrossAccountRole").isEmpty()) {
        draft.found(
            "%s: CreateFlowLogs by %s: %s delivers into another account"
                .formatted(Words.time(event.time()), event.user(), id));
      }
    }
  }

  private void narrowed(TrailEvent event, FlowLogLife before, FlowLogLife made) {
    String how =
        "%s: CreateFlowLogs by %s: %s on %s in place of %s"
            .formatted(
                Words.time(event.time()), event.user(), made.id(), made.resource(), before.id());
    Set<String> lost = lost(before.format(), made.format());
    if (!lost.isEmpty()) {
      draft.found(how + " lacks " + Words.all(lost), new Period(event.time(), event.time()));
    }
    if (!made.traffic().equals("ALL") && !made.traffic().equals(before.traffic())) {
      draft.found(
          "%s records %s only".formatted(how, made.traffic()),
          new Period(event.time(), event.time()));
    }
    if (made.interval() > before.interval() && before.interval() > 0) {
      draft.found(
          "%s aggregates over %d s, not %d s".formatted(how, made.interval(), before.interval()));
    }
  }

  private static Set<String> lost(@Nullable LogFormat before, @Nullable LogFormat after) {
    Set<String> lost = new TreeSet<>();
    if (before != null && after != null) {
      for (FlowLogField field : FlowLogField.values()) {
        if (before.has(field) && !after.has(field)) {
          lost.add(field.awsName());
        }
      }
    }
    return lost;
  }

  /** Records of one interface with more and with less fields. */
  private void formats() {
    Map<Set<String>, List<String>> byFields = new LinkedHashMap<>();
    for (InterfaceLog log : situation.logs().interfaces().values()) {
      Set<String> lost = new TreeSet<>();
      for (FlowLogField field : FlowLogField.values()) {
        if ((log.someFields() & ~log.fields() & FlowTables.presenceBit(field)) != 0) {
          lost.add(field.awsName());
        }
      }
      if (!lost.isEmpty()) {
        byFields.computeIfAbsent(lost, key -> new ArrayList<>()).add(log.id());
      }
    }
    byFields.forEach(
        (fields, interfaces) ->
            draft.open(
                "Some records of %s have %s and some have not: the format was changed in the window,"
                        .formatted(Words.names(interfaces), Words.names(fields))
                    + " or two flow logs record them"));
  }

  private void goneWithoutEvent() {
    for (FlowLogLife life : inventory.flowLogs().values()) {
      if (life.deleted() != null && !life.ended().contains("DeleteFlowLogs")) {
        draft.found("%s: %s by %s".formatted(life.id(), life.ended(), Words.time(life.deleted())));
      }
    }
  }

  private void asked() {
    Period window = situation.window();
    List<String> open =
        MUST_BE_ASKED.stream()
            .filter(name -> inventory.lookup(name, window.from(), window.to()).isEmpty())
            .toList();
    if (open.isEmpty()) {
      draft.fine(
          "CloudTrail was asked for the whole window: %s".formatted(Words.all(MUST_BE_ASKED)));
    } else {
      draft
          .open("CloudTrail was not asked for the whole window: %s".formatted(Words.all(open)))
          .now(
              window.from().isBefore(situation.now().minus(TRAIL_KEEPS))
                  ? "Ask the bucket of a trail: without one CloudTrail keeps events for 90 days"
                      + " only"
                  : "flowproof collect inventory --case DIR --from %s --to %s"
                      .formatted(window.from(), window.to()));
    }
  }

  private void times() {
    int before = 0;
    for (FlowLogObjects objects : situation.deliveries().flowLogs().values()) {
      before += objects.misplaced().size() + objects.early().size();
      if (!objects.misplaced().isEmpty()) {
        draft.found(
            "%s of %s hold records of another time than their name tells: %s"
                .formatted(
                    Words.count(objects.misplaced().size(), "object"),
                    objects.id(),
                    Words.names(objects.misplaced().stream().map(DeliveredObject::name).toList())));
      }
      if (!objects.early().isEmpty()) {
        draft.found(
            "%s of %s were written before their last record ended: %s"
                .formatted(
                    Words.count(objects.early().size(), "object"),
                    objects.id(),
                    Words.names(objects.early().stream().map(DeliveredObject::name).toList())));
      }
    }
    RecordedLogs logs = situation.logs();
    if (logs.backwards() > 0) {
      draft.found(Words.count(logs.backwards(), "record") + " end before they begin");
    }
    if (logs.tooLong() > 0) {
      draft.found(Words.count(logs.tooLong(), "record") + " longer than any aggregation interval");
    }
    if (before == 0 && logs.backwards() == 0 && logs.tooLong() == 0) {
      draft.fine("No record and no object has a time that cannot be");
    }
  }

  private void changed() {
    if (!situation.changes().isEmpty()) {
      draft.found(
          "%s after delivery, see above"
              .formatted(
                  Words.count(situation.changes().size(), "object changed")
                      .replace("object changeds", "objects changed")));
    } else if (!situation.collected()) {
      draft.open("Whether objects changed after delivery is seen when a case is collected");
    }
    if (!situation.deliveries().damaged().isEmpty()) {
      draft.found(
          "%s cut off or corrupt: %s"
              .formatted(
                  Words.count(situation.deliveries().damaged().size(), "object"),
                  Words.names(
                      situation.deliveries().damaged().stream()
                          .map(DeliveredObject::name)
                          .toList())));
    }
  }

  /** Interfaces that had traffic all the time, and then have no record while others have. */
  private boolean silence() {
    int found = 0;
    Map<String, List<Period>> dark = new TreeMap<>();
    for (InterfaceLog log : situation.logs().interfaces().values()) {
      dark.put(log.id(), log.unrecorded(situation.window()));
    }
    for (Hole hole : situation.holes()) {
      if (hole.why() == Why.NOT_THERE) {
        continue;
      }
      List<String> talkative =
          hole.interfaces().stream()
              .filter(id -> situation.logs().interfaces().containsKey(id))
              .filter(
                  id ->
                      Objects.requireNonNull(situation.logs().interfaces().get(id))
                          .isSuddenlySilent(hole.period()))
              .toList();
      if (talkative.isEmpty() || !hole.period().from().isAfter(situation.window().from())) {
        continue;
      }
      boolean othersGoOn =
          situation.logs().interfaces().values().stream()
              .filter(log -> !hole.interfaces().contains(log.id()))
              .anyMatch(log -> goesOn(log, dark.getOrDefault(log.id(), List.of()), hole.period()));
      found++;
      if (found > MOST_SILENCES) {
        continue;
      }
      draft.found(
          "%s: %s had traffic all the time, then no record for %s%s (%s)"
              .formatted(
                  Words.time(hole.period().from()),
                  Words.names(talkative),
                  Words.length(hole.period().length()),
                  othersGoOn ? " while other interfaces go on" : ", all at once",
                  hole.because()),
          hole.period());
    }
    if (found > MOST_SILENCES) {
      draft.found("and %,d more times like these, see the table".formatted(found - MOST_SILENCES));
    }
    return found > 0;
  }

  private static boolean goesOn(InterfaceLog log, List<Period> dark, Period period) {
    return dark.stream()
        .flatMap(each -> each.common(period).stream())
        .noneMatch(each -> each.length().compareTo(log.tolerance()) > 0);
  }

  /** Every interface without records at the same moment, for which nothing here gives a reason. */
  private void allAtOnce() {
    Set<String> all = situation.logs().interfaces().keySet();
    for (Hole hole : situation.holes()) {
      Set<String> silent = new TreeSet<>();
      Instant middle = hole.period().from().plus(hole.period().length().dividedBy(2));
      situation.holes().stream()
          .filter(other -> other.period().contains(middle))
          .forEach(other -> silent.addAll(other.interfaces()));
      boolean inside =
          hole.period().from().isAfter(situation.window().from())
              && hole.period().to().isBefore(situation.window().to());
      if (all.size() > 1
          && inside
          && silent.containsAll(all)
          && (hole.why() == Why.UNKNOWN || hole.why() == Why.OBJECTS_MISSING)) {
        draft.open(
            "%s: no interface of all %d has a record for %s: the flow logs were stopped, or their"
                    .formatted(
                        Words.time(hole.period().from()),
                        all.size(),
                        Words.length(hole.period().length()))
                + " objects are not here; CloudTrail (DeleteFlowLogs) tells which");
        return;
      }
    }
  }
}
