package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one direction of a connection as one recording point sees them: what a record of them
 * shows. Ports are 0 for protocols without.
 *
 * @param point where
 * @param ingress whether they come in there
 * @param protocol the IANA number
 * @param src the source as recorded
 * @param dst the destination as recorded
 * @param srcPort the source port
 * @param dstPort the destination port
 * @param pktSrc the source in the packets
 * @param pktDst the destination in the packets
 * @param path the value of {@code traffic-path}, or 0 for none
 * @param srcService the AWS service of {@code pktSrc}, or null
 * @param dstService the AWS service of {@code pktDst}, or null
 * @param verdict whether they pass
 * @param trackedOnly whether they pass for being an answer only: once their connection is not
 *     tracked any more, the security group rejects them
 * @param encryption the value of {@code encryption-status}, or -1 for none
 * @param loss why a transit gateway loses them here, or null
 * @param mtu the largest packets that pass here, in bytes; 0 for any
 * @param more further values: next hops, and what transit gateways record
 */
public record Step(
    RecordingPoint point,
    boolean ingress,
    int protocol,
    IpAddress src,
    IpAddress dst,
    int srcPort,
    int dstPort,
    IpAddress pktSrc,
    IpAddress pktDst,
    int path,
    @Nullable String srcService,
    @Nullable String dstService,
    Verdict verdict,
    boolean trackedOnly,
    int encryption,
    @Nullable TransitLoss loss,
    int mtu,
    Map<FlowLogField, String> more) {

  /** True where they end here. */
  boolean isLast() {
    return verdict.isRejected() || loss != null;
  }
}
