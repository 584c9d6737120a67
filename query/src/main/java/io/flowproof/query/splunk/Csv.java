package io.flowproof.query.splunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV as Splunk's lookups have it: commas, double quotes (doubled inside), lines. */
public final class Csv {
  private final String text;
  private int at;

  private Csv(String text) {
    this.text = text;
  }

  /** The cells of every line, an empty cell as null; lines without any character are left out. */
  public static List<List<@Nullable String>> parse(String text) {
    Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text);
    List<List<@Nullable String>> lines = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      int start = csv.at;
      List<@Nullable String> line = csv.line();
      if (!csv.text.substring(start, csv.at).isBlank()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** One line, with its line break. */
  public static String line(List<@Nullable String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(i > 0 ? "," : "");
      if (cell != null && cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)) {
        line.append('"').append(cell.replace("\"", "\"\"")).append('"');
      } else if (cell != null) {
        line.append(cell);
      }
    }
    return line.append('\n').toString();
  }

  private List<@Nullable String> line() {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(cell());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      cells.add(cell());
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    return cells;
  }

  private @Nullable String cell() {
    if (at < text.length() && text.charAt(at) == '"') {
      String quoted = quoted();
      return quoted.isEmpty() ? null : quoted;
    }
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        break;
      }
    }
    // What follows a closing quote belongs to the cell, as far as the next comma or line.
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return cell.append(text, start, at).toString();
  }
}
