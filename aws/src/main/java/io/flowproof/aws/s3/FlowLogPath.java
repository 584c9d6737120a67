package io.flowproof.aws.s3;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a key stands in the layouts in which AWS delivers flow logs to a bucket (VPC User Guide,
 * "Publish flow logs to Amazon S3", and the guide of transit gateways): default, hourly, and
 * Hive-compatible with either name of the service's folder; below an organisation's folder too. A
 * path is read segment by segment; outside {@code AWSLogs/} every folder is looked into.
 */
final class FlowLogPath {
  private static final Pattern ACCOUNT = Pattern.compile("(?:aws-account-id=)?(\\d{12})");
  private static final Pattern SERVICE = Pattern.compile("(?:(?:aws-)?service=)?([a-z0-9-]+)");
  private static final Pattern REGION = Pattern.compile("(?:aws-region=)?([a-z]+(?:-[a-z]+)+-\\d)");
  private static final Pattern YEAR = Pattern.compile("(?:year=)?(\\d{4})");
  private static final Pattern PART = Pattern.compile("(?:month=|day=|hour=)?(\\d{2})");
  private static final Pattern FILE_TIME = Pattern.compile("_(\\d{8}T\\d{4}Z)_[^/]*$");
  private static final DateTimeFormatter FILE_TIME_FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm'Z'");

  /**
   * A file holds the records that end in the five minutes that begin at its name's time. A record
   * ends ten minutes after it begins at most, its times may be a minute off, and files may be
   * published early or late.
   */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final Duration AFTER = Duration.ofMinutes(20);

  /** How far a path was understood. */
  private enum Level {
    ABOVE,
    AWS_LOGS,
    ACCOUNT,
    SERVICE,
    REGION,
    YEAR,
    MONTH,
    DAY,
    HOUR
  }

  /**
   * What is asked for.
   *
   * @param accounts account ids; empty for all
   * @param regions region codes; empty for all
   * @param from only records that begin then or later
   * @param to only records that begin earlier
   */
  record Wanted(
      Set<String> accounts, Set<String> regions, Optional<Instant> from, Optional<Instant> to) {

    private boolean overlaps(Instant begin, Instant end) {
      return from.map(f -> end.isAfter(f.minus(BEFORE))).orElse(true)
          && to.map(t -> begin.isBefore(t.plus(AFTER))).orElse(true);
    }
  }

  private final Wanted wanted;

  FlowLogPath(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Whether anything that is wanted can lie below a folder (a prefix that ends with a slash). */
  boolean mayHold(String prefix) {
    Level level = Level.ABOVE;
    int[] date = {0, 1, 1, 0};
    for (String segment : List.of(prefix.split("/"))) {
      Optional<Level> next = next(level, segment, date);
      if (next.isEmpty()) {
        return false;
      }
      level = next.get();
    }
    try {
      return overlaps(level, date);
    } catch (DateTimeException e) {
      return true; // A day that no calendar has: whoever made that folder may know why.
    }
  }

  private boolean overlaps(Level level, int[] date) {
    return switch (level) {
      case YEAR -> overlaps(date, LocalDate.of(date[0], 1, 1).plusYears(1));
      case MONTH -> overlaps(date, LocalDate.of(date[0], date[1], 1).plusMonths(1));
      case DAY -> overlaps(date, LocalDate.of(date[0], date[1], date[2]).plusDays(1));
      case HOUR -> {
        LocalDateTime begin = LocalDateTime.of(date[0], date[1], date[2], date[3], 0);
        yield wanted.overlaps(utc(begin), utc(begin.plusHours(1)));
      }
      case ABOVE, AWS_LOGS, ACCOUNT, SERVICE, REGION -> true;
    };
  }

  private boolean overlaps(int[] date, LocalDate end) {
    return wanted.overlaps(
        utc(LocalDate.of(date[0], date[1], date[2]).atStartOfDay()), utc(end.atStartOfDay()));
  }

  private static Instant utc(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  /** The level below, or nothing where the segment is not wanted. */
  private Optional<Level> next(Level level, String segment, int[] date) {
    return switch (level) {
      case ABOVE -> Optional.of(segment.equals("AWSLogs") ? Level.AWS_LOGS : Level.ABOVE);
      case AWS_LOGS ->
          segment.startsWith("o-")
              ? Optional.of(Level.AWS_LOGS)
              : matched(ACCOUNT, segment)
                  .filter(a -> in(wanted.accounts(), a))
                  .map(a -> Level.ACCOUNT);
      case ACCOUNT ->
          matched(SERVICE, segment).filter("vpcflowlogs"::equals).map(s -> Level.SERVICE);
      case SERVICE ->
          matched(REGION, segment).filter(r -> in(wanted.regions(), r)).map(r -> Level.REGION);
      case REGION -> number(YEAR, segment, date, 0, 9999).map(y -> Level.YEAR);
      case YEAR -> number(PART, segment, date, 1, 12).map(m -> Level.MONTH);
      case MONTH -> number(PART, segment, date, 2, 31).map(d -> Level.DAY);
      case DAY -> number(PART, segment, date, 3, 23).map(h -> Level.HOUR);
      case HOUR -> Optional.of(Level.HOUR);
    };
  }

  private static boolean in(Set<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static Optional<String> matched(Pattern pattern, String segment) {
    Matcher matcher = pattern.matcher(segment);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<Integer> number(
      Pattern pattern, String segment, int[] date, int at, int most) {
    Optional<Integer> number =
        matched(pattern, segment).map(Integer::parseInt).filter(n -> n <= most);
    number.ifPresent(n -> date[at] = n);
    return number;
  }

  /** Whether a key is wanted, by the time in its name; a name without a time is. */
  boolean mayHoldRecords(String key) {
    Matcher matcher = FILE_TIME.matcher(key);
    if (!matcher.find()) {
      return true;
    }
    Instant slot = utc(LocalDateTime.parse(matcher.group(1), FILE_TIME_FORMAT));
    return wanted.overlaps(slot, slot.plus(BEFORE));
  }
}
