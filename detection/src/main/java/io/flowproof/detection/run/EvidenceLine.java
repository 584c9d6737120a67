package io.flowproof.detection.run;

import java.time.Instant;

/**
 * A record that a finding came from.
 *
 * @param line where it is
 * @param start of the record; the Unix epoch where the record has none
 * @param end of the record; the start where the record has none
 * @param bytes its bytes; 0 where the record has none
 */
record EvidenceLine(LogLine line, Instant start, Instant end, long bytes) {}
