package io.flowproof.detection.inventory;

import java.time.Instant;

/**
 * What becomes of the events of a log group.
 *
 * @param name the group
 * @param retentionDays after how many days CloudWatch Logs deletes events; 0 for never
 * @param protectedFromDeletion whether the group has deletion protection
 * @param seen when it was described
 */
public record LogGroupSetting(
    String name, int retentionDays, boolean protectedFromDeletion, Instant seen) {}
