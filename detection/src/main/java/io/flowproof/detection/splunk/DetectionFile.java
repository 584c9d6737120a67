package io.flowproof.detection.splunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flowproof.core.source.SourceText;
import java.util.Optional;

/** A detection as Splunk's security content writes it: a YAML file with a key {@code search}. */
public final class DetectionFile {
  private DetectionFile() {}

  /**
   * The search of a detection, under the file's name; places in it count from its own beginning.
   * Empty where the file has none, or is no YAML.
   */
  public static Optional<SourceText> search(SourceText yaml) {
    try {
      JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(yaml.text());
      JsonNode search = root == null ? null : root.get("search");
      return search == null || !search.isTextual()
          ? Optional.empty()
          : Optional.of(new SourceText(yaml.name() + " search", search.asText().strip()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
