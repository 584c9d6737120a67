package io.flowproof.query.lower.spl;

import io.flowproof.query.splunk.LookupDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For each key of a lookup, the values that an event with that key takes. */
final class MatchedValues {
  private final LookupDefinition definition;
  private final List<Integer> places;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private final List<Boolean> isList;

  /** {@code places} are those of the fields to take. */
  MatchedValues(LookupDefinition definition, List<Integer> places) {
    this.definition = definition;
    this.places = places;
    this.isList = new ArrayList<>(Collections.nCopies(places.size(), false));
  }

  /** A key and the lookup's rows that have it. */
  void add(List<String> key, List<List<@Nullable String>> matches) {
    List<@Nullable Object> row = new ArrayList<>(key);
    for (int i = 0; i < places.size(); i++) {
      List<String> values = values(places.get(i), matches);
      isList.set(i, isList.get(i) || values.size() > 1);
      row.add(values);
    }
    rows.add(row);
  }

  private List<String> values(int place, List<List<@Nullable String>> matches) {
    List<String> values = new ArrayList<>();
    for (List<@Nullable String> match :
        matches.subList(0, Math.min(matches.size(), definition.mostMatches()))) {
      String cell = match.get(place);
      if (cell != null) {
        values.add(cell);
      }
    }
    String made = definition.defaultMatch();
    for (int i = matches.size(); made != null && i < definition.leastMatches(); i++) {
      values.add(made);
    }
    return values;
  }

  /** Which of the taken fields has several values somewhere. */
  List<Boolean> isList() {
    return isList;
  }

  /** The same with the columns of the key, of which there are so many, before them. */
  List<Boolean> isList(int keys) {
    List<Boolean> all = new ArrayList<>(Collections.nCopies(keys, false));
    all.addAll(isList);
    return all;
  }

  /** A row for each key: the key, then a text or a list of texts for each field, or null. */
  List<List<@Nullable Object>> rows() {
    int keys = rows.isEmpty() ? 0 : rows.getFirst().size() - places.size();
    List<List<@Nullable Object>> all = new ArrayList<>(rows.size());
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> cells = new ArrayList<>(row.subList(0, keys));
      for (int i = 0; i < places.size(); i++) {
        List<?> values = (List<?>) row.get(keys + i);
        boolean none = values == null || values.isEmpty();
        cells.add(none ? null : isList.get(i) ? values : values.getFirst());
      }
      all.add(cells);
    }
    return all;
  }
}
