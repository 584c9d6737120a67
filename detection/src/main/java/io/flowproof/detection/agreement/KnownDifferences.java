package io.flowproof.detection.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Pack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Differences of the SIEMs that no rule can help, as {@code known-differences.yml} at the root of a
 * pack declares them.
 */
public final class KnownDifferences {
  /** The file's name. */
  public static final String FILE = "known-differences.yml";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final List<Known> known;

  private KnownDifferences(List<Known> known) {
    this.known = known;
  }

  /**
   * A difference.
   *
   * @param rule whose it is, or {@code *}
   * @param difference what differs, a sentence
   * @param reason why, and why the rule cannot help it
   * @param flow fields of a flow with what they must match (a regular expression over the whole
   *     value): a difference counts as this one when the fewest flows that show it hold such a flow
   */
  public record Known(String rule, String difference, String reason, Map<String, String> flow) {}

  /** Those of a pack; none where the file is missing. */
  public static KnownDifferences of(Pack pack) throws IOException {
    Path file = pack.directory().resolve(FILE);
    if (!Files.exists(file)) {
      return new KnownDifferences(List.of());
    }
    try {
      List<Known> known =
          YAML.readValue(Files.readString(file), new TypeReference<List<Known>>() {});
      for (Known one : known) {
        one.flow()
            .forEach(
                (field, pattern) -> {
                  if (FlowLogField.find(field) == null) {
                    throw new InvalidMarksException(file + ": Unknown field '" + field + "'");
                  }
                  Pattern.compile(pattern);
                });
      }
      return new KnownDifferences(known);
    } catch (JsonProcessingException e) {
      throw InvalidMarksException.of(file, e);
    } catch (PatternSyntaxException e) {
      throw new InvalidMarksException(file + ": not a regular expression: " + e.getPattern());
    }
  }

  /** The one that explains a difference, if there is one. */
  Optional<Known> explaining(String rule, Flows smallest) {
    return known.stream()
        .filter(one -> one.rule().equals("*") || one.rule().equals(rule))
        .filter(
            one ->
                smallest.rows().stream()
                    .anyMatch(
                        row ->
                            one.flow().entrySet().stream()
                                .allMatch(entry -> matches(row, entry.getKey(), entry.getValue()))))
        .findFirst();
  }

  private static boolean matches(Map<FlowLogField, String> row, String field, String pattern) {
    FlowLogField known = FlowLogField.find(field);
    String value = known == null ? null : row.get(known);
    return value != null && value.matches(pattern);
  }
}
