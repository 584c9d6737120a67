package io.flowproof.detection.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a rule of a bucket's lifecycle (S3 API reference, {@code LifecycleRule}): both the form
 * with a filter and the old one with a prefix.
 */
final class LifecycleRule {
  private LifecycleRule() {}

  static BucketSetting.Rule of(JsonNode node) {
    JsonNode filter = node.path("Filter");
    JsonNode and = filter.path("And");
    String prefix =
        filter.path("Prefix").asText(and.path("Prefix").asText(node.path("Prefix").asText("")));
    boolean narrowed =
        filter.has("Tag")
            || filter.has("ObjectSizeGreaterThan")
            || filter.has("ObjectSizeLessThan")
            || !and.path("Tags").isEmpty()
            || and.has("ObjectSizeGreaterThan")
            || and.has("ObjectSizeLessThan");
    JsonNode expiration = node.path("Expiration");
    Optional<Instant> date =
        expiration.has("Date")
            ? Optional.ofNullable(InventoryReader.time(expiration.path("Date")))
            : Optional.empty();
    return new BucketSetting.Rule(
        node.path("ID").asText(""),
        prefix,
        narrowed,
        days(expiration, "Days"),
        date,
        days(node.path("NoncurrentVersionExpiration"), "NoncurrentDays"));
  }

  private static Optional<Integer> days(JsonNode node, String name) {
    return node.path(name).isNumber() ? Optional.of(node.path(name).asInt()) : Optional.empty();
  }
}
