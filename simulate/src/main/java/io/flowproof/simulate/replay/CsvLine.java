package io.flowproof.simulate.replay;

import java.util.ArrayList;
import java.util.List;

/** Lines of comma-separated values; a value in double quotes may hold commas. */
final class CsvLine {
  private CsvLine() {}

  static List<String> split(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
