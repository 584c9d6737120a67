package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Indicators of STIX 2.1 (OASIS, section 4.7), in a bundle or one after the other. */
final class StixFeed {
  private StixFeed() {}

  static boolean isStix(JsonNode root) {
    return root.isArray()
        ? !root.isEmpty() && root.get(0).has("type") && root.get(0).has("id")
        : root.path("type").asText().equals("bundle")
            || root.path("type").asText().equals("indicator");
  }

  static IndicatorFile read(String feed, JsonNode root) {
    List<JsonNode> objects = new ArrayList<>();
    if (root.isArray()) {
      root.forEach(one -> addObjects(one, objects));
    } else {
      addObjects(root, objects);
    }
    Map<String, JsonNode> byId = new HashMap<>();
    objects.forEach(object -> byId.put(object.path("id").asText(), object));
    IndicatorFile.Builder file = new IndicatorFile.Builder();
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).path("type").asText().equals("indicator")) {
        String id = objects.get(i).path("id").asText();
        read("objects[%d] (%s)".formatted(i, id), feed, objects.get(i), byId, file);
      }
    }
    return file.build();
  }

  private static void addObjects(JsonNode node, List<JsonNode> objects) {
    if (node.path("type").asText().equals("bundle")) {
      node.path("objects").forEach(objects::add);
    } else {
      objects.add(node);
    }
  }

  private static void read(
      String place,
      String feed,
      JsonNode object,
      Map<String, JsonNode> byId,
      IndicatorFile.Builder file) {
    String pattern = object.path("pattern").asText();
    if (!object.path("pattern_type").asText("stix").equals("stix")) {
      file.leaveOut(
          "a pattern that is not STIX's",
          place + ", pattern_type",
          object.path("pattern_type").asText());
      return;
    }
    List<Observable> observables;
    try {
      observables = StixPattern.observables(pattern);
    } catch (StixPattern.UnusableException e) {
      file.leaveOut(e.reason(), "%s, pattern, character %d".formatted(place, e.at() + 1), pattern);
      return;
    }
    JsonNode author = byId.get(object.path("created_by_ref").asText());
    List<String> threats = texts(object.path("indicator_types"));
    List<String> labels = texts(object.path("labels"));
    Instant validFrom = file.time(place, "valid_from", text(object, "valid_from"));
    Instant validUntil = file.time(place, "valid_until", text(object, "valid_until"));
    Instant created = file.time(place, "created", text(object, "created"));
    Instant modified = file.time(place, "modified", text(object, "modified"));
    for (Observable observable : observables) {
      file.add(
          place,
          new Indicator(
              object.path("id").asText(),
              observable,
              pattern,
              text(object, object.has("description") ? "description" : "name"),
              object.path("confidence").isInt() ? object.path("confidence").asInt() : null,
              validFrom,
              validUntil,
              created,
              modified,
              object.path("revoked").asBoolean(false),
              author == null ? feed : author.path("name").asText(feed),
              threats,
              labels,
              tlp(object, byId),
              object.toString()));
    }
  }

  private static @Nullable String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isTextual() ? value.asText() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static @Nullable String tlp(JsonNode object, Map<String, JsonNode> byId) {
    for (JsonNode reference : object.path("object_marking_refs")) {
      JsonNode marking = byId.get(reference.asText());
      String name =
          marking == null
              ? TLP.get(reference.asText())
              : marking.path("definition").path("tlp").asText(marking.path("name").asText());
      String level = name == null ? null : Draft.level(name);
      if (level != null) {
        return level;
      }
    }
    return null;
  }

  /** The markings that STIX 2.1 defines itself (section 7.2.1.4), which bundles need not hold. */
  private static final Map<String, String> TLP =
      Map.of(
          "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "white",
          "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "green",
          "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "amber",
          "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red");
}
