package io.flowproof.detection.pack;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Five cron fields as Splunk reads them: minute, hour, day of month, month, day of week. */
record Cron(List<BitSet> fields) {
  private static final Pattern PART =
      Pattern.compile("(?:\\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?");
  private static final int[] FIRST = {0, 0, 1, 1, 0};
  private static final int[] LAST = {59, 23, 31, 12, 7};

  /** Four weeks that begin on a Monday: enough to see whether the ticks are even. */
  private static final LocalDateTime FROM = LocalDateTime.of(2024, 1, 1, 0, 0);

  private static final int DAYS = 28;

  /** The fields of the text; empty when it is not a cron expression of digits. */
  static Optional<Cron> parse(String text) {
    String[] parts = text.strip().split("\\s+");
    if (parts.length != FIRST.length) {
      return Optional.empty();
    }
    BitSet[] fields = new BitSet[FIRST.length];
    for (int i = 0; i < fields.length; i++) {
      BitSet field = new BitSet();
      for (String part : parts[i].split(",", -1)) {
        if (!add(part, FIRST[i], LAST[i], field)) {
          return Optional.empty();
        }
      }
      fields[i] = field;
    }
    return Optional.of(new Cron(List.of(fields)));
  }

  private static boolean add(String part, int first, int last, BitSet field) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      return false;
    }
    int from = matcher.group(1) == null ? first : Integer.parseInt(matcher.group(1));
    int to = last;
    if (matcher.group(2) != null) {
      to = Integer.parseInt(matcher.group(2));
    } else if (matcher.group(1) != null && matcher.group(3) == null) {
      to = from;
    }
    int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
    if (from < first || to > last || to < from || step == 0) {
      return false;
    }
    for (int value = from; value <= to; value += step) {
      field.set(value);
    }
    return true;
  }

  /** The time between any two neighbouring ticks; empty when it is not always the same. */
  Optional<Duration> interval() {
    LocalDateTime before = null;
    Duration interval = null;
    LocalDateTime end = FROM.plusDays(DAYS);
    for (LocalDateTime at = FROM; at.isBefore(end); at = at.plusMinutes(1)) {
      if (!ticks(at)) {
        continue;
      }
      if (before != null) {
        Duration gap = Duration.between(before, at);
        if (interval != null && !interval.equals(gap)) {
          return Optional.empty();
        }
        interval = gap;
      }
      before = at;
    }
    return Optional.ofNullable(interval);
  }

  private boolean ticks(LocalDateTime at) {
    DayOfWeek day = at.getDayOfWeek();
    BitSet days = fields.get(4);
    return fields.get(0).get(at.getMinute())
        && fields.get(1).get(at.getHour())
        && fields.get(2).get(at.getDayOfMonth())
        && fields.get(3).get(at.getMonthValue())
        && (days.get(day.getValue()) || (day == DayOfWeek.SUNDAY && days.get(0)));
  }

  /** The plain way to say "at every tick of this"; empty when cron cannot say it. */
  static Optional<String> of(Duration every) {
    long minutes = every.toMinutes();
    long hours = every.toHours();
    if (minutes < 60 && 60 % minutes == 0) {
      return Optional.of(minutes == 1 ? "* * * * *" : "*/" + minutes + " * * * *");
    }
    if (minutes % 60 == 0 && hours < 24 && 24 % hours == 0) {
      return Optional.of(hours == 1 ? "0 * * * *" : "0 */" + hours + " * * *");
    }
    return every.equals(Duration.ofDays(1)) ? Optional.of("0 0 * * *") : Optional.empty();
  }
}
