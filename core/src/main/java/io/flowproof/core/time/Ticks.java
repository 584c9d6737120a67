package io.flowproof.core.time;

import java.time.Instant;

/**
 * Time as Kusto counts it: a {@code long} of 100 ns ticks. A datetime counts from 0001-01-01
 * 00:00:00 UTC (proleptic Gregorian, no leap seconds), a timespan is a plain number of ticks. Both
 * languages are lowered to these, because no engine's own types hold Kusto's range and precision.
 */
public final class Ticks {
  /** Ticks in a microsecond. */
  public static final long PER_MICROSECOND = 10;

  /** Ticks in a millisecond. */
  public static final long PER_MILLISECOND = 10_000;

  /** Ticks in a second. */
  public static final long PER_SECOND = 10_000_000;

  /** Ticks in a minute. */
  public static final long PER_MINUTE = 60 * PER_SECOND;

  /** Ticks in an hour. */
  public static final long PER_HOUR = 60 * PER_MINUTE;

  /** Ticks in a day of 24 hours. */
  public static final long PER_DAY = 24 * PER_HOUR;

  /** The datetime 1970-01-01 00:00:00 UTC. */
  public static final long UNIX_EPOCH = 621_355_968_000_000_000L;

  /** The latest datetime, 9999-12-31 23:59:59.9999999. */
  public static final long MAX_DATETIME = 3_155_378_975_999_999_999L;

  private Ticks() {}

  /** The datetime of an instant; what lies below 100 ns is cut off. */
  public static long of(Instant instant) {
    return Math.addExact(
        UNIX_EPOCH,
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 100));
  }

  /** The instant of a datetime. */
  public static Instant toInstant(long datetime) {
    long sinceEpoch = datetime - UNIX_EPOCH;
    return Instant.ofEpochSecond(
        Math.floorDiv(sinceEpoch, PER_SECOND), Math.floorMod(sinceEpoch, PER_SECOND) * 100);
  }

  /** The datetime of microseconds since 1970-01-01 UTC. */
  public static long ofEpochMicros(long micros) {
    return Math.addExact(UNIX_EPOCH, Math.multiplyExact(micros, PER_MICROSECOND));
  }
}
