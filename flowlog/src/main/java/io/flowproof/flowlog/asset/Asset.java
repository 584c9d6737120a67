package io.flowproof.flowlog.asset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a network interface, as AWS described it at one time.
 *
 * @param kind what it is
 * @param id its id, as near to the thing as AWS says: {@code i-…}, {@code nat-…}, {@code vpce-…}, a
 *     load balancer's {@code app/NAME/ID}; the interface's own id where AWS says no more
 * @param name the tag {@code Name} of the instance or else of the interface, or the name in the
 *     interface's description; null where there is none
 * @param interfaceId {@code eni-…}
 * @param account the account that owns it, or null
 * @param vpcId {@code vpc-…}, or null
 * @param subnetId {@code subnet-…}, or null
 * @param zone the availability zone, or null
 * @param instanceId the instance that the interface is attached to, or null
 * @param role the ARN of the instance's profile, whose role CloudTrail shows at work, or null
 * @param securityGroups {@code sg-…}
 * @param addresses all addresses, in canonical text, and delegated prefixes in CIDR form: private
 *     ones first, the primary one at the front
 * @param tags those of the instance and of the interface; where both have one, the instance's
 */
public record Asset(
    AssetKind kind,
    String id,
    @Nullable String name,
    String interfaceId,
    @Nullable String account,
    @Nullable String vpcId,
    @Nullable String subnetId,
    @Nullable String zone,
    @Nullable String instanceId,
    @Nullable String role,
    List<String> securityGroups,
    List<String> addresses,
    Map<String, String> tags) {

  /** Copies the lists and the map. */
  public Asset {
    securityGroups = List.copyOf(securityGroups);
    addresses = List.copyOf(addresses);
    tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** Who answers for it: the tag {@code Owner}, in any case, else null. */
  public @Nullable String owner() {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase("owner"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** True for the same thing behind the same interface, whatever its name and addresses. */
  boolean isSame(Asset other) {
    return interfaceId.equals(other.interfaceId) && kind == other.kind && id.equals(other.id);
  }
}
