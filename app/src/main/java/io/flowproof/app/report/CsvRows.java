package io.flowproof.app.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180, with line feeds. A value is quoted where it must be; an empty text is {@code ""}, a
 * null is nothing.
 */
final class CsvRows implements RowWriter {
  private final PrintStream out;
  private final List<RowColumn> columns;

  CsvRows(PrintStream out, List<RowColumn> columns) {
    this.out = out;
    this.columns = List.copyOf(columns);
    write(columns.stream().map(RowColumn::name).toList());
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    List<@Nullable String> texts = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      texts.add(columns.get(i).text().apply(values.get(i)));
    }
    write(texts);
  }

  @Override
  public void end() {}

  private void write(List<? extends @Nullable String> texts) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      line.append(i == 0 ? "" : ",");
      String text = texts.get(i);
      if (text != null) {
        line.append(mustQuote(text) ? '"' + text.replace("\"", "\"\"") + '"' : text);
      }
    }
    out.print(line.append('\n'));
  }

  private static boolean mustQuote(String text) {
    return text.isEmpty()
        || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
  }
}
