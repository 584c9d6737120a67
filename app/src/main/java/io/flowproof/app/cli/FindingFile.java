package io.flowproof.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The findings that {@code detect --format json} or {@code ndjson} wrote. */
final class FindingFile {
  private static final ObjectReader READER = new JsonMapper().readerFor(JsonNode.class);
  private static final int MOST_NAMES = 5;

  private FindingFile() {}

  /**
   * A finding.
   *
   * @param id its id
   * @param rule the rule that found it
   * @param total how many lines its evidence has; more than are listed where {@code --evidence} cut
   * @param evidence the lines of each object that are listed
   */
  record Listed(String id, String rule, long total, List<EvidenceObject> evidence) {}

  /**
   * A finding in short.
   *
   * @param words what was found of whom, in a line
   */
  record Summary(String id, Instant first, Instant last, String words) {}

  /** Lines of an object, which had that hash when the finding was made. */
  record EvidenceObject(String object, String sha256, SortedSet<Long> lines) {}

  /**
   * The finding that {@code FILE#ID} names; the beginning of an id is enough.
   *
   * @throws UsageException where there is none, or several
   */
  static Listed find(String name) throws IOException {
    int hash = name.lastIndexOf('#');
    if (hash <= 0 || hash == name.length() - 1) {
      throw new UsageException(
          "Invalid --finding: '%s' (must be FILE#ID, a file of detect --format json or ndjson and the id of a finding in it)"
              .formatted(name));
    }
    Path file = Path.of(name.substring(0, hash));
    String id = name.substring(hash + 1);
    Paths.check(List.of(file));
    List<JsonNode> findings = read(file);
    List<JsonNode> found =
        findings.stream().filter(f -> f.path("id").asText("").startsWith(id)).toList();
    if (found.size() != 1) {
      List<String> ids =
          (found.isEmpty() ? findings : found)
              .stream()
                  .map(f -> f.path("id").asText("?") + " " + f.path("rule").asText(""))
                  .toList();
      throw new UsageException(
          "%s has %s with the id '%s' (%s%s)"
              .formatted(
                  file,
                  found.isEmpty() ? "no finding" : found.size() + " findings",
                  id,
                  ids.isEmpty()
                      ? "it has no findings; detect --format json writes them"
                      : String.join("; ", ids.stream().limit(MOST_NAMES).toList()),
                  ids.size() > MOST_NAMES
                      ? "; and %d more".formatted(ids.size() - MOST_NAMES)
                      : ""));
    }
    return listed(found.getFirst());
  }

  /** All findings of a file. */
  static List<Summary> all(Path file) throws IOException {
    return read(file).stream().map(FindingFile::summary).toList();
  }

  /** All findings of what {@code detect} printed. */
  static List<Summary> all(byte[] printed) throws IOException {
    try (MappingIterator<JsonNode> values = READER.readValues(printed)) {
      return values.readAll().stream().map(FindingFile::summary).toList();
    }
  }

  private static Summary summary(JsonNode finding) {
    List<String> entities = new ArrayList<>();
    finding
        .path("entities")
        .properties()
        .forEach(e -> entities.add(e.getKey() + " " + e.getValue().asText()));
    List<String> techniques = new ArrayList<>();
    finding.path("attack").forEach(each -> techniques.add(each.asText()));
    return new Summary(
        finding.path("id").asText(""),
        Instant.parse(finding.path("first_seen").asText()),
        Instant.parse(finding.path("last_seen").asText()),
        "%s %s%s: %s"
            .formatted(
                finding.path("severity").asText("").toUpperCase(Locale.ROOT),
                finding.path("rule").asText(""),
                techniques.isEmpty() ? "" : " (" + String.join(", ", techniques) + ")",
                String.join(", ", entities)));
  }

  private static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    try (MappingIterator<JsonNode> values = READER.readValues(file.toFile())) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        if (value.path("findings").isArray()) {
          value.path("findings").forEach(findings::add);
        } else if (value.has("evidence")) {
          findings.add(value);
        }
      }
      return findings;
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "%s:%d:%d: Not JSON: %s (must be what detect --format json or ndjson writes)"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
  }

  private static Listed listed(JsonNode finding) {
    Map<String, EvidenceObject> objects = new LinkedHashMap<>();
    for (JsonNode object : finding.path("evidence")) {
      String name = object.path("object").asText("");
      SortedSet<Long> lines = new TreeSet<>();
      object.path("lines").forEach(line -> lines.add(line.asLong()));
      objects.put(name, new EvidenceObject(name, object.path("sha256").asText(""), lines));
    }
    return new Listed(
        finding.path("id").asText(""),
        finding.path("rule").asText(""),
        finding.path("evidence_lines").asLong(),
        List.copyOf(objects.values()));
  }
}
