package io.flowproof.lake.upkeep;

import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.ledger.LakeWriter;
import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes earlier states of a lake and the files that only they need. No row of the latest state
 * goes, nor anything that a tag keeps. A run that is killed is brought to its end by the next
 * writer.
 */
public final class Expiry {
  private Expiry() {}

  /**
   * What was removed.
   *
   * @param states the states, oldest first
   * @param kept states before the time that tags keep
   * @param files files of data and metadata
   * @param bytes how large they were
   */
  public record Report(List<LakeSnapshot> states, List<LakeSnapshot> kept, int files, long bytes) {}

  /**
   * Removes the states that came to be before a time.
   *
   * @throws io.flowproof.lake.table.LakeException when there is no lake, or it cannot be written
   */
  public static Report run(Path lake, Instant before, Steps steps) {
    try (LakeWriter writer = LakeWriter.open(lake, steps)) {
      List<LakeSnapshot> all = writer.ledger().snapshots();
      Set<Long> tagged =
          writer.ledger().tags().stream().map(LakeTag::snapshot).collect(Collectors.toSet());
      List<LakeSnapshot> old =
          all.stream()
              .limit(Math.max(0, all.size() - 1L))
              .filter(state -> state.at().isBefore(before))
              .toList();
      List<LakeSnapshot> gone =
          old.stream().filter(state -> !tagged.contains(state.number())).toList();
      List<LakeSnapshot> kept =
          old.stream().filter(state -> tagged.contains(state.number())).toList();
      writer.ledger().expire(gone);
      Map<Path, Long> removed = gone.isEmpty() ? Map.of() : writer.removeUnknown();
      writer.finish();
      return new Report(
          gone, kept, removed.size(), removed.values().stream().mapToLong(Long::longValue).sum());
    }
  }
}
