package io.flowproof.app.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells set out in columns. Nothing is shortened; the last column may be of any width. */
final class Layout {
  private static final String GAP = "  ";

  private final List<Boolean> numeric;
  private final List<List<String>> lines = new ArrayList<>();

  private Layout(List<Boolean> numeric) {
    this.numeric = numeric;
  }

  /** A column for each letter: {@code l} stands at the left, {@code r} at the right. */
  static Layout columns(String sides) {
    return new Layout(sides.chars().mapToObj(side -> side == 'r').toList());
  }

  /** Adds a line; texts of logs must be {@link Printable} already. */
  Layout line(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  /** The lines, each after {@code indent}. */
  List<String> lines(String indent) {
    int[] widths = new int[numeric.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Printable.width(line.get(i)));
      }
    }
    return lines.stream()
        .map(line -> indent + set(line, widths))
        .map(String::stripTrailing)
        .toList();
  }

  private String set(List<String> line, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - Printable.width(line.get(i)));
      out.append(i == 0 ? "" : GAP);
      out.append(numeric.get(i) ? padding + line.get(i) : line.get(i) + padding);
    }
    return out.toString();
  }
}
