package io.flowproof.app.report;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object for each row, a line each: alone, or as one array. */
final class JsonRows implements RowWriter {
  private final PrintStream out;
  private final List<RowColumn> columns;
  private final boolean array;
  private boolean empty = true;

  private JsonRows(PrintStream out, List<RowColumn> columns, boolean array) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.array = array;
  }

  static JsonRows array(PrintStream out, List<RowColumn> columns) {
    return new JsonRows(out, columns, true);
  }

  static JsonRows lines(PrintStream out, List<RowColumn> columns) {
    return new JsonRows(out, columns, false);
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i).name(), columns.get(i).json().apply(values.get(i)));
    }
    String line = Json.line(object);
    if (array) {
      out.print((empty ? "[\n" : ",\n") + line);
    } else {
      out.print(line + "\n");
    }
    empty = false;
  }

  @Override
  public void end() {
    if (array) {
      out.print(empty ? "[]\n" : "\n]\n");
    }
  }
}
