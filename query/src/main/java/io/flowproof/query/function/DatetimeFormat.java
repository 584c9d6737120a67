package io.flowproof.query.function;

import io.flowproof.core.time.Ticks;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Kusto's {@code format_datetime()}: runs of {@code y M d h H m s f F t} are parts of the time, all
 * else stands for itself. Source: Kusto documentation, format_datetime(), supported formats.
 */
final class DatetimeFormat {
  private static final int MOST = 200;

  private DatetimeFormat() {}

  static String format(long ticks, String format) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(ticks - Ticks.UNIX_EPOCH, Ticks.PER_SECOND), 0, ZoneOffset.UTC);
    String pattern = format.substring(0, Math.min(MOST, format.length()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); ) {
      char letter = pattern.charAt(i);
      int run = i;
      while (run < pattern.length() && pattern.charAt(run) == letter) {
        run++;
      }
      text.append(part(letter, run - i, time, Math.floorMod(ticks, Ticks.PER_SECOND)));
      i = run;
    }
    return text.toString();
  }

  private static String part(char letter, int width, LocalDateTime time, long fraction) {
    return switch (letter) {
      case 'y' -> padded(width <= 2 ? time.getYear() % 100 : time.getYear(), width);
      case 'M' -> padded(time.getMonthValue(), width);
      case 'd' -> padded(time.getDayOfMonth(), width);
      case 'H' -> padded(time.getHour(), width);
      case 'h' -> padded((time.getHour() + 11) % 12 + 1, width);
      case 'm' -> padded(time.getMinute(), width);
      case 's' -> padded(time.getSecond(), width);
      case 'f' -> "%07d".formatted(fraction).substring(0, Math.min(width, 7));
      case 'F' -> "%07d".formatted(fraction).substring(0, Math.min(width, 7)).replaceAll("0+$", "");
      case 't' -> time.getHour() < 12 ? "AM" : "PM";
      default -> String.valueOf(letter).repeat(width);
    };
  }

  private static String padded(int value, int width) {
    String digits = Integer.toString(value);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
