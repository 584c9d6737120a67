package io.flowproof.detection.example;

/**
 * A conversation of two addresses, from which the records of an interface follow.
 *
 * @param from who opened it
 * @param to who answers
 * @param protocol IANA number
 * @param start Unix seconds of the first packet
 * @param seconds how long it lasts, at least 1
 * @param sent bytes from {@code from} to {@code to}
 * @param received bytes back; 0 when nothing came back
 * @param accepted false when the security group or network ACL refused it
 */
record Talk(
    End from,
    End to,
    int protocol,
    long start,
    int seconds,
    long sent,
    long received,
    boolean accepted) {

  /** An address and a port. */
  record End(String address, int port) {}

  /** An accepted TCP conversation. */
  static Talk tcp(End from, End to, long start, int seconds, long sent, long received) {
    return new Talk(from, to, 6, start, seconds, sent, received, true);
  }

  /** A question and its answer over UDP. */
  static Talk udp(End from, End to, long start, long sent, long received) {
    return new Talk(from, to, 17, start, 1, sent, received, true);
  }

  /** One packet that nobody answers, accepted or refused. */
  static Talk probe(End from, End to, int protocol, long start, boolean accepted) {
    return new Talk(from, to, protocol, start, 1, protocol == 6 ? 44 : 60, 0, accepted);
  }

  /** Unix seconds of the last packet. */
  long end() {
    return start + seconds - 1;
  }

  /** The same conversation between other ends, as the far side of a translation sees it. */
  Talk between(End otherFrom, End otherTo) {
    return new Talk(otherFrom, otherTo, protocol, start, seconds, sent, received, accepted);
  }
}
