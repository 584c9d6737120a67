package io.flowproof.app.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aligned table; where that is wider than the terminal, a block of lines for each row. No value
 * is shortened. Widths are taken from the first rows, so that a result of any length needs little
 * memory: a wider value further down pushes the rest of its line.
 */
final class TableRows implements RowWriter {
  private static final int MEASURED = 2_000;
  private static final String GAP = "  ";

  private final PrintStream out;
  private final Page page;
  private final List<RowColumn> columns;
  private final List<List<String>> first = new ArrayList<>();
  private int @Nullable [] widths;
  private long rows;

  TableRows(PrintStream out, Page page, List<RowColumn> columns) {
    this.out = out;
    this.page = page;
    this.columns = List.copyOf(columns);
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    List<String> cells = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      String text = columns.get(i).text().apply(values.get(i));
      cells.add(text == null ? "" : Printable.of(text));
    }
    rows++;
    if (widths != null) {
      print(cells, widths);
      return;
    }
    first.add(cells);
    if (first.size() == MEASURED) {
      start();
    }
  }

  @Override
  public void end() {
    if (widths == null) {
      start();
    }
    out.println(Numbers.count(rows, "row"));
  }

  private void start() {
    int[] measured = new int[columns.size()];
    for (int i = 0; i < measured.length; i++) {
      measured[i] = Printable.width(columns.get(i).name());
      for (List<String> row : first) {
        measured[i] = Math.max(measured[i], Printable.width(row.get(i)));
      }
    }
    widths = measured;
    if (!first.isEmpty() && !asBlocks(measured)) {
      heading(measured);
    }
    rows -= first.size();
    for (List<String> row : first) {
      rows++;
      print(row, measured);
    }
    first.clear();
  }

  private boolean asBlocks(int[] measured) {
    long width = (long) GAP.length() * (measured.length - 1);
    for (int column : measured) {
      width += column;
    }
    return width > page.columns();
  }

  private void heading(int[] measured) {
    List<String> names = columns.stream().map(c -> Printable.of(c.name())).toList();
    out.println(page.strong(line(names, measured)));
    List<String> rules = new ArrayList<>();
    for (int width : measured) {
      rules.add("-".repeat(width));
    }
    out.println(page.dim(line(rules, measured)));
  }

  private void print(List<String> cells, int[] measured) {
    if (!asBlocks(measured)) {
      out.println(line(cells, measured));
      return;
    }
    int label = columns.stream().mapToInt(c -> Printable.width(c.name())).max().orElse(0);
    out.println(page.dim("row " + Numbers.count(rows)));
    for (int i = 0; i < cells.size(); i++) {
      String name = Printable.of(columns.get(i).name());
      out.println(
          (GAP + page.strong(name) + " ".repeat(label - Printable.width(name)) + GAP + cells.get(i))
              .stripTrailing());
    }
  }

  private String line(List<String> cells, int[] measured) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(Math.max(0, measured[i] - Printable.width(cells.get(i))));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).numeric() ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
