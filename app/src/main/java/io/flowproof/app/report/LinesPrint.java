package io.flowproof.app.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Original lines: for people by object, for programs a row for each line with {@code object},
 * {@code sha256}, {@code state}, {@code line} and {@code text}; an object whose lines cannot be
 * given has one row without them.
 */
public final class LinesPrint {
  private final PrintStream out;
  private final Page page;
  private final @Nullable RowWriter rows;
  private String object = "";
  private String sha256 = "";
  private String state = "";

  /** Prints there, in that format. */
  public LinesPrint(PrintStream out, Page page, RowFormat format) {
    this.out = out;
    this.page = page;
    this.rows =
        format == RowFormat.TABLE
            ? null
            : format.writer(
                out,
                page,
                List.of(
                    text("object"), text("sha256"), text("state"), number("line"), text("text")));
  }

  private static RowColumn text(String name) {
    return new RowColumn(name, false, value -> value, LinesPrint::asText);
  }

  private static RowColumn number(String name) {
    return new RowColumn(name, true, value -> value, LinesPrint::asText);
  }

  private static @Nullable String asText(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /**
   * Begins an object.
   *
   * @param name the name that was noted
   * @param hash its SHA-256
   * @param what what became of it
   * @param place where it is, or what is there instead; empty for nothing to say
   * @param given whether its lines follow
   */
  public void object(String name, String hash, String what, String place, boolean given) {
    object = name;
    sha256 = hash;
    state = what;
    if (rows == null) {
      out.println(page.strong(Printable.of(name)));
      String words = "  SHA-256 %s  %s".formatted(hash, what.toUpperCase(Locale.ROOT));
      String rest = place.isEmpty() ? "" : ": " + Printable.of(place);
      out.println(given ? page.dim(words + rest) : page.alarm(words + rest));
    } else if (!given) {
      row(null, null);
    }
  }

  /** A line of the object; null where the object has no such line. */
  public void line(long number, @Nullable String text) {
    if (rows == null) {
      out.println(
          "  %6d  %s".formatted(number, text == null ? "(no such line)" : Printable.of(text)));
    } else {
      row(number, text);
    }
  }

  private void row(@Nullable Long number, @Nullable String text) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(object);
    values.add(sha256);
    values.add(state);
    values.add(number);
    values.add(text);
    if (rows != null) {
      rows.row(values);
    }
  }

  /** Ends the text. */
  public void end() {
    if (rows != null) {
      rows.end();
    }
  }
}
