package io.flowproof.detection.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network interface, as {@code describe-network-interfaces} has it.
 *
 * @param id {@code eni-…}
 * @param vpc its VPC
 * @param subnet its subnet
 * @param type {@code interface}, {@code nat_gateway}, …
 * @param description what its maker wrote
 * @param status {@code in-use}, {@code available}, …
 * @param instance the instance that it is attached to; null for none
 * @param deletedWithInstance whether it goes when its instance is terminated
 * @param attached when it was attached; null where it is not, or AWS does not say
 * @param addresses its private and public addresses
 * @param seen when it was last described
 */
public record DescribedInterface(
    String id,
    String vpc,
    String subnet,
    String type,
    String description,
    String status,
    @Nullable String instance,
    boolean deletedWithInstance,
    @Nullable Instant attached,
    List<String> addresses,
    Instant seen) {

  /** Copies the list. */
  public DescribedInterface {
    addresses = List.copyOf(addresses);
  }
}
