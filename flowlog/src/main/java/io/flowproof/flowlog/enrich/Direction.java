package io.flowproof.flowlog.enrich;

/**
 * Where a flow goes, seen from the VPC. The addresses decide wherever they can, so that one flow
 * has one direction whether its log format holds {@code flow-direction} or not:
 *
 * <ul>
 *   <li>source outside, destination inside: inbound; the other way round: outbound;
 *   <li>both inside: internal;
 *   <li>both outside (a VPC with public ranges): {@code flow-direction} decides, ingress is inbound
 *       and egress is outbound; without it, external.
 * </ul>
 *
 * What is inside says {@link InternalNetworks}. {@code srcaddr} and {@code dstaddr} are looked at,
 * which every version has, not the {@code pkt-} addresses.
 */
public enum Direction {
  /** From outside to inside. */
  INBOUND("inbound"),
  /** From inside to outside. */
  OUTBOUND("outbound"),
  /** Both ends inside. */
  INTERNAL("internal"),
  /** Both ends outside, and no flow-direction that tells. */
  EXTERNAL("external");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** The value of the column {@code direction}. */
  public String text() {
    return text;
  }

  /** The rule above; ingress and egress are both false where the log does not tell. */
  public static Direction of(
      boolean sourceInside, boolean destinationInside, boolean ingress, boolean egress) {
    if (sourceInside != destinationInside) {
      return sourceInside ? OUTBOUND : INBOUND;
    }
    if (sourceInside) {
      return INTERNAL;
    }
    return ingress ? INBOUND : egress ? OUTBOUND : EXTERNAL;
  }
}
