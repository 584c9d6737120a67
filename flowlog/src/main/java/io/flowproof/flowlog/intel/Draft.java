package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An indicator of a feed that is not STIX, to which STIX's form is made up. */
final class Draft {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String source;
  private final Observable observable;
  private @Nullable String id;
  private @Nullable String about;
  private @Nullable Integer confidence;
  private @Nullable Instant validFrom;
  private @Nullable Instant validUntil;
  private @Nullable Instant created;
  private @Nullable Instant modified;
  private @Nullable String threatType;
  private @Nullable String tlp;
  private List<String> tags = List.of();

  Draft(String source, Observable observable) {
    this.source = source;
    this.observable = observable;
  }

  Draft id(@Nullable String given) {
    this.id = given;
    return this;
  }

  Draft about(@Nullable String text) {
    this.about = text;
    return this;
  }

  Draft confidence(int percent) {
    this.confidence = Math.clamp(percent, 0, 100);
    return this;
  }

  Draft validFrom(@Nullable Instant time) {
    this.validFrom = time;
    return this;
  }

  Draft validUntil(@Nullable Instant time) {
    this.validUntil = time;
    return this;
  }

  Draft created(@Nullable Instant time) {
    this.created = time;
    return this;
  }

  Draft modified(@Nullable Instant time) {
    this.modified = time;
    return this;
  }

  Draft threatType(@Nullable String type) {
    this.threatType = type;
    return this;
  }

  Draft tags(List<String> all) {
    this.tags = all;
    return this;
  }

  Draft tlp(@Nullable String level) {
    this.tlp = level;
    return this;
  }

  Indicator indicator() {
    String name =
        id != null
            ? id
            : "indicator--"
                + UUID.nameUUIDFromBytes(
                    (source + "\n" + observable.path() + "\n" + observable.value())
                        .getBytes(StandardCharsets.UTF_8));
    List<String> threats = threatType == null ? List.of() : List.of(threatType);
    return new Indicator(
        name,
        observable,
        observable.pattern(),
        about,
        confidence,
        validFrom,
        validUntil,
        created,
        modified,
        false,
        source,
        threats,
        tags,
        tlp == null ? null : level(tlp),
        data(name, threats));
  }

  /** {@code TLP:AMBER+STRICT} is amber; 2.0 calls white clear. */
  static @Nullable String level(String tlp) {
    String level = tlp.toLowerCase(Locale.ROOT).replaceFirst("^tlp:", "").replaceFirst("\\+.*", "");
    return switch (level) {
      case "white", "clear" -> "white";
      case "green", "amber", "red" -> level;
      default -> null;
    };
  }

  private String data(String name, List<String> threats) {
    ObjectNode object = JSON.createObjectNode();
    object.put("type", "indicator").put("spec_version", "2.1").put("id", name);
    object.put("pattern", observable.pattern()).put("pattern_type", "stix");
    if (about != null) {
      object.put("description", about);
    }
    if (confidence != null) {
      object.put("confidence", confidence);
    }
    if (validFrom != null) {
      object.put("valid_from", validFrom.toString());
    }
    if (validUntil != null) {
      object.put("valid_until", validUntil.toString());
    }
    if (!threats.isEmpty()) {
      threats.forEach(object.putArray("indicator_types")::add);
    }
    if (!tags.isEmpty()) {
      tags.forEach(object.putArray("labels")::add);
    }
    return object.toString();
  }
}
