package io.flowproof.detection.gaps;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw object, as it was delivered.
 *
 * @param name its name, for people
 * @param flowLog the flow log that its name tells; null where it tells none
 * @param slot the beginning of the five minutes that its name tells; null where it tells none
 * @param delivered when the source last wrote it; null where that is not known
 * @param first the earliest start of its records; null without records
 * @param last the latest end of its records; null without records
 * @param rejected how many lines are no record
 * @param damaged whether it is cut off, corrupt or unreadable
 * @param interfaces whose records it holds
 */
public record DeliveredObject(
    String name,
    @Nullable String flowLog,
    @Nullable Instant slot,
    @Nullable Instant delivered,
    @Nullable Instant first,
    @Nullable Instant last,
    long rejected,
    boolean damaged,
    List<String> interfaces) {}
