package io.flowproof.detection.gaps;

import io.flowproof.detection.gaps.Blocker.Draft;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.inventory.BucketSetting;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.FlowLogLife.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether logs of the window were deleted or overwritten, or will be within 90 days. */
final class RotationCheck {
  private static final Duration SOON = Duration.ofDays(90);
  private static final int MOST_CHANGES = 5;

  private final Situation situation;
  private final List<Deadline> deadlines;
  private final Draft draft = new Draft(Kind.LOGS_ROTATED);

  RotationCheck(Situation situation, List<Deadline> deadlines) {
    this.situation = situation;
    this.deadlines = deadlines;
  }

  Blocker check() {
    changes();
    deadlines.forEach(this::deadline);
    destinations();
    late();
    if (situation.collected() && situation.changes().isEmpty()) {
      draft.fine("No object of the case was seen with other bytes, overwritten or deleted");
    }
    if (!situation.collected()) {
      draft
          .open("Whether objects were overwritten cannot be told from files alone")
          .now(
              "flowproof collect s3 s3://BUCKET --case DIR   (says which objects were"
                  + " overwritten)");
    }
    return draft.finish();
  }

  private void changes() {
    List<SourceChange> changes = situation.changes();
    for (SourceChange change : changes.stream().limit(MOST_CHANGES).toList()) {
      draft.found("%s: %s".formatted(change.uri(), change.what()));
    }
    if (changes.size() > MOST_CHANGES) {
      draft.found(
          "and %,d changes more, in the case's log".formatted(changes.size() - MOST_CHANGES));
    }
    if (!changes.isEmpty()) {
      draft.now("flowproof evidence show --case DIR   (all versions that could be had are kept)");
    }
  }

  private void deadline(Deadline deadline) {
    Instant first = deadline.first();
    Instant last = deadline.last();
    if (first == null || last == null || !deadline.forGood()) {
      draft.fine("%s: %s".formatted(deadline.destination(), deadline.rule()));
    } else if (first.isAfter(situation.now().plus(SOON))) {
      draft.fine(
          "%s: %s, so the first logs of the window go on %s"
              .formatted(deadline.destination(), deadline.rule(), Words.time(first)));
    } else {
      boolean over = !last.isAfter(situation.now());
      draft.found(
          "%s: %s: logs of the window %s"
              .formatted(
                  deadline.destination(),
                  deadline.rule(),
                  over
                      ? "were deleted by " + Words.time(last)
                      : first.isAfter(situation.now())
                          ? (first.equals(last)
                              ? "will be deleted on %s".formatted(Words.time(first))
                              : "will be deleted from %s to %s"
                                  .formatted(Words.time(first), Words.time(last)))
                          : "are being deleted now, the last on " + Words.time(last)),
          new Period(first, last));
      if (!over) {
        stop(deadline.destination());
      }
    }
  }

  private void stop(Destination destination) {
    if (destination.type().equals("cloud-watch-logs")) {
      draft
          .now("aws logs delete-retention-policy --log-group-name " + destination.name())
          .now(
              "flowproof collect cloudwatch --log-group %s --from %s --to %s --case DIR"
                  .formatted(
                      destination.name(), situation.window().from(), situation.window().to()));
    } else {
      draft
          .now(
              "flowproof collect s3 s3://%s --from %s --to %s --case DIR"
                  .formatted(
                      destination.name()
                          + (destination.prefix().isEmpty() ? "" : "/" + destination.prefix()),
                      situation.window().from(),
                      situation.window().to()))
          .now(
              "flowproof evidence hold --case DIR --reason …   (prints a legal hold for each"
                  + " object)");
    }
  }

  /** An object that was written long after its slot came late, or came twice. */
  private void late() {
    for (FlowLogObjects objects : situation.deliveries().flowLogs().values()) {
      if (objects.late().isEmpty()) {
        continue;
      }
      String text =
          "%s of %s written last more than %s after the slot, such as %s at %s: late, or overwritten"
              .formatted(
                  Words.count(objects.late().size(), "object"),
                  objects.id(),
                  Words.length(Deliveries.LATE),
                  objects.late().getFirst().name(),
                  Words.time(objects.late().getFirst().delivered()));
      FlowLogLife life = situation.inventory().flowLogs().get(objects.id());
      BucketSetting bucket =
          life == null ? null : situation.inventory().buckets().get(life.destination().name());
      boolean versions = bucket != null && bucket.versioning().orElse("").equals("Enabled");
      if (versions && situation.collected()) {
        draft.fine(text + " (the bucket keeps versions, and none was seen: late)");
      } else {
        draft.open(text);
      }
    }
  }

  /** What should be known of each destination, and is not. */
  private void destinations() {
    if (!situation.inventory().describesFlowLogs()) {
      draft
          .open("Where flow logs are kept, and for how long, is not known: there is no inventory")
          .now("flowproof collect inventory --case DIR");
      return;
    }
    Set<String> seen = new TreeSet<>();
    for (FlowLogLife life : situation.inventory().flowLogs().values()) {
      Destination destination = life.destination();
      if (!life.existed(situation.window().from(), situation.window().to())
          || !seen.add(destination.toString())) {
        continue;
      }
      switch (destination.type()) {
        case "s3" -> bucket(destination);
        case "cloud-watch-logs" -> {
          if (!situation.inventory().groups().containsKey(destination.name())) {
            draft.open(
                "%s: its retention was not collected, or the group is gone".formatted(destination));
          }
        }
        default ->
            draft.open(
                "%s: what keeps or deletes logs there is not known here".formatted(destination));
      }
    }
  }

  private void bucket(Destination destination) {
    BucketSetting bucket = situation.inventory().buckets().get(destination.name());
    if (bucket == null || bucket.lifecycle().isEmpty()) {
      draft.open("%s: the bucket's lifecycle was not collected".formatted(destination));
    }
    if (bucket == null || bucket.versioning().isEmpty()) {
      draft.open("%s: whether the bucket keeps versions was not collected".formatted(destination));
    } else if (bucket.versioning().get().equals("Enabled")) {
      draft.fine("%s: the bucket keeps versions".formatted(destination));
    } else {
      draft
          .open(
              "%s: the bucket keeps no versions (%s): an object that was overwritten or deleted"
                      .formatted(destination, bucket.versioning().get())
                  + " leaves no trace")
          .now(
              "aws s3api put-bucket-versioning --bucket %s --versioning-configuration Status=Enabled"
                  .formatted(destination.name()));
    }
    if (bucket != null && bucket.lockedDays().orElse(0) > 0) {
      draft.fine(
          "%s: Object Lock keeps each object for %s"
              .formatted(destination, Words.count(bucket.lockedDays().orElse(0), "day")));
    }
  }
}
