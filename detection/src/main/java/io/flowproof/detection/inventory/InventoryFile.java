package io.flowproof.detection.inventory;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file with one answer of AWS, as the AWS CLI prints it.
 *
 * @param file where it lies
 * @param taken when AWS was asked
 * @param scope what was asked: files of one scope (a region, a folder) and of a later collection
 *     replace those of an earlier one
 * @param collection the number of the collection within its scope
 * @param paged whether its name ends in the number of a page, as {@code collect inventory} names it
 * @param eventsFrom the earliest CloudTrail event that was asked for; null where that is not known
 * @param eventsTo the latest
 */
public record InventoryFile(
    Path file,
    Instant taken,
    String scope,
    long collection,
    boolean paged,
    @Nullable Instant eventsFrom,
    @Nullable Instant eventsTo) {}
