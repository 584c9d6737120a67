package io.flowproof.app.cli;

import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Hold;
import io.flowproof.evidence.custody.Hold.HeldLake;
import io.flowproof.lake.ledger.FlowLake;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps states of lakes for the holds of a case, by tags that only the hold's release takes away.
 */
final class LakeHolds {
  private static final int ID_LENGTH = 8;

  private LakeHolds() {}

  /**
   * Puts a hold on a case, and on the latest state of each lake; where one lake cannot be held, no
   * hold is put.
   */
  static Hold hold(CaseFolder open, String reason, List<Path> lakes) throws IOException {
    String name = open.nextHold();
    String id = open.record().caseId();
    String tag = "case-%s-%s".formatted(id.substring(0, Math.min(ID_LENGTH, id.length())), name);
    String heldBy = "%s of the case '%s' (%s)".formatted(name, open.record().title(), id);
    List<HeldLake> held = new ArrayList<>();
    boolean done = false;
    try {
      for (Path lake : lakes) {
        Path whole = LakeDirectory.home(lake).toAbsolutePath().normalize();
        LakeTag kept = new FlowLake(whole, Steps.ALL).tag(tag, null, heldBy);
        held.add(new HeldLake(whole.toString(), tag, kept.snapshot(), heldBy));
      }
      open.hold(reason, held);
      done = true;
    } finally {
      if (!done) {
        held.forEach(LakeHolds::let);
      }
    }
    return open.inForce(name);
  }

  private static void let(HeldLake lake) {
    new FlowLake(Path.of(lake.lake()), Steps.ALL).release(lake.tag(), lake.heldBy());
  }

  /**
   * Ends a hold, and lets go of its lakes first: one that cannot be let go keeps the hold in force.
   *
   * @param moved where lakes that were moved lie now
   * @param gone whether lakes that are nowhere were deleted for good
   * @throws UsageException where a lake is nowhere
   * @throws LakeException where a lake is there and cannot be let go
   */
  static void release(CaseFolder open, String name, String reason, List<Path> moved, boolean gone)
      throws IOException {
    for (HeldLake lake : open.inForce(name).lakes()) {
      List<Path> places = new ArrayList<>(List.of(Path.of(lake.lake())));
      places.addAll(moved.stream().map(LakeDirectory::home).toList());
      Optional<Path> place =
          places.stream().filter(Files::isDirectory).filter(path -> hasTag(path, lake)).findFirst();
      if (place.isPresent()) {
        new FlowLake(place.get(), Steps.ALL).release(lake.tag(), lake.heldBy());
      } else if (!gone) {
        throw new UsageException(
            "%s is not released: there is no lake with the tag '%s' at %s (--lake DIR names where it lies now, --gone says that it was deleted)"
                .formatted(name, lake.tag(), lake.lake()));
      }
    }
    open.release(name, reason);
  }

  private static boolean hasTag(Path path, HeldLake lake) {
    return new FlowLake(path, Steps.ALL)
        .tags().stream().anyMatch(tag -> tag.name().equals(lake.tag()));
  }
}
