package io.flowproof.simulate.record;

/**
 * Packets of one direction of a connection with the same TCP flags, evenly spread over a time; a
 * single packet is a group too. Times are microseconds since 1970-01-01 UTC.
 *
 * @param forward whether the client sent them
 * @param first when the first one came
 * @param last when the last one came
 * @param packets how many, at least 1
 * @param bytes their bytes, IP headers included
 * @param tcpFlags the flags of each, see {@link TcpFlags}
 */
public record PacketGroup(
    boolean forward, long first, long last, long packets, long bytes, int tcpFlags) {

  /** Checks that the numbers can be. */
  public PacketGroup {
    if (packets < 1 || bytes < 0 || last < first) {
      throw new IllegalArgumentException(
          "Invalid packet group: %d packets, %d bytes, %d to %d"
              .formatted(packets, bytes, first, last));
    }
  }

  /** One packet. */
  public static PacketGroup packet(boolean forward, long at, long bytes, int tcpFlags) {
    return new PacketGroup(forward, at, at, 1, bytes, tcpFlags);
  }

  /** How many of them come before that time. */
  long packetsBefore(long micros) {
    if (micros <= first) {
      return 0;
    }
    if (micros > last) {
      return packets;
    }
    if (packets == 1) {
      return 1;
    }
    // The largest k with time(k - 1) < micros; the estimate is off by one at most.
    long k = (long) ((double) (micros - first) / (last - first) * (packets - 1)) + 1;
    k = Math.clamp(k, 1, packets);
    while (k > 1 && time(k - 1) >= micros) {
      k--;
    }
    while (k < packets && time(k) < micros) {
      k++;
    }
    return k;
  }

  /** When the packet of that number, counted from 0, comes. */
  long time(long number) {
    if (packets == 1) {
      return first;
    }
    if (number == packets - 1) {
      return last;
    }
    return first + (long) ((double) (last - first) / (packets - 1) * number);
  }

  /** The bytes of so many of them. */
  long bytesOf(long count) {
    return bytes / packets * count + (long) ((double) (bytes % packets) / packets * count);
  }

  /**
   * The packets before a time and those from it on; one of both is null when it has none.
   *
   * @return two groups
   */
  public PacketGroup[] partedAt(long micros) {
    long before = packetsBefore(micros);
    if (before == 0 || before == packets) {
      return new PacketGroup[] {this};
    }
    long some = bytesOf(before);
    return new PacketGroup[] {
      new PacketGroup(forward, first, time(before - 1), before, some, tcpFlags),
      new PacketGroup(forward, time(before), last, packets - before, bytes - some, tcpFlags)
    };
  }
}
