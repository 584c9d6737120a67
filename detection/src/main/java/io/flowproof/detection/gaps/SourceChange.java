package io.flowproof.detection.gaps;

import java.time.Instant;

/**
 * That an object is not what it was, as whoever collected it saw.
 *
 * @param uri which
 * @param seen when that was seen
 * @param what in a sentence
 */
public record SourceChange(String uri, Instant seen, String what) {}
