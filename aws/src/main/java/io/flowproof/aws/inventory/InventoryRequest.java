package io.flowproof.aws.inventory;

import java.time.Instant;

/**
 * What time the inventory is about: CloudTrail events are asked for in it; everything else is as it
 * is now.
 *
 * @param from the first event's time
 * @param to no event later
 */
public record InventoryRequest(Instant from, Instant to) {}
