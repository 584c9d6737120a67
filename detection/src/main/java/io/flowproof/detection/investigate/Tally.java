package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.session.SessionViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations of a subject, counted in several ways by one query: they are put together once,
 * however many tables are made of them. Each part of the query has four keys and the same measures.
 */
final class Tally {
  /** Columns of a row before the measures: the part's name and its keys. */
  static final int KEYS = 5;

  static final int CONVERSATIONS = KEYS;
  static final int FIRST = KEYS + 1;
  static final int LAST = KEYS + 2;
  static final int OUT = KEYS + 3;
  static final int IN = KEYS + 4;
  static final int MOVED = KEYS + 5;
  static final int ESTABLISHED = KEYS + 6;
  static final int REFUSED = KEYS + 7;
  static final int ATTEMPTED = KEYS + 8;
  static final int REJECTED = KEYS + 9;
  static final int PROBABLE = KEYS + 10;
  static final int VANTAGE = KEYS + 11;
  static final int OBJECT = KEYS + 12;
  static final int LINE = KEYS + 13;

  private static final String MEASURES =
      """
      count(*), min(first_seen), max(last_seen),
      CAST(sum(bytes_out) AS BIGINT), CAST(sum(bytes_in) AS BIGINT),
      count(*) FILTER (state = 'data moved'), count(*) FILTER (state = 'established'),
      count(*) FILTER (state = 'refused'), count(*) FILTER (state = 'attempted'),
      count(*) FILTER (state = 'rejected'), count(*) FILTER (NOT state_certain),
      min(vantage) || CASE WHEN count(DISTINCT vantage) > 1
        THEN ' and ' || (count(DISTINCT vantage) - 1) || ' more' ELSE '' END,
      min({'time': first_seen, 'id': source_id, 'line': source_line}).id,
      min({'time': first_seen, 'id': source_id, 'line': source_line}).line
      """;

  private final List<String> parts = new ArrayList<>();
  private final String relations;

  /**
   * Of the conversations of these addresses.
   *
   * @param flows a SELECT in brackets of the records
   */
  Tally(Scope scope, String flows, Collection<String> addresses) {
    relations =
        """
        WITH s AS MATERIALIZED %s, k AS (%s), c AS MATERIALIZED (
          SELECT *, opened AS by_subject,
            CASE WHEN opened THEN server ELSE client END AS peer,
            CASE WHEN opened THEN bytes_sent ELSE bytes_received END AS bytes_out,
            CASE WHEN opened THEN bytes_received ELSE bytes_sent END AS bytes_in
          FROM (SELECT *, client IN (%s) AS opened FROM k WHERE client IN (%3$s) OR server IN (%3$s)))
        """
            .formatted(
                scope.sessions(flows),
                SessionViews.conversations("s"),
                addresses.isEmpty() ? "NULL" : Scope.list(addresses));
  }

  /**
   * Adds a part.
   *
   * @param name its name
   * @param keys up to four expressions that group
   * @param order what ranks the groups, or an empty text
   * @param limit how many groups
   */
  Tally by(String name, List<String> keys, String order, int limit) {
    List<String> all = new ArrayList<>(keys);
    while (all.size() < KEYS - 1) {
      all.add("NULL");
    }
    StringBuilder sql = new StringBuilder("(SELECT '").append(name).append("' AS part");
    all.forEach(key -> sql.append(", CAST(").append(key).append(" AS VARCHAR)"));
    sql.append(", ").append(MEASURES).append(" FROM c");
    if (!keys.isEmpty()) {
      sql.append(" GROUP BY ").append(String.join(", ", keys));
    }
    if (!order.isEmpty()) {
      sql.append(" ORDER BY ").append(order).append(", ").append(String.join(", ", keys));
    }
    sql.append(" LIMIT ").append(limit).append(')');
    parts.add(sql.toString());
    return this;
  }

  /** Adds a part of sessions, by the interface that saw them. */
  Tally byInterface() {
    parts.add(
        """
        (SELECT 'interfaces', interface_id, CAST(min(own_address) AS VARCHAR),
          CAST(sum(records) AS VARCHAR), NULL, count(*), min(first_seen), max(last_seen),
          CAST(sum(bytes_sent) AS BIGINT), CAST(sum(bytes_received) AS BIGINT),
          0, 0, 0, 0, 0, 0, interface_id, min(source_id), 0
        FROM s GROUP BY interface_id ORDER BY sum(bytes_sent + bytes_received) DESC, interface_id
        LIMIT 1000)
        """);
    return this;
  }

  /** Adds a number: how many of something there are. */
  Tally count(String name, String expression) {
    parts.add(
        "(SELECT '%s', NULL, NULL, NULL, NULL, %s, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0, 0 FROM c)"
            .formatted(name, expression));
    return this;
  }

  /** The rows of all parts, those of a part in the order of their ranks. */
  List<Row> ask(Investigation investigation) {
    return investigation.ask(relations + String.join("\nUNION ALL\n", parts));
  }

  /** The columns of measures. */
  static List<Column> columns(Column... keys) {
    List<Column> columns = new ArrayList<>(Arrays.asList(keys));
    columns.addAll(
        List.of(
            new Column("conversations", Kind.COUNT),
            new Column("bytes_out", Kind.BYTES),
            new Column("bytes_in", Kind.BYTES),
            new Column("states", Kind.TEXT),
            new Column("first_seen", Kind.TIME),
            new Column("last_seen", Kind.TIME),
            new Column("vantage", Kind.TEXT),
            new Column("first_line", Kind.LINE)));
    return columns;
  }

  /** A row of such columns. */
  static List<@Nullable Object> row(Map<Integer, Line> objects, Row row, Object... keys) {
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(keys));
    values.add(row.number(CONVERSATIONS));
    values.add(row.number(OUT));
    values.add(row.number(IN));
    values.add(states(row));
    values.add(row.timeOrNull(FIRST));
    values.add(row.timeOrNull(LAST));
    values.add(row.text(VANTAGE));
    values.add(Investigation.line(objects, row, OBJECT, LINE));
    return values;
  }

  /** Such as {@code 4 data moved, 2 attempted}. */
  static String states(Row row) {
    List<String> states = new ArrayList<>();
    add(states, row.number(MOVED), "data moved");
    add(states, row.number(ESTABLISHED), "established");
    add(states, row.number(REFUSED), "refused");
    add(states, row.number(ATTEMPTED), "attempted");
    add(states, row.number(REJECTED), "rejected");
    long probable = row.number(PROBABLE);
    return String.join(", ", states) + (probable == 0 ? "" : " (%,d probable)".formatted(probable));
  }

  /** The furthest that any of them got. */
  static String best(Row row) {
    if (row.number(MOVED) > 0) {
      return "data moved";
    }
    if (row.number(ESTABLISHED) > 0) {
      return "established";
    }
    if (row.number(REFUSED) > 0) {
      return "refused";
    }
    return row.number(REJECTED) > 0 ? "rejected" : "attempted";
  }

  private static void add(List<String> states, long number, String state) {
    if (number > 0) {
      states.add("%,d %s".formatted(number, state));
    }
  }
}
