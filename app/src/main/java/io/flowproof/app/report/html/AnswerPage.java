package io.flowproof.app.report.html;

import io.flowproof.app.report.AnswerPrint;
import io.flowproof.detection.investigate.Answer;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to a question of an investigation as one HTML file that needs nothing beside
 * it, no script either. Every text of logs is escaped by the template.
 */
public final class AnswerPage {
  /**
   * A raw object that lines of the answer are in.
   *
   * @param number its number on the page, from 1
   * @param path where it is
   * @param sha256 its hash
   */
  public record RawObject(int number, String path, String sha256) {}

  private AnswerPage() {}

  /**
   * The text of the file.
   *
   * @param tool who made it, with its version
   */
  public static String of(Answer answer, String tool) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("answer", answer);
    parameters.put("objects", objects(answer));
    parameters.put("lanes", HostLanes.of(answer.contacts(), answer.dark()));
    parameters.put("hours", HourBars.of(answer));
    parameters.put("tool", tool);
    parameters.put("style", Page.resource("report.css") + Page.resource("answer.css"));
    return Page.of("answer.jte", parameters);
  }

  private static Map<String, RawObject> objects(Answer answer) {
    Map<String, RawObject> objects = new TreeMap<>();
    for (Table table : answer.tables()) {
      for (List<@Nullable Object> row : table.rows()) {
        for (Object value : row) {
          if (value instanceof Line line) {
            objects.putIfAbsent(line.object(), new RawObject(0, line.object(), line.sha256()));
          }
        }
      }
    }
    int number = 0;
    for (Map.Entry<String, RawObject> entry : objects.entrySet()) {
      number++;
      entry.setValue(new RawObject(number, entry.getKey(), entry.getValue().sha256()));
    }
    return objects;
  }

  /** A cell as it is shown; of a raw line its number alone, for the object is linked. */
  public static String cell(Table table, List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Line line
        ? "line " + line.line()
        : AnswerPrint.text(row.get(column), table, column);
  }

  /** The columns that say something in any row. */
  public static List<Integer> shown(Table table) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      boolean says = false;
      for (List<@Nullable Object> row : table.rows()) {
        says |= !cell(table, row, i).isEmpty();
      }
      if (says) {
        shown.add(i);
      }
    }
    return shown;
  }
}
