package io.flowproof.detection.gaps;

import io.flowproof.detection.gaps.Blocker.Draft;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.InterfaceLog.Stretch;
import io.flowproof.detection.gaps.PlannedAction.Verb;
import io.flowproof.detection.inventory.DescribedInstance;
import io.flowproof.detection.inventory.DescribedInterface;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.Inventory;
import io.flowproof.detection.inventory.TrailEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which evidence an action would lose before it is taken, and which one was lost by actions that
 * CloudTrail saw. What the case has already is not lost.
 */
final class ContainmentCheck {
  /** An aggregation interval and the usual delivery. */
  private static final Duration IN_COMING = Duration.ofMinutes(20);

  private final Situation situation;
  private final Inventory inventory;
  private final Draft draft = new Draft(Kind.PRESERVATION_IN_CONFLICT);

  ContainmentCheck(Situation situation) {
    this.situation = situation;
    this.inventory = situation.inventory();
  }

  Blocker check(List<PlannedAction> actions) {
    done();
    if (actions.isEmpty()) {
      draft
          .open("No action was named: what it would lose can be told before it is taken")
          .now(
              "flowproof gaps … --before terminate:i-…   (or stop:, isolate:, detach:eni-…,"
                  + " delete:eni-…|subnet-…|vpc-…|fl-…)");
    }
    actions.forEach(this::planned);
    return draft.finish();
  }

  /** Containment that took place in the window. */
  private void done() {
    for (TrailEvent event :
        inventory.events(
            "TerminateInstances",
            "DeleteNetworkInterface",
            "DetachNetworkInterface",
            "DeleteSubnet",
            "DeleteVpc")) {
      if (event.succeeded() && situation.window().contains(event.time())) {
        draft.found(
            "%s at %s by %s took place in the window: what was there is described nowhere after"
                .formatted(event.name(), Words.time(event.time()), event.user()),
            new Period(event.time(), event.time()));
      }
    }
  }

  private void planned(PlannedAction action) {
    if (inventory.isEmpty()) {
      draft
          .open("%s: what it touches is not known: there is no inventory".formatted(action))
          .now("flowproof collect inventory --case DIR   (before you %s)".formatted(action));
      return;
    }
    if (action.target().startsWith("fl-")) {
      flowLog(action);
      return;
    }
    List<DescribedInterface> touched = action.interfaces(inventory);
    if (touched.isEmpty()) {
      draft
          .open(
              "%s: the inventory of %s has no interface of %s"
                  .formatted(action, Words.time(inventory.taken()), action.target()))
          .now("flowproof collect inventory --case DIR   (before you %s)".formatted(action));
      return;
    }
    touched.forEach(each -> records(action, each));
    if (action.verb() != Verb.ISOLATE) {
      description(action, touched);
      endingFlowLogs(action);
    } else {
      isolation(action, touched);
    }
    if (action.verb() == Verb.TERMINATE || action.verb() == Verb.STOP) {
      machine(action);
    }
  }

  private void flowLog(PlannedAction action) {
    FlowLogLife life = inventory.flowLogs().get(action.target());
    if (life == null) {
      draft.open(
          "%s: the inventory of %s has no such flow log"
              .formatted(action, Words.time(inventory.taken())));
      return;
    }
    draft
        .found(
            "%s: nothing records %s by it any more; its format and its destination are described"
                    .formatted(action, life.resource())
                + " nowhere after")
        .now("Leave " + life.id() + " until the case is closed");
  }

  /** Records of the interface that are not here yet. */
  private void records(PlannedAction action, DescribedInterface each) {
    InterfaceLog log = situation.logs().interfaces().get(each.id());
    Optional<Instant> last =
        log == null
            ? Optional.empty()
            : log.stretches().stream().map(Stretch::period).map(Period::to).max(Instant::compareTo);
    if (last.isEmpty()) {
      draft.found("%s: no record of %s is here".formatted(action, each.id()));
    } else if (last.get().isBefore(situation.now().minus(IN_COMING))) {
      draft.found(
          "%s: the records of %s end here at %s; later ones are not collected"
              .formatted(action, each.id(), Words.time(last.get())));
    } else {
      draft.fine(
          "%s: the records of %s are here up to %s"
              .formatted(action, each.id(), Words.time(last.get())));
      return;
    }
    draft.now(
        "Collect again up to now, and once more %d minutes after you %s: records come late"
            .formatted(IN_COMING.toMinutes(), action));
  }

  private void description(PlannedAction action, List<DescribedInterface> touched) {
    List<String> gone =
        touched.stream()
            .filter(each -> goes(action, each))
            .map(each -> each.id() + " (" + String.join(", ", each.addresses()) + ")")
            .toList();
    if (!gone.isEmpty()) {
      draft.fine(
          "%s: whose addresses these were is described in the inventory of %s: %s"
              .formatted(action, Words.time(inventory.taken()), Words.names(gone)));
    }
    List<String> stay =
        touched.stream().filter(each -> !goes(action, each)).map(DescribedInterface::id).toList();
    if (!stay.isEmpty()) {
      draft.fine(
          "%s: %s stays; while nothing uses it, it has no records"
              .formatted(action, Words.names(stay)));
    }
  }

  private static boolean goes(PlannedAction action, DescribedInterface each) {
    return switch (action.verb()) {
      case TERMINATE -> each.deletedWithInstance();
      case DELETE -> true;
      case STOP, DETACH, ISOLATE -> false;
    };
  }

  /** Flow logs whose resource the action deletes. */
  private void endingFlowLogs(PlannedAction action) {
    if (action.verb() == Verb.STOP || action.verb() == Verb.DETACH) {
      return;
    }
    List<String> ended =
        action.interfaces(inventory).stream()
            .filter(each -> goes(action, each))
            .map(DescribedInterface::id)
            .toList();
    for (FlowLogLife life : inventory.flowLogs().values()) {
      String resource = String.valueOf(life.resource());
      String vpc = inventory.subnets().getOrDefault(resource, "");
      if (life.deleted() == null
          && (ended.contains(resource)
              || (action.verb() == Verb.DELETE
                  && (resource.equals(action.target()) || vpc.equals(action.target()))))) {
        draft
            .found(
                "%s: %s records %s only and ends with it; its format is described nowhere after"
                    .formatted(action, life.id(), resource))
            .now("Keep the inventory: describe-flow-logs names the format and the destination");
      }
    }
  }

  private void isolation(PlannedAction action, List<DescribedInterface> touched) {
    draft.fine(
        "%s: deletes nothing; connections that are tracked may go on, new ones come as REJECT"
            .formatted(action));
    for (DescribedInterface each : touched) {
      List<FlowLogLife> recording =
          inventory.recording(each.id(), each.subnet(), each.vpc()).stream()
              .filter(life -> life.deleted() == null)
              .toList();
      if (!recording.isEmpty()
          && recording.stream().allMatch(life -> life.traffic().equals("ACCEPT"))) {
        draft
            .found(
                "%s: %s is recorded for ACCEPT only, so what is tried after will not show"
                    .formatted(action, each.id()))
            .now(
                "aws ec2 create-flow-logs --resource-type NetworkInterface --resource-ids %s"
                        .formatted(each.id())
                    + " --traffic-type ALL …   (before you isolate)");
      }
    }
  }

  private void machine(PlannedAction action) {
    draft
        .found(
            "%s: memory is lost, and no flow log holds what it tells (processes, keys, sessions)"
                .formatted(action))
        .now(
            "Isolate first (--before isolate:%s), image memory, then %s"
                .formatted(action.target(), action));
    DescribedInstance instance = inventory.instances().get(action.target());
    if (instance == null) {
      draft.open("%s: the instance is not described, nor its volumes".formatted(action));
      return;
    }
    if (instance.instanceStore()) {
      draft.found("%s: its root is on instance store, and is lost".formatted(action));
    }
    for (DescribedInstance.Volume volume : instance.volumes()) {
      if (action.verb() == Verb.TERMINATE && volume.deletedWithInstance()) {
        draft
            .found("%s: the volume %s is deleted with it".formatted(action, volume.id()))
            .now("aws ec2 create-snapshot --volume-id " + volume.id());
      }
    }
  }
}
