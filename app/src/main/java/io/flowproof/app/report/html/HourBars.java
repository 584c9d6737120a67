package io.flowproof.app.report.html;

import io.flowproof.app.report.Numbers;
import io.flowproof.app.report.UtcTime;
import io.flowproof.detection.investigate.Answer;
import io.flowproof.detection.investigate.Answer.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture of volumes by hour: bytes out above the line, bytes in below it.
 *
 * @param width how wide it is
 * @param height how high it is
 * @param middle where the line is
 * @param bars the hours
 * @param most the longest bar, in words
 * @param first the first hour, in words
 * @param last the last hour, in words
 */
public record HourBars(
    int width, int height, int middle, List<Bar> bars, String most, String first, String last) {
  private static final int WIDTH = 1160;
  private static final int HALF = 90;

  /**
   * An hour.
   *
   * @param x where it begins
   * @param width how wide it is
   * @param out how high above the line
   * @param in how deep below it
   * @param title its figures, in words
   */
  public record Bar(double x, double width, int out, int in, String title) {}

  /** The picture; null where the answer has no hours. */
  static @Nullable HourBars of(Answer answer) {
    Table hours =
        answer.tables().stream()
            .filter(table -> table.name().equals("hours"))
            .findFirst()
            .orElse(null);
    if (hours == null || hours.rows().isEmpty()) {
      return null;
    }
    int out = hours.column("bytes_out");
    int in = hours.column("bytes_in");
    long most = 1;
    for (List<@Nullable Object> row : hours.rows()) {
      most = Math.max(most, Math.max(number(row, out), number(row, in)));
    }
    Instant first = (Instant) Objects.requireNonNull(hours.rows().getFirst().getFirst());
    Instant last = (Instant) Objects.requireNonNull(hours.rows().getLast().getFirst());
    double step = (double) WIDTH / (Duration.between(first, last).toHours() + 1);
    List<Bar> bars = new ArrayList<>();
    for (List<@Nullable Object> row : hours.rows()) {
      Instant hour = (Instant) Objects.requireNonNull(row.getFirst());
      bars.add(
          new Bar(
              Duration.between(first, hour).toHours() * step,
              Math.min(Math.max(1, step - 2), 60),
              height(number(row, out), most),
              height(number(row, in), most),
              "%s: %s out, %s in"
                  .formatted(
                      UtcTime.of(hour),
                      Numbers.size(number(row, out)),
                      Numbers.size(number(row, in)))));
    }
    return new HourBars(
        WIDTH,
        2 * HALF + 10,
        HALF + 5,
        bars,
        Numbers.size(most),
        UtcTime.of(first),
        UtcTime.of(last));
  }

  private static long number(List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Long number ? number : 0;
  }

  private static int height(long bytes, long most) {
    return bytes == 0 ? 0 : Math.max(1, (int) Math.round((double) bytes / most * HALF));
  }
}
