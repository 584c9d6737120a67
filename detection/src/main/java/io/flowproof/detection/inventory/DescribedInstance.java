package io.flowproof.detection.inventory;

import java.time.Instant;
import java.util.List;

/**
 * An instance, as {@code describe-instances} has it.
 *
 * @param id {@code i-…}
 * @param state {@code running}, {@code stopped}, …
 * @param instanceStore whether its root lies on the host's own disks, which are lost when it stops
 * @param volumes its EBS volumes
 * @param seen when it was last described
 */
public record DescribedInstance(
    String id, String state, boolean instanceStore, List<Volume> volumes, Instant seen) {

  /**
   * An EBS volume.
   *
   * @param id {@code vol-…}
   * @param deletedWithInstance whether it goes when the instance is terminated
   */
  public record Volume(String id, boolean deletedWithInstance) {}

  /** Copies the list. */
  public DescribedInstance {
    volumes = List.copyOf(volumes);
  }
}
