package io.flowproof.detection.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.Language;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tests.yml}. */
final class TestsReader {
  /** The tick of a case that does not say one. */
  static final Instant DEFAULT_TICK = Instant.parse("2024-05-14T10:00:00Z");

  private final SchemaCheck schema = new SchemaCheck("tests.schema.json");

  /**
   * The cases; what is wrong goes to {@code problems}.
   *
   * @param entities those of the rule, or null when the rule could not be read
   */
  List<TestCase> read(
      Optional<SourceText> text, @Nullable List<Entity> entities, List<PackProblem> problems) {
    if (text.isEmpty()) {
      return List.of();
    }
    Diagnostics diagnostics = new Diagnostics(text.get());
    YamlDocument document = YamlDocument.read(diagnostics);
    List<TestCase> cases = new ArrayList<>();
    if (diagnostics.isEmpty() && schema.passes(document, diagnostics)) {
      Set<String> names = new HashSet<>();
      for (Section section : new Section(document, diagnostics, "").at("cases").entries()) {
        if (!names.add(section.at("name").text())) {
          section.at("name").invalid("every case needs a name of its own");
        }
        cases.add(testCase(section, entities));
      }
    }
    diagnostics.list().forEach(d -> problems.add(new PackProblem(text.get(), d)));
    return cases;
  }

  private static TestCase testCase(Section section, @Nullable List<Entity> entities) {
    Instant at = DEFAULT_TICK;
    if (section.at("at").exists()) {
      try {
        at = Instant.parse(section.at("at").text());
      } catch (DateTimeException e) {
        section.at("at").invalid("must be a time that exists, such as " + DEFAULT_TICK);
      }
    }
    Section given = section.at("given");
    String log;
    if (given.node().isTextual()) {
      log = given.node().asText();
      if (section.at("format").exists()) {
        section.at("format").invalid("raw lines say their format in a header line");
      }
    } else {
      log = new CompactFlows(at).write(given.entries(), section.optional("format"));
    }
    return new TestCase(
        section.at("name").text(), log, at, expected(section, entities), languages(section));
  }

  private static Set<Language> languages(Section section) {
    return switch (section.text("language", "both")) {
      case "kql" -> EnumSet.of(Language.KQL);
      case "spl" -> EnumSet.of(Language.SPL);
      default -> EnumSet.allOf(Language.class);
    };
  }

  private static List<TestCase.ExpectedFinding> expected(
      Section section, @Nullable List<Entity> entities) {
    List<TestCase.ExpectedFinding> findings = new ArrayList<>();
    for (Section finding : section.at("expect").entries()) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String name : finding.names()) {
        JsonNode value = finding.at(name).node();
        values.put(name, value.asText());
        known(finding.at(name), name, entities);
      }
      if (entities != null) {
        entities.stream()
            .filter(entity -> !values.containsKey(entity.name()))
            .forEach(
                entity ->
                    finding.error("The finding lacks the entity '" + entity.name() + "'", null));
      }
      findings.add(new TestCase.ExpectedFinding(values));
    }
    return findings;
  }

  private static void known(Section place, String name, @Nullable List<Entity> entities) {
    if (entities == null || entities.stream().anyMatch(entity -> entity.name().equals(name))) {
      return;
    }
    List<String> names = entities.stream().map(Entity::name).toList();
    String near = Suggestion.didYouMean(name, names);
    place.error(
        "Unknown entity '%s'".formatted(name),
        near == null ? "the rule has " + String.join(", ", names) : near);
  }
}
