package io.flowproof.query.splunk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a lookup's file.
 *
 * @param fields the names in its first line
 * @param rows a cell for each field, null for an empty one, in the order of the file
 */
public record LookupTable(List<String> fields, List<List<@Nullable String>> rows) {

  /** Of the text of a CSV file; a field without a name, or named twice, is left out. */
  public static LookupTable ofCsv(String text) {
    List<List<@Nullable String>> lines = Csv.parse(text);
    if (lines.isEmpty()) {
      return new LookupTable(List.of(), List.of());
    }
    LinkedHashSet<String> fields = new LinkedHashSet<>();
    List<Integer> places = new ArrayList<>();
    List<@Nullable String> header = lines.getFirst();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name != null && !name.startsWith("__mv_") && fields.add(name.strip())) {
        places.add(i);
      }
    }
    List<List<@Nullable String>> rows = new ArrayList<>(lines.size() - 1);
    for (List<@Nullable String> line : lines.subList(1, lines.size())) {
      List<@Nullable String> row = new ArrayList<>(places.size());
      places.forEach(place -> row.add(place < line.size() ? line.get(place) : null));
      rows.add(row);
    }
    return new LookupTable(List.copyOf(fields), rows);
  }
}
