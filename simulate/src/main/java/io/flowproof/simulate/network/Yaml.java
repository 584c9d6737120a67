package io.flowproof.simulate.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file with its place, such as {@code interfaces[2].subnets}. */
public final class Yaml {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(new YAMLFactory().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL))
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final String file;
  private final String place;
  private final JsonNode node;

  private Yaml(String file, String place, JsonNode node) {
    this.file = file;
    this.place = place;
    this.node = node;
  }

  /**
   * Reads a text.
   *
   * @param file what to name in messages
   * @throws InvalidFileException for a text that is no YAML
   */
  public static Yaml read(String file, String text) {
    try {
      return new Yaml(file, "", MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidFileException(
          "%s:%d:%d: %s"
              .formatted(
                  file,
                  at == null ? 1 : at.getLineNr(),
                  at == null ? 1 : at.getColumnNr(),
                  e.getOriginalMessage()));
    }
  }

  /** An error at this place. */
  public InvalidFileException wrong(String message) {
    return new InvalidFileException(file + ": " + (place.isEmpty() ? "" : place + ": ") + message);
  }

  /** The value of a key; an empty one where it is missing. */
  public Yaml at(String key) {
    JsonNode child = node.path(key);
    return new Yaml(file, place.isEmpty() ? key : place + "." + key, child);
  }

  /** True where there is no value. */
  public boolean isMissing() {
    return node.isMissingNode() || node.isNull();
  }

  /**
   * Sees to it that no key but these is there.
   *
   * @throws InvalidFileException naming the one that is
   */
  public Yaml only(String... keys) {
    Set<String> known = Set.of(keys);
    for (String key : keys()) {
      if (!known.contains(key)) {
        String hint = io.flowproof.core.source.Suggestion.didYouMean(key, List.of(keys));
        throw wrong("Unknown key '" + key + "'" + (hint == null ? "" : " (" + hint + ")"));
      }
    }
    return this;
  }

  /** The keys, in their order. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The values by their keys. */
  public Map<String, Yaml> entries() {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    keys().forEach(key -> entries.put(key, at(key)));
    return entries;
  }

  /** The items of a list; a single value is a list of one, a missing one is empty. */
  public List<Yaml> items() {
    List<Yaml> items = new ArrayList<>();
    if (isMissing()) {
      return items;
    }
    if (!node.isArray()) {
      items.add(this);
      return items;
    }
    for (int i = 0; i < node.size(); i++) {
      items.add(new Yaml(file, place + "[" + i + "]", node.get(i)));
    }
    return items;
  }

  /** The items as texts. */
  public List<String> texts() {
    return items().stream().map(Yaml::text).toList();
  }

  /** The text, which must be there. */
  public String text() {
    String text = textOrNull();
    if (text == null) {
      throw wrong("There must be a value");
    }
    return text;
  }

  /** The text, or null. */
  public @Nullable String textOrNull() {
    if (isMissing()) {
      return null;
    }
    if (node.isContainerNode()) {
      throw wrong("There must be a single value");
    }
    return node.asText();
  }

  /** The text, or what to take without one. */
  public String textOr(String otherwise) {
    String text = textOrNull();
    return text == null ? otherwise : text;
  }

  /** The whole number, or what to take without one. */
  public int intOr(int otherwise) {
    if (isMissing()) {
      return otherwise;
    }
    if (!node.isIntegralNumber()) {
      throw wrong("Invalid number: '" + node.asText() + "' (must be whole)");
    }
    return node.intValue();
  }

  /** True or false, or what to take without either. */
  public boolean flagOr(boolean otherwise) {
    if (isMissing()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw wrong("Invalid value: '" + node.asText() + "' (must be true or false)");
    }
    return node.booleanValue();
  }

  /** The constant whose name, in small letters with hyphens, is the text. */
  public <E extends Enum<E>> E oneOf(Class<E> type, E otherwise) {
    String text = textOrNull();
    if (text == null) {
      return otherwise;
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) {
        return constant;
      }
      words.add(word);
    }
    throw wrong("Unknown word '" + text + "' (must be " + String.join(", ", words) + ")");
  }

  /** The network. */
  public Network network() {
    String text = text();
    return Network.parse(text)
        .orElseThrow(() -> wrong("Invalid network: '" + text + "' (must be such as 10.0.0.0/16)"));
  }

  /** A value that is missing. */
  public static Yaml missing(String file) {
    return new Yaml(file, "", MissingNode.getInstance());
  }
}
