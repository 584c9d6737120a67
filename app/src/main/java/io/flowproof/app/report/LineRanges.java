package io.flowproof.app.report;

import io.flowproof.detection.run.LogLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Line numbers of evidence, object by object. */
final class LineRanges {
  private LineRanges() {}

  /** The lines of each object, in order. */
  static Map<Integer, List<Long>> byObject(List<LogLine> lines) {
    Map<Integer, List<Long>> byObject = new LinkedHashMap<>();
    for (LogLine line : lines) {
      byObject.computeIfAbsent(line.sourceId(), id -> new ArrayList<>()).add(line.line());
    }
    return byObject;
  }

  /** Ascending numbers in short, at most {@code most} parts: {@code 2-40,44,…}. */
  static String text(List<Long> numbers, int most) {
    StringBuilder out = new StringBuilder();
    int parts = 0;
    int from = 0;
    while (from < numbers.size()) {
      if (parts == most) {
        return out.append(",…").toString();
      }
      int to = from;
      while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
        to++;
      }
      out.append(parts == 0 ? "" : ",").append(numbers.get(from));
      if (to > from) {
        out.append('-').append(numbers.get(to));
      }
      parts++;
      from = to + 1;
    }
    return out.toString();
  }
}
