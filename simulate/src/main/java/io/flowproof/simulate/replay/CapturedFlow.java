package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection, or one direction of one, as a flow capture summed it up.
 *
 * @param start when it began, in microseconds
 * @param duration how long it lasted, in microseconds
 * @param client who sent {@code there}
 * @param clientPort its port
 * @param server who sent {@code back}
 * @param serverPort its port
 * @param protocol the IANA number
 * @param there what the client sent
 * @param back what the server sent
 * @param clientClosedFirst whether the client's FIN came before the server's
 * @param label what the capture says that it is, or null
 * @param source the file and the line
 */
record CapturedFlow(
    long start,
    long duration,
    IpAddress client,
    int clientPort,
    IpAddress server,
    int serverPort,
    int protocol,
    Side there,
    Side back,
    boolean clientClosedFirst,
    @Nullable String label,
    String source) {

  /**
   * What one side sent.
   *
   * @param packets how many packets
   * @param bytes their bytes, IP headers included
   * @param syn whether it opened or answered an opening
   * @param answers whether its SYN had an ACK
   * @param fin whether it said that it was done
   * @param rst whether it broke off
   */
  record Side(long packets, long bytes, boolean syn, boolean answers, boolean fin, boolean rst) {
    static Side of(long packets, long bytes) {
      return new Side(packets, bytes, false, false, false, false);
    }
  }

  CapturedFlow with(Side newThere) {
    return new CapturedFlow(
        start,
        duration,
        client,
        clientPort,
        server,
        serverPort,
        protocol,
        newThere,
        back,
        clientClosedFirst,
        label,
        source);
  }

  /** The same at another time. */
  CapturedFlow shifted(long micros) {
    return new CapturedFlow(
        start + micros,
        duration,
        client,
        clientPort,
        server,
        serverPort,
        protocol,
        there,
        back,
        clientClosedFirst,
        label,
        source);
  }
}
