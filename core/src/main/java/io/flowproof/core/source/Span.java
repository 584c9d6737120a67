package io.flowproof.core.source;

/**
 * A stretch of a source text, in UTF-16 code units: {@code start} inclusive, {@code end} exclusive.
 * Every syntax node carries one, so that every message can point.
 *
 * @param start index of the first character, 0 or more
 * @param end index after the last character, {@code start} or more; equal marks a place between two
 *     characters
 */
public record Span(int start, int end) {

  /** Checks that the stretch is not negative. */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("Invalid span: " + start + ".." + end);
    }
  }

  /** The smallest stretch that covers this one and {@code other}. */
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }

  /** True when both have a character in common; a place without width stands for the next one. */
  public boolean overlaps(Span other) {
    return start < Math.max(other.end, other.start + 1) && other.start < Math.max(end, start + 1);
  }

  /** The place just before {@code index}, with no width. */
  public static Span at(int index) {
    return new Span(index, index);
  }
}
