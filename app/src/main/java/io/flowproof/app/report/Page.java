package io.flowproof.app.report;

import java.util.Locale;

/**
 * What text is laid out for.
 *
 * @param columns the width of the terminal, or {@link #UNBOUNDED} where there is none
 * @param colour whether escape sequences for colour are understood and wanted
 */
public record Page(int columns, boolean colour) {
  /** As wide as the text needs. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** A file or a pipe. */
  public static final Page PLAIN = new Page(UNBOUNDED, false);

  private static final String RESET = "\u001b[0m";

  /** What stands out. */
  public String strong(String text) {
    return wrap("\u001b[1m", text);
  }

  /** What can be passed over. */
  public String dim(String text) {
    return wrap("\u001b[2m", text);
  }

  /** What went wrong. */
  public String alarm(String text) {
    return wrap("\u001b[1;31m", text);
  }

  /** What needs a look. */
  public String warning(String text) {
    return wrap("\u001b[1;33m", text);
  }

  /** A severity by name, in capitals and its colour. */
  String severity(String name) {
    String text = name.toUpperCase(Locale.ROOT);
    return switch (text) {
      case "HIGH" -> alarm(text);
      case "MEDIUM" -> warning(text);
      case "LOW" -> wrap("\u001b[36m", text);
      default -> text;
    };
  }

  private String wrap(String escape, String text) {
    return colour && !text.isEmpty() ? escape + text + RESET : text;
  }
}
