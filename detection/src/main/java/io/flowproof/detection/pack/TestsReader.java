package io.flowproof.detection.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tests.yml}. */
final class TestsReader {
  /** The tick of a case that does not say one. */
  static final Instant DEFAULT_TICK = Instant.parse("2024-05-14T10:00:00Z");

  /** Made when there is something to check: that takes a while. */
  private @Nullable SchemaCheck schema;

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
    if (diagnostics.isEmpty() && schema().passes(document, diagnostics)) {
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

  private SchemaCheck schema() {
    SchemaCheck known = schema == null ? new SchemaCheck("tests.schema.json") : schema;
    schema = known;
    return known;
  }

  private static TestCase testCase(Section section, @Nullable List<Entity> entities) {
    SimulationReader.checkSource(section);
    GivenSimulation simulation =
        section.at("simulation").exists() ? SimulationReader.read(section) : null;
    Instant at = section.instant("at", simulation == null ? DEFAULT_TICK : simulation.start());
    Instant until = section.instant("until", simulation == null ? at : afterwards(simulation));
    if (until.isBefore(at)) {
      section.at("until").invalid("must not be before " + at);
    }
    TestCase test =
        new TestCase(
            section.at("name").text(),
            section.at("kind").exists() ? kind(section) : null,
            new Given(logs(section, at), simulation, lists(section)),
            at,
            until,
            expected(section, entities),
            languages(section));
    if (test.kind() != null && test.kind().fires() != test.fires()) {
      section
          .at("kind")
          .invalid(
              test.kind().fires() ? "such a case expects a finding" : "such a case expects none");
    }
    return test;
  }

  /** What a simulation leaves has arrived half an hour later, but for a window of 500. */
  private static Instant afterwards(GivenSimulation simulation) {
    return simulation.end().plus(Duration.ofMinutes(30));
  }

  private static TestCase.Kind kind(Section section) {
    return TestCase.Kind.valueOf(
        section.at("kind").text().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<Given.ArrivingLog> logs(Section section, Instant at) {
    Section given = section.at("given");
    if (!given.exists()) {
      return List.of();
    }
    if (!given.node().isTextual()) {
      return new CompactFlows(at).write(given.entries(), section.optional("format"));
    }
    if (section.at("format").exists() && !section.at("simulation").exists()) {
      section.at("format").invalid("raw lines say their format in a header line");
    }
    return List.of(new Given.ArrivingLog(null, given.node().asText()));
  }

  private static Map<String, List<Map<String, String>>> lists(Section section) {
    Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
    for (String name : section.at("lists").names()) {
      List<Map<String, String>> rows = new ArrayList<>();
      for (Section row : section.at("lists").at(name).entries()) {
        Map<String, String> values = new LinkedHashMap<>();
        row.names().forEach(column -> values.put(column, row.at(column).text()));
        rows.add(values);
      }
      lists.put(name, rows);
    }
    return lists;
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
        if (value.asText().startsWith("$") && !section.at("simulation").exists()) {
          finding.at(name).invalid("hosts with names come from a simulation");
        }
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
