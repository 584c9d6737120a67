package io.flowproof.flowlog.asset;

import org.jspecify.annotations.Nullable;

/**
 * A network of the user's in AWS, as it was described last.
 *
 * @param id {@code subnet-…}; for a network of a VPC that no subnet covers, {@code vpc-…}
 * @param name the tag {@code Name}, or null
 * @param cidr its network
 * @param vpcId {@code vpc-…}
 * @param account the account that owns it, or null
 */
public record Subnet(
    String id, @Nullable String name, String cidr, String vpcId, @Nullable String account) {}
