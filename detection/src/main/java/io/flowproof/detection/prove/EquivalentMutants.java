package io.flowproof.detection.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.flowproof.detection.agreement.InvalidMarksException;
import io.flowproof.detection.pack.Pack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Mutants that a pack declares to mean the same as the rule: {@code equivalent-mutants.yml} at its
 * root.
 */
final class EquivalentMutants {
  /** The file's name. */
  static final String FILE = "equivalent-mutants.yml";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final List<Mark> marks;

  private EquivalentMutants(List<Mark> marks) {
    this.marks = marks;
  }

  /**
   * A mark.
   *
   * @param rule by name
   * @param mutant its id
   * @param reason why no flows can tell it from the rule
   */
  record Mark(String rule, String mutant, String reason) {}

  /** Those of a pack; none where the file is missing. */
  static EquivalentMutants of(Pack pack) throws IOException {
    Path file = pack.directory().resolve(FILE);
    if (!Files.exists(file)) {
      return new EquivalentMutants(List.of());
    }
    try {
      return new EquivalentMutants(
          YAML.readValue(Files.readString(file), new TypeReference<List<Mark>>() {}));
    } catch (JsonProcessingException e) {
      throw InvalidMarksException.of(file, e);
    }
  }

  /** Why that mutant is equivalent, if it is marked. */
  Optional<String> reason(String rule, String mutant) {
    return marks.stream()
        .filter(mark -> mark.rule().equals(rule) && mark.mutant().equals(mutant))
        .map(Mark::reason)
        .findFirst();
  }

  /** The marks of a rule whose mutant is none of these: they mark nothing. */
  List<String> unused(String rule, List<String> mutants) {
    return marks.stream()
        .filter(mark -> mark.rule().equals(rule) && !mutants.contains(mark.mutant()))
        .map(Mark::mutant)
        .toList();
  }
}
