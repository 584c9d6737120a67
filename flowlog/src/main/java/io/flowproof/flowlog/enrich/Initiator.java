package io.flowproof.flowlog.enrich;

/**
 * Who opened the connection that a record belongs to, as far as the record alone tells.
 *
 * <ol>
 *   <li>TCP flags (AWS, "Flow log records", tcp-flags: values are OR-ed over the window, SYN is 2,
 *       SYN-ACK is 18, ACK alone is not recorded): SYN without the SYN-ACK bit was sent by the
 *       opener, so the source opened; SYN-ACK was sent by the one who was called, so the
 *       destination opened. Transit Gateway records do record ACK (16), so 18 may be an opener's
 *       SYN and later ACKs: there, only SYN without ACK tells.
 *   <li>For TCP and UDP, ports: one side at a known service port or below 1024, the other at 32768
 *       or above (the lowest ephemeral port of Linux; Windows starts at 49152): the high side
 *       opened.
 *   <li>Otherwise unknown. A later window of a connection (flags 0, FIN, RST) is not guessed here.
 * </ol>
 */
public enum Initiator {
  /** The record's source opened the connection. */
  SOURCE("source"),
  /** The record's destination opened the connection. */
  DESTINATION("destination"),
  /** The record alone does not tell. */
  UNKNOWN("unknown");

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SYN = 0x02;
  private static final int SYN_ACK = 0x12;
  private static final int LOWEST_EPHEMERAL = 32768;

  /** Registered ports from 1024 up whose servers are common in a VPC. */
  private static final int[] SERVICE_PORTS = {
    1080, 1194, 1433, 1434, 1521, 1723, 1812, 1813, 1883, 2049, 2375, 2376, 2379, 2380, 3000, 3128,
    3260, 3268, 3269, 3306, 3389, 4333, 4369, 4789, 5000, 5060, 5061, 5222, 5353, 5432, 5439, 5601,
    5671, 5672, 5900, 5901, 5938, 5985, 5986, 6379, 6443, 6514, 7001, 7077, 8000, 8008, 8080, 8081,
    8088, 8089, 8443, 8472, 8883, 8888, 9000, 9042, 9090, 9092, 9094, 9096, 9097, 9098, 9100, 9200,
    9300, 9418, 10250, 10255, 11211, 15672, 27017, 27018
  };

  private static final boolean[] IS_SERVICE = services();

  private final String text;

  Initiator(String text) {
    this.text = text;
  }

  private static boolean[] services() {
    boolean[] is = new boolean[65536];
    for (int port = 1; port < 1024; port++) {
      is[port] = true;
    }
    for (int port : SERVICE_PORTS) {
      is[port] = true;
    }
    return is;
  }

  /** The value of the column {@code initiator}. */
  public String text() {
    return text;
  }

  /**
   * The rule above; every argument is -1 where the record has no value.
   *
   * @param recordsAck true for Transit Gateway records, whose flags hold ACK
   */
  public static Initiator of(
      int protocol, int flags, int sourcePort, int destinationPort, boolean recordsAck) {
    if (flags > 0 && (protocol == TCP || protocol < 0)) {
      int syn = flags & SYN_ACK;
      if (syn == SYN) {
        return SOURCE;
      }
      if (syn == SYN_ACK && !recordsAck) {
        return DESTINATION;
      }
    }
    if ((protocol == TCP || protocol == UDP) && sourcePort >= 0 && destinationPort >= 0) {
      if (sourcePort >= LOWEST_EPHEMERAL && IS_SERVICE[destinationPort]) {
        return SOURCE;
      }
      if (destinationPort >= LOWEST_EPHEMERAL && IS_SERVICE[sourcePort]) {
        return DESTINATION;
      }
    }
    return UNKNOWN;
  }
}
