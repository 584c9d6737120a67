package io.flowproof.app.report;

import io.flowproof.detection.investigate.Answer;
import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the answer to a question of an investigation for people. */
public final class AnswerPrint {
  /** Columns that a narrow terminal can do without, the first to go first. */
  private static final List<String> SPARE =
      List.of(
          "first_line",
          "vantage",
          "reason",
          "records",
          "flags",
          "seen_by",
          "packets_sent",
          "packets_received",
          "last_seen",
          "where",
          "known_as",
          "indicator",
          "dwell",
          "first_seen",
          "conversations",
          "sessions",
          "refused",
          "not_connected",
          "opened_by",
          "lasted",
          "state");

  private final PrintStream out;
  private final Page page;

  /** On a page. */
  public AnswerPrint(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /** Prints it: the statements, the tables, what they rest on. */
  public void print(Answer answer) {
    out.println(page.strong(Printable.of(answer.question())));
    answer.statements().forEach(this::print);
    answer.tables().forEach(this::print);
    out.println();
    out.println(page.strong("What this rests on"));
    basis("logs", answer.basis().inputs());
    basis("read", answer.basis().accounts());
    answer.basis().filters().forEach(filter -> basis("asked", filter));
    answer.basis().method().forEach(method -> basis("method", method));
    if (answer.basis().gaps().isEmpty()) {
      basis("gaps", "none known (flowproof gaps looks closer)");
    }
    answer.basis().gaps().forEach(gap -> basis("gaps", gap));
  }

  private void print(Statement statement) {
    String label = "%-10s".formatted(statement.verdict().text().toUpperCase(java.util.Locale.ROOT));
    String shown =
        statement.verdict() == Verdict.CANNOT_SAY ? page.warning(label) : page.strong(label);
    wrapped("  " + shown + "  ", 14, statement.text());
  }

  private void basis(String label, String text) {
    wrapped("  " + page.dim("%-6s".formatted(label)) + "  ", 10, text);
  }

  private void wrapped(String head, int indent, String text) {
    int width = page.columns() == Page.UNBOUNDED ? Page.UNBOUNDED : page.columns() - indent;
    List<String> lines = Printable.wrap(Printable.of(text), width);
    out.println(head + lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(indent) + line));
  }

  private void print(Table table) {
    out.println();
    long of = table.of() == null ? table.rows().size() : table.of();
    String limited =
        of > table.rows().size()
            ? " (%s of %s; --top shows more)"
                .formatted(Numbers.count(table.rows().size()), Numbers.count(of))
            : "";
    Printable.wrap(table.title() + limited, page.columns())
        .forEach(line -> out.println(page.strong(line)));
    if (table.rows().isEmpty()) {
      out.println("  none");
      return;
    }
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int column = i;
      if (table.rows().stream().anyMatch(row -> !text(row.get(column), table, column).isEmpty())) {
        shown.add(i);
      }
    }
    List<String> lines = lines(table, shown);
    List<String> left = new ArrayList<>();
    for (String spare : SPARE) {
      if (width(lines) <= page.columns()) {
        break;
      }
      if (shown.remove((Integer) table.column(spare))) {
        left.add(spare);
        lines = lines(table, shown);
      }
    }
    out.println(page.dim(lines.getFirst()));
    lines.stream().skip(1).forEach(out::println);
    if (!left.isEmpty()) {
      wrapped(
          "  ", 2, "left out for want of room: " + String.join(", ", left) + " (--format json)");
    }
  }

  private static int width(List<String> lines) {
    return lines.stream().mapToInt(Printable::width).max().orElse(0);
  }

  private static List<String> lines(Table table, List<Integer> shown) {
    StringBuilder sides = new StringBuilder();
    List<Column> columns = shown.stream().map(table.columns()::get).toList();
    columns.forEach(column -> sides.append(isNumber(column.kind()) ? 'r' : 'l'));
    Layout layout = Layout.columns(sides.toString());
    layout.line(columns.stream().map(c -> c.name().replace('_', ' ')).toArray(String[]::new));
    for (List<@Nullable Object> row : table.rows()) {
      layout.line(shown.stream().map(i -> text(row.get(i), table, i)).toArray(String[]::new));
    }
    return layout.lines("  ");
  }

  private static boolean isNumber(Kind kind) {
    return switch (kind) {
      case COUNT, BYTES, SECONDS -> true;
      case TEXT, TIME, LINE -> false;
    };
  }

  /** A value as people read it; an empty text for null. */
  public static String text(@Nullable Object value, Table table, int column) {
    if (value == null) {
      return "";
    }
    return switch (table.columns().get(column).kind()) {
      case TEXT -> Printable.of(value.toString());
      case COUNT -> Numbers.count((Long) value);
      case BYTES -> Numbers.size((Long) value);
      case TIME -> UtcTime.of((Instant) value);
      case SECONDS -> Durations.of((Long) value);
      case LINE -> Printable.of(shortened((Line) value));
    };
  }

  /** The object's file name tells it apart; JSON has the whole path. */
  private static String shortened(Line line) {
    return line.object().substring(line.object().lastIndexOf('/') + 1) + ":" + line.line();
  }
}
