package io.flowproof.detection.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Different lines, in order. There may be a hundred thousand sets of a few dozen lines, or one of
 * ten million: few are an array, many a bitmap.
 */
final class LineSet {
  private static final int MOST_IN_ARRAY = 256;

  private long[] few = new long[8];
  private int size;
  private @Nullable Roaring64Bitmap many;

  /** False when the line was there already. */
  boolean add(LogLine line) {
    long packed = line.packed();
    return many == null ? addToFew(packed) : addToMany(many, packed);
  }

  private boolean addToFew(long packed) {
    int found = Arrays.binarySearch(few, 0, size, packed);
    if (found >= 0) {
      return false;
    }
    if (size == MOST_IN_ARRAY) {
      many = Roaring64Bitmap.bitmapOf(few);
      few = new long[0];
      return addToMany(many, packed);
    }
    if (size == few.length) {
      few = Arrays.copyOf(few, 2 * size);
    }
    int at = -found - 1;
    System.arraycopy(few, at, few, at + 1, size - at);
    few[at] = packed;
    size++;
    return true;
  }

  private static boolean addToMany(Roaring64Bitmap lines, long packed) {
    if (lines.contains(packed)) {
      return false;
    }
    lines.addLong(packed);
    return true;
  }

  /** How many there are. */
  long size() {
    return many == null ? size : many.getLongCardinality();
  }

  /** The first of them, by object and line. */
  List<LogLine> first(int most) {
    List<LogLine> first = new ArrayList<>();
    if (many == null) {
      Arrays.stream(few, 0, Math.min(size, most)).mapToObj(LogLine::unpacked).forEach(first::add);
      return first;
    }
    LongIterator lines = many.getLongIterator();
    while (lines.hasNext() && first.size() < most) {
      first.add(LogLine.unpacked(lines.next()));
    }
    return first;
  }
}
