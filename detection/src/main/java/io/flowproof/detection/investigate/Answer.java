package io.flowproof.detection.investigate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question of an investigation, and all that another analyst needs to come to the
 * same.
 *
 * @param question what was asked, in words
 * @param statements what is so, what was not seen, and what cannot be said; the first ones first
 * @param tables what they rest on, the most telling first
 * @param basis what was looked at, and how
 * @param contacts who called whom, for a picture: the most telling ones, in the order of time
 * @param dark times without any record, in order
 */
public record Answer(
    String question,
    List<Statement> statements,
    List<Table> tables,
    Basis basis,
    List<Contact> contacts,
    List<Dark> dark) {
  /** Copies the lists. */
  public Answer {
    statements = List.copyOf(statements);
    tables = List.copyOf(tables);
    contacts = List.copyOf(contacts);
    dark = List.copyOf(dark);
  }

  /**
   * That one called another, once or several times.
   *
   * @param client who called
   * @param server whom
   * @param service by what, such as {@code tcp/22}; empty for several
   * @param first when the first of these began
   * @param last when the last of these ended
   * @param bytes both ways
   * @param state how far the best of them got
   */
  public record Contact(
      String client,
      String server,
      String service,
      Instant first,
      Instant last,
      long bytes,
      String state) {}

  /** A time without any record. */
  public record Dark(Instant from, Instant to) {}

  /** How sure a statement is. */
  public enum Verdict {
    /** Records say so. */
    CONFIRMED("confirmed"),
    /** It was looked for where records are, and none says so. */
    NOT_SEEN("not seen"),
    /** Records that would tell are missing. */
    CANNOT_SAY("cannot say");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** Its name in words. */
    public String text() {
      return text;
    }
  }

  /**
   * A sentence and how sure it is.
   *
   * @param verdict how sure
   * @param text the sentence, without a full stop
   */
  public record Statement(Verdict verdict, String text) {}

  /** What the values of a column are, and so how they are shown. */
  public enum Kind {
    /** Words, addresses, ids. */
    TEXT,
    /** A number of things, {@code Long}. */
    COUNT,
    /** A number of bytes, {@code Long}. */
    BYTES,
    /** A point in time, {@code Instant}. */
    TIME,
    /** A length of time in seconds, {@code Long}. */
    SECONDS,
    /** A raw line, {@link Line}. */
    LINE
  }

  /**
   * A column.
   *
   * @param name its name, in small letters with underscores, as JSON and CSV have it
   * @param kind what its values are
   */
  public record Column(String name, Kind kind) {}

  /**
   * A raw line that a row leads back to.
   *
   * @param object the raw object's path or URI
   * @param line the physical line, from 1
   * @param sha256 the object's hash, as it was read
   */
  public record Line(String object, long line, String sha256) {
    @Override
    public String toString() {
      return object + ":" + line;
    }
  }

  /**
   * A table.
   *
   * @param name its name in JSON and for {@code --table}, such as {@code peers}
   * @param title what it shows
   * @param columns its columns
   * @param rows its rows, with as many values as there are columns
   * @param of how many rows there would be without a limit; null where they were not counted
   */
  public record Table(
      String name,
      String title,
      List<Column> columns,
      List<List<@Nullable Object>> rows,
      @Nullable Long of) {
    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      List<List<@Nullable Object>> copy = new ArrayList<>(rows.size());
      rows.forEach(row -> copy.add(Collections.unmodifiableList(new ArrayList<>(row))));
      rows = Collections.unmodifiableList(copy);
    }

    /** The place of a column, or -1. */
    public int column(String column) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(column)) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * What an answer rests on.
   *
   * @param inputs the files, or the lake with its state
   * @param accounts what was read of them, in one line
   * @param filters what was asked for: time range, subject
   * @param method how it was computed, a sentence each
   * @param gaps what is missing in what was looked at, a sentence each; empty when nothing is known
   *     to be
   */
  public record Basis(
      String inputs,
      String accounts,
      List<String> filters,
      List<String> method,
      List<String> gaps) {
    /** Copies the lists. */
    public Basis {
      filters = List.copyOf(filters);
      method = List.copyOf(method);
      gaps = List.copyOf(gaps);
    }
  }
}
