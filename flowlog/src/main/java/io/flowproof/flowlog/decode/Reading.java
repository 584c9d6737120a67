package io.flowproof.flowlog.decode;

import java.util.List;

/**
 * What a reading found.
 *
 * @param objects the account of each object, in the order of the paths; the index of an account is
 *     its {@code source_id}
 * @param skipped files and folders that were met and not read
 */
public record Reading(List<ObjectAccount> objects, List<SkippedFile> skipped) {

  /** The sum of all objects. */
  public ReadTotals totals() {
    return ReadTotals.of(objects);
  }
}
