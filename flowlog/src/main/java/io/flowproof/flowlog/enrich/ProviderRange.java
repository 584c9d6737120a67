package io.flowproof.flowlog.enrich;

import org.jspecify.annotations.Nullable;

/**
 * A network that a provider publishes as its own.
 *
 * @param provider who, {@code AWS}
 * @param network in CIDR form
 * @param service what for, {@code S3}; {@code AMAZON} is AWS's word for all that it has
 * @param region where, {@code us-east-1} or {@code GLOBAL}; null where it is not said
 */
public record ProviderRange(
    String provider, String network, @Nullable String service, @Nullable String region) {}
