package io.flowproof.detection.agreement;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Flows as text by field, as a log holds them: what a field does not have is {@code -}.
 *
 * @param fields of the log format, in its order
 * @param rows one for each flow
 * @param lists rows of the pack's lists beside them, by the list's name
 */
public record Flows(
    List<FlowLogField> fields,
    List<Map<FlowLogField, String>> rows,
    Map<String, List<Map<String, String>>> lists) {
  /** Nothing there. */
  public static final String NONE = "-";

  /** Copies the lists. */
  public Flows {
    fields = List.copyOf(fields);
    rows = List.copyOf(rows);
    lists = Map.copyOf(lists);
  }

  /** Reads the lines of a log, header lines first; what has no header has the default format. */
  static Flows parse(String log) {
    List<FlowLogField> fields = Formats.DEFAULT;
    List<FlowLogField> all = new ArrayList<>();
    List<Map<FlowLogField, String>> rows = new ArrayList<>();
    for (String line : log.lines().toList()) {
      String[] tokens = line.strip().split(" +");
      if (tokens.length < 2) {
        continue;
      }
      List<FlowLogField> header = Formats.header(tokens);
      if (!header.isEmpty()) {
        fields = header;
        continue;
      }
      Map<FlowLogField, String> row = new EnumMap<>(FlowLogField.class);
      for (int i = 0; i < Math.min(tokens.length, fields.size()); i++) {
        row.put(fields.get(i), tokens[i]);
      }
      fields.stream().filter(field -> !all.contains(field)).forEach(all::add);
      rows.add(row);
    }
    return new Flows(all.isEmpty() ? fields : all, rows, Map.of());
  }

  /** The same flows in another format; fields that they lack are filled in. */
  Flows in(List<FlowLogField> format) {
    List<Map<FlowLogField, String>> other = new ArrayList<>();
    for (Map<FlowLogField, String> row : rows) {
      Map<FlowLogField, String> copy = new EnumMap<>(FlowLogField.class);
      for (FlowLogField field : format) {
        copy.put(field, row.getOrDefault(field, Formats.otherwise(field, row)));
      }
      other.add(copy);
    }
    return new Flows(format, other, lists);
  }

  /** The same with these rows. */
  Flows with(List<Map<FlowLogField, String>> other) {
    return new Flows(fields, other, lists);
  }

  /** The same flows beside these lists. */
  Flows beside(Map<String, List<Map<String, String>>> other) {
    return new Flows(fields, rows, other);
  }

  /** The flows and lists of both, in the format of the first. */
  Flows and(Flows second) {
    List<Map<FlowLogField, String>> both = new ArrayList<>(rows);
    both.addAll(second.in(fields).rows());
    Map<String, List<Map<String, String>>> merged = new HashMap<>(lists);
    second.lists.forEach(
        (name, more) ->
            merged.merge(
                name, more, (a, b) -> Stream.concat(a.stream(), b.stream()).distinct().toList()));
    return new Flows(fields, both, merged);
  }

  /** A log file's text: a header line, then a line for each flow. */
  public String log() {
    String header = fields.stream().map(FlowLogField::awsName).collect(Collectors.joining(" "));
    int version =
        fields.equals(Formats.DEFAULT)
            ? 2
            : fields.stream().mapToInt(FlowLogField::version).max().orElse(2);
    return rows.stream()
        .map(
            row ->
                fields.stream()
                    .map(
                        field ->
                            field == FlowLogField.VERSION
                                ? Integer.toString(version)
                                : row.getOrDefault(field, NONE))
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }
}
