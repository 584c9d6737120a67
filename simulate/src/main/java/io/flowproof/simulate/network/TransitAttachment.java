package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is attached to a transit gateway: a VPC, or a VPN.
 *
 * @param id {@code tgw-attach-…}
 * @param gateway the transit gateway's id
 * @param account the gateway's owner
 * @param region the gateway's region
 * @param vpc the attached VPC, or null for a VPN
 */
public record TransitAttachment(
    String id, String gateway, String account, String region, @Nullable Vpc vpc)
    implements RecordingPoint {

  @Override
  public boolean isNitro() {
    return true;
  }

  @Override
  public Map<FlowLogField, String> values() {
    return Map.of(
        FlowLogField.RESOURCE_TYPE, "TransitGateway",
        FlowLogField.ACCOUNT_ID, account,
        FlowLogField.TGW_ID, gateway,
        FlowLogField.TGW_ATTACHMENT_ID, id,
        FlowLogField.REGION, region);
  }
}
