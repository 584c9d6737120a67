package io.flowproof.app.report;

import io.flowproof.detection.investigate.Answer;
import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a question of an investigation as JSON, and one of its tables as CSV. */
public final class AnswerRows {
  private AnswerRows() {}

  /** All of it, as one object. */
  public static void json(Answer answer, PrintStream out) {
    Json.pretty(object(answer), out);
  }

  /** The same as plain values. */
  public static Map<String, @Nullable Object> object(Answer answer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("question", answer.question());
    json.put(
        "statements",
        answer.statements().stream()
            .map(s -> Json.object("verdict", s.verdict().text(), "text", s.text()))
            .toList());
    Map<String, Object> tables = new LinkedHashMap<>();
    for (Table table : answer.tables()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("title", table.title());
      one.put("of", table.of());
      List<Object> rows = new ArrayList<>();
      for (List<@Nullable Object> row : table.rows()) {
        rows.add(row(table, row));
      }
      one.put("rows", rows);
      tables.put(table.name(), one);
    }
    json.put("tables", tables);
    json.put(
        "basis",
        Json.object(
            "inputs",
            answer.basis().inputs(),
            "accounts",
            answer.basis().accounts(),
            "filters",
            answer.basis().filters(),
            "method",
            answer.basis().method(),
            "gaps",
            answer.basis().gaps()));
    return json;
  }

  private static Map<String, @Nullable Object> row(Table table, List<@Nullable Object> values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      row.put(
          table.columns().get(i).name(),
          value instanceof Line line
              ? Json.object("object", line.object(), "line", line.line(), "sha256", line.sha256())
              : value);
    }
    return row;
  }

  /** One table; a raw line becomes three columns. */
  public static void csv(Table table, PrintStream out) {
    List<RowColumn> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.kind() == Answer.Kind.LINE) {
        columns.add(column("object"));
        columns.add(column("line"));
        columns.add(column("sha256"));
      } else {
        columns.add(column(column.name()));
      }
    }
    RowWriter writer = new CsvRows(out, columns);
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        if (table.columns().get(i).kind() != Answer.Kind.LINE) {
          values.add(row.get(i));
        } else if (row.get(i) instanceof Line line) {
          values.addAll(List.of(line.object(), line.line(), line.sha256()));
        } else {
          values.add(null);
          values.add(null);
          values.add(null);
        }
      }
      writer.row(values);
    }
    writer.end();
  }

  private static RowColumn column(String name) {
    return new RowColumn(
        name, false, value -> value, value -> value == null ? null : value.toString());
  }
}
