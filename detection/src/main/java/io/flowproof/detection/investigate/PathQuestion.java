package io.flowproof.detection.investigate;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@link AttackPaths} are asked.
 *
 * @param host the host, an address in canonical text
 * @param at when somebody was on it
 * @param back how long before that they may have come; what is older is the baseline
 * @param baseline how much of what is older
 * @param hops at most so many connections one after the other
 * @param allEdges whether connections count that are neither administrative nor new
 */
public record PathQuestion(
    String host, Instant at, Duration back, Duration baseline, int hops, boolean allEdges) {}
