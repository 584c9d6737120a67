package io.flowproof.simulate.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transit gateway with its attachments and their interfaces, one for each Availability Zone. */
public final class TransitGateway {
  private final String id;
  private final List<Eni> enis = new ArrayList<>();
  private final List<TransitAttachment> attachments = new ArrayList<>();

  /** Creates a gateway that nothing is attached to. */
  public TransitGateway(String id) {
    this.id = id;
  }

  /** {@code tgw-…}. */
  public String id() {
    return id;
  }

  /** Attaches a VPC or, without one, a VPN. */
  public void attach(TransitAttachment attachment, List<Eni> interfaces) {
    attachments.add(attachment);
    enis.addAll(interfaces);
  }

  /** Everything that is attached. */
  public List<TransitAttachment> attachments() {
    return List.copyOf(attachments);
  }

  /** The attachment of a VPC, or of the VPN for null; null when there is none. */
  @Nullable TransitAttachment attachment(@Nullable Vpc vpc) {
    for (TransitAttachment attachment : attachments) {
      if (java.util.Objects.equals(attachment.vpc(), vpc)) {
        return attachment;
      }
    }
    return null;
  }

  /** The interface in a VPC, of that zone where there is one there; null when there is none. */
  @Nullable Eni eni(Vpc vpc, String azId) {
    Eni any = null;
    for (Eni eni : enis) {
      if (eni.vpc().equals(vpc)) {
        if (eni.subnet().azId().equals(azId)) {
          return eni;
        }
        any = any == null ? eni : any;
      }
    }
    return any;
  }
}
