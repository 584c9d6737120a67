package io.flowproof.simulate.record;

/**
 * TCP flags as they are in packets, and what flow logs make of them (Amazon VPC User Guide, "Flow
 * log records", tcp-flags): FIN 1, SYN 2, RST 4 and SYN-ACK 18 count, ACK and PSH alone do not.
 */
public final class TcpFlags {
  /** No flags, and all that other protocols have. */
  public static final int NONE = 0;

  /** The sender is done. */
  public static final int FIN = 1;

  /** The sender opens the connection. */
  public static final int SYN = 2;

  /** The connection is broken off. */
  public static final int RST = 4;

  /** Data to be passed on at once. */
  public static final int PSH = 8;

  /** An acknowledgment, in every packet but the first. */
  public static final int ACK = 16;

  /** Urgent data. */
  public static final int URG = 32;

  /** All of them. */
  static final int ALL = 63;

  private static final int SUPPORTED = FIN | SYN | RST;
  private static final int TRANSIT_SUPPORTED = SUPPORTED | PSH | ACK | URG;

  private TcpFlags() {}

  /** What packets with these flags add to a record of a network interface. */
  static int ofInterface(int packetFlags) {
    int synAck = SYN | ACK;
    return (packetFlags & SUPPORTED) | ((packetFlags & synAck) == synAck ? ACK : 0);
  }

  /** What the flags of all packets together are in a record of a transit gateway. */
  static int ofTransitGateway(int packetFlags) {
    int supported = packetFlags & TRANSIT_SUPPORTED;
    return supported == ACK ? 0 : supported;
  }

  /** True for a packet that no connection has: AWS then shows no flags. */
  static boolean isInvalid(int packetFlags) {
    return Integer.bitCount(packetFlags & SUPPORTED) > 1;
  }
}
