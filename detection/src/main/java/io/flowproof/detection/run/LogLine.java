package io.flowproof.detection.run;

/**
 * A line of a raw object.
 *
 * @param sourceId the object's number
 * @param line the physical line, from 1; in JSON the event's index
 */
public record LogLine(int sourceId, long line) implements Comparable<LogLine> {
  private static final int LINE_BITS = 40;

  /** Both in one number that sorts the same way. */
  long packed() {
    return ((long) sourceId << LINE_BITS) | line;
  }

  static LogLine unpacked(long packed) {
    return new LogLine((int) (packed >>> LINE_BITS), packed & ((1L << LINE_BITS) - 1));
  }

  @Override
  public int compareTo(LogLine other) {
    return Long.compare(packed(), other.packed());
  }
}
