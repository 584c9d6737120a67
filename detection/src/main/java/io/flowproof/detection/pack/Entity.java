package io.flowproof.detection.pack;

import io.flowproof.core.schema.FlowLogField;
import org.jspecify.annotations.Nullable;

/**
 * What a finding is about. The results of KQL and SPL are compared by entities, normalised by type.
 *
 * @param name the role that it plays, such as {@code source}
 * @param type what it is
 * @param flow the field of the flow table that holds it, or null (a country has none)
 * @param kql the result column of the KQL text that holds it; null only without a KQL text
 * @param spl the result field of the SPL text that holds it; null only without an SPL text
 */
public record Entity(
    String name,
    Type type,
    @Nullable FlowLogField flow,
    @Nullable String kql,
    @Nullable String spl) {

  /** What an entity is: values are normalised by it. */
  public enum Type {
    /** An IPv4 or IPv6 address. */
    IP,
    /** A port number. */
    PORT,
    /** An IANA protocol number. */
    PROTOCOL,
    /** A network interface. */
    INTERFACE,
    /** An instance. */
    INSTANCE,
    /** An account. */
    ACCOUNT,
    /** A VPC. */
    VPC,
    /** A subnet. */
    SUBNET,
    /** A country, by code or by name. */
    COUNTRY,
    /** Anything else, compared as text. */
    TEXT
  }
}
