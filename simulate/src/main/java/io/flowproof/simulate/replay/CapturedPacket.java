package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;

/**
 * A packet.
 *
 * @param time when it was captured, in microseconds
 * @param src who sent it
 * @param srcPort the port, 0 for protocols without
 * @param dst whom it was sent to
 * @param dstPort the port, 0 for protocols without
 * @param protocol the IANA number
 * @param bytes its length, IP header included
 * @param tcpFlags its flags
 */
record CapturedPacket(
    long time,
    IpAddress src,
    int srcPort,
    IpAddress dst,
    int dstPort,
    int protocol,
    long bytes,
    int tcpFlags) {}
