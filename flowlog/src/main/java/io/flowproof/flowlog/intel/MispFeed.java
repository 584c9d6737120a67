package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events of MISP (the MISP core format): one, a list, or the answer of a search. Attributes that
 * are not meant for detection ({@code to_ids} false) are left out, and so are deleted ones.
 */
final class MispFeed {
  private MispFeed() {}

  static boolean isMisp(JsonNode root) {
    JsonNode one = root.isArray() ? root.path(0) : root;
    return one.has("Event") || one.has("response") || one.has("Attribute");
  }

  static IndicatorFile read(String feed, JsonNode root) {
    IndicatorFile.Builder file = new IndicatorFile.Builder();
    events(feed, root, file);
    return file.build();
  }

  private static void events(String feed, JsonNode node, IndicatorFile.Builder file) {
    if (node.isArray()) {
      node.forEach(one -> events(feed, one, file));
    } else if (node.has("response")) {
      events(feed, node.get("response"), file);
    } else if (node.has("Event")) {
      event(feed, node.get("Event"), file);
    } else {
      event(feed, node, file);
    }
  }

  private static void event(String feed, JsonNode event, IndicatorFile.Builder file) {
    List<String> tags = new ArrayList<>();
    event.path("Tag").forEach(tag -> tags.add(tag.path("name").asText()));
    String source = event.path("Orgc").path("name").asText(feed);
    event.path("Attribute").forEach(one -> attribute(source, event, one, tags, file));
    event
        .path("Object")
        .forEach(
            object ->
                object.path("Attribute").forEach(one -> attribute(source, event, one, tags, file)));
  }

  private static void attribute(
      String source,
      JsonNode event,
      JsonNode attribute,
      List<String> eventTags,
      IndicatorFile.Builder file) {
    String place =
        "event '%s', attribute %s"
            .formatted(event.path("info").asText(), attribute.path("uuid").asText("without uuid"));
    String value = attribute.path("value").asText();
    if (attribute.path("deleted").asBoolean(false)) {
      file.leaveOut("deleted", place, value);
      return;
    }
    if (!attribute.path("to_ids").asBoolean(true)) {
      file.leaveOut("not meant for detection (to_ids is false)", place, value);
      return;
    }
    Optional<Observable> observable = observable(attribute);
    if (observable.isEmpty()) {
      file.leaveOut(
          "no address, network, domain, URL or hash",
          place,
          attribute.path("type").asText() + " " + value);
      return;
    }
    List<String> tags = new ArrayList<>(eventTags);
    attribute.path("Tag").forEach(tag -> tags.add(tag.path("name").asText()));
    String comment = attribute.path("comment").asText();
    file.add(
        place,
        new Draft(source, observable.get())
            .id(text(attribute, "uuid"))
            .about(comment.isBlank() ? text(event, "info") : comment)
            .validFrom(file.time(place, "first_seen", text(attribute, "first_seen")))
            .created(file.time(place, "date", text(event, "date")))
            .modified(unixTime(attribute.path("timestamp")))
            .threatType(text(attribute, "category"))
            .tags(tags)
            .tlp(tags.stream().filter(tag -> tag.startsWith("tlp:")).findFirst().orElse(null))
            .indicator());
  }

  /** Of a composite value ({@code ip-dst|port}, {@code domain|ip}) the first part. */
  private static Optional<Observable> observable(JsonNode attribute) {
    String type = attribute.path("type").asText();
    String value = attribute.path("value").asText();
    if (type.contains("|")) {
      int part = type.startsWith("filename|") ? value.indexOf('|') + 1 : 0;
      int end = value.indexOf('|', part);
      value = value.substring(part, end < 0 ? value.length() : end);
    }
    Observable.Side side =
        type.startsWith("ip-src")
            ? Observable.Side.SOURCE
            : type.startsWith("ip-dst") ? Observable.Side.DESTINATION : Observable.Side.ANY;
    return switch (type.replaceFirst("\\|.*", "")) {
      case "ip-src",
          "ip-dst",
          "domain",
          "hostname",
          "url",
          "md5",
          "sha1",
          "sha256",
          "sha512",
          "filename",
          "email-src",
          "email-dst" ->
          Observable.of(value, side);
      default -> Optional.empty();
    };
  }

  private static @Nullable Instant unixTime(JsonNode node) {
    return node.asLong() > 0 ? Instant.ofEpochSecond(node.asLong()) : null;
  }

  private static @Nullable String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
  }
}
