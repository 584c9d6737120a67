package io.flowproof.simulate.deliver;

import io.flowproof.simulate.record.Period;

/**
 * When AWS delivers: typically 5 minutes after a window to CloudWatch Logs and 10 to S3, sometimes
 * later ("Flow log records" and "Flow logs basics": best effort). Delays are drawn from a seed.
 *
 * @param seed what delays are drawn from
 * @param lateShare which share of the windows comes much later than the rest, 0 to 1
 */
public record Delivery(long seed, double lateShare) {
  /** One window of 500 late. */
  public static final Delivery USUAL = new Delivery(0, 0.002);

  private static final long MINUTE = 60 * Period.SECOND;

  /** Whether the window of an interface comes late. */
  boolean isLate(String point, long windowEnd) {
    return share(point.hashCode(), windowEnd) < lateShare;
  }

  /** How much later than the end of the window CloudWatch Logs has it. */
  long toCloudWatch(String point, long windowEnd) {
    double share = share(point.hashCode() + 1L, windowEnd);
    long usual = 2 * MINUTE + (long) (share * 5 * MINUTE);
    return isLate(point, windowEnd) ? usual + lateBy(share) : usual;
  }

  /** How much later than the last window that belongs to an object S3 has it. */
  long toS3(long slot, boolean late) {
    double share = share(late ? 3 : 2, slot);
    long usual = 4 * MINUTE + (long) (share * 4 * MINUTE);
    return late ? usual + lateBy(share) : usual;
  }

  private static long lateBy(double share) {
    return 20 * MINUTE + (long) (share * 60 * MINUTE);
  }

  /** The last part of an object's name: eight hex digits. */
  String hash(String log, long slot, int part) {
    long mixed = mixed(log.hashCode() * 31L + part, slot);
    return "%08x".formatted(mixed & 0xffff_ffffL);
  }

  private double share(long what, long time) {
    return (mixed(what, time) >>> 11) * 0x1.0p-53;
  }

  private long mixed(long what, long time) {
    long z = seed * 0x9e3779b97f4a7c15L + what * 0xbf58476d1ce4e5b9L + time;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
