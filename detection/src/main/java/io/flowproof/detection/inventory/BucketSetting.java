package io.flowproof.detection.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the objects of a bucket; each part is empty where it was not asked for or not
 * answered.
 *
 * @param name the bucket
 * @param versioning {@code Enabled}, {@code Suspended} or {@code never}
 * @param lifecycle the rules that are enabled; a list without any where the bucket has none
 * @param lockedDays for how many days Object Lock keeps each new object; 0 for no default retention
 */
public record BucketSetting(
    String name,
    Optional<String> versioning,
    Optional<List<Rule>> lifecycle,
    Optional<Integer> lockedDays) {

  /** Of which nothing is known yet. */
  static BucketSetting unknown(String name) {
    return new BucketSetting(name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  BucketSetting withVersioning(String status) {
    return new BucketSetting(name, Optional.of(status), lifecycle, lockedDays);
  }

  BucketSetting withLifecycle(List<Rule> rules) {
    return new BucketSetting(name, versioning, Optional.of(List.copyOf(rules)), lockedDays);
  }

  BucketSetting withLockedDays(int days) {
    return new BucketSetting(name, versioning, lifecycle, Optional.of(days));
  }

  /**
   * A lifecycle rule that deletes.
   *
   * @param id its name
   * @param prefix of the keys that it is about; empty for all
   * @param narrowed whether it is about some of those only (tags, sizes)
   * @param days after how many days objects expire; empty where they do not by age
   * @param date when all objects expire; empty where they do not on a date
   * @param noncurrentDays after how many days versions that were overwritten or deleted are removed
   *     for good; empty where they are not
   */
  public record Rule(
      String id,
      String prefix,
      boolean narrowed,
      Optional<Integer> days,
      Optional<Instant> date,
      Optional<Integer> noncurrentDays) {

    /** Whether it can be about keys below a folder; an empty folder is the whole bucket. */
    public boolean concerns(String folder) {
      String keys = folder.isEmpty() ? "AWSLogs/" : folder + "/AWSLogs/";
      return keys.startsWith(prefix) || prefix.startsWith(keys);
    }
  }
}
