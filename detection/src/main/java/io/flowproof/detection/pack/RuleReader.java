package io.flowproof.detection.pack;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code rule.yml}, and what stands beside it, into a {@link Rule}. */
final class RuleReader {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final SchemaCheck schema = new SchemaCheck("rule.schema.json");
  private final TestsReader testsReader = new TestsReader();

  /** The texts of a rule directory; only {@code rule} must be there. */
  record Files(
      SourceText rule,
      @Nullable SourceText kql,
      @Nullable SourceText spl,
      Optional<SourceText> tests) {}

  /** The rule; null when {@code problems} got one that leaves no rule to speak of. */
  @Nullable Rule read(Path directory, Files files, List<PackProblem> problems) {
    Diagnostics diagnostics = new Diagnostics(files.rule());
    YamlDocument document = YamlDocument.read(diagnostics);
    Rule rule = null;
    List<PackProblem> ofTests = new ArrayList<>();
    if (diagnostics.isEmpty() && schema.passes(document, diagnostics)) {
      Section root = new Section(document, diagnostics, "");
      rule = rule(directory, files, root, ofTests);
    } else {
      testsReader.read(files.tests(), null, ofTests);
    }
    diagnostics.list().forEach(d -> problems.add(new PackProblem(files.rule(), d)));
    problems.addAll(ofTests);
    return rule;
  }

  private @Nullable Rule rule(
      Path directory, Files files, Section root, List<PackProblem> problems) {
    String name = String.valueOf(directory.getFileName());
    if (!KEBAB.matcher(name).matches()) {
      root.diagnostics()
          .error(
              ErrorCode.INVALID_RULE,
              Span.at(0),
              "Invalid directory name: " + name,
              "must be in kebab case, such as external-scan");
    }
    List<Entity> entities = entities(root.at("entities"), files);
    List<TestCase> tests = testsReader.read(files.tests(), entities, problems);
    List<FlowLogField> needs = fields(root.at("needs"));
    List<FlowLogField> wants = wants(root.at("wants"), needs);
    texts(files, root);
    Schedule schedule = schedule(root.at("schedule"));
    if (schedule == null) {
      return null;
    }
    List<Rule.Technique> attack = attack(root.at("attack"));
    SettingsReader settings = new SettingsReader(schedule);
    return new Rule(
        directory,
        name,
        UUID.fromString(root.at("id").text()),
        root.at("title").text(),
        root.at("description").text(),
        root.constant("status", Rule.Status.class),
        root.constant("severity", Severity.class),
        attack,
        schedule,
        needs,
        wants,
        recording(root.at("recording")),
        entities,
        files.kql(),
        files.spl(),
        files.kql() == null ? null : settings.sentinel(root.at("sentinel"), attack),
        files.spl() == null ? null : settings.splunk(root.at("splunk")),
        tuning(root.at("tuning")),
        falsePositives(root.at("falsePositives")),
        root.at("response").texts(),
        references(root.at("references")),
        root.at("writtenFrom").texts(),
        promises(root.at("promises")),
        tests);
  }

  private static void texts(Files files, Section root) {
    if (files.kql() == null && files.spl() == null) {
      root.diagnostics()
          .error(
              ErrorCode.INVALID_RULE,
              Span.at(0),
              "The rule has no text",
              "put a rule.kql or a rule.spl beside rule.yml");
    }
    if (files.kql() == null && root.at("sentinel").exists()) {
      root.at("sentinel").error("Key 'sentinel' without a rule.kql", null);
    }
    if (files.spl() == null && root.at("splunk").exists()) {
      root.at("splunk").error("Key 'splunk' without a rule.spl", null);
    }
  }

  private static @Nullable Schedule schedule(Section section) {
    Optional<Duration> every = Schedule.parse(section.at("every").text());
    Optional<Duration> over = Schedule.parse(section.at("over").text());
    if (every.isEmpty() || over.isEmpty()) {
      return null;
    }
    if (over.get().compareTo(every.get()) < 0) {
      section.at("over").invalid("must be at least every, which is " + section.at("every").text());
      return null;
    }
    if (over.get().compareTo(Schedule.LONGEST) > 0) {
      section.at("over").invalid("must be at most 14d, what a scheduled query can look back on");
      return null;
    }
    return new Schedule(every.get(), over.get());
  }

  private static List<Rule.Technique> attack(Section section) {
    List<Rule.Technique> attack = new ArrayList<>();
    for (Section entry : section.entries()) {
      Section technique = entry.at("technique");
      AttackMatrix.pinned()
          .check(technique.text())
          .ifPresent(problem -> technique.error(problem.message(), problem.hint()));
      attack.add(new Rule.Technique(technique.text(), entry.at("tactic").text()));
    }
    return attack;
  }

  private static List<FlowLogField> fields(Section section) {
    List<FlowLogField> fields = new ArrayList<>();
    for (Section entry : section.entries()) {
      FlowLogField field = entry.flowField();
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static List<FlowLogField> wants(Section section, List<FlowLogField> needs) {
    for (Section entry : section.entries()) {
      if (needs.stream().anyMatch(field -> field.columnName().equals(entry.text()))) {
        entry.invalid("needs has it already");
      }
    }
    return fields(section);
  }

  private static Recording recording(Section section) {
    Section interval = section.at("interval");
    return new Recording(
        traffic(section.at("needs")),
        traffic(section.at("wants")),
        interval.exists() ? Duration.ofSeconds(interval.node().asLong()) : Recording.LONGEST);
  }

  private static Set<Recording.Traffic> traffic(Section section) {
    return section.texts().stream()
        .map(text -> Recording.Traffic.valueOf(text.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  private static @Nullable Promises promises(Section section) {
    Optional<Duration> within = Schedule.parse(section.at("detectWithin").text());
    return within.isEmpty()
        ? null
        : new Promises(
            within.get(),
            section.at("alertsPerDay").node().asDouble(),
            section.at("leaves").entries().stream()
                .map(left -> new Promises.Left(left.at("scenario").text(), left.at("to").text()))
                .toList());
  }

  private static List<Entity> entities(Section section, Files files) {
    List<Entity> entities = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section entry : section.entries()) {
      if (!names.add(entry.at("name").text())) {
        entry.at("name").invalid("every entity needs a name of its own");
      }
      column(entry, "kql", files.kql());
      column(entry, "spl", files.spl());
      entities.add(
          new Entity(
              entry.at("name").text(),
              entry.constant("type", Entity.Type.class),
              entry.at("flow").exists() ? entry.at("flow").flowField() : null,
              entry.optional("kql"),
              entry.optional("spl")));
    }
    return entities;
  }

  private static void column(Section entity, String language, @Nullable SourceText text) {
    if (text != null && !entity.at(language).exists()) {
      entity.error(
          "Missing key '%s'".formatted(language),
          "the result column of rule.%s that holds the entity".formatted(language));
    }
    if (text == null && entity.at(language).exists()) {
      entity.at(language).error("Key '%s' without a rule.%s".formatted(language, language), null);
    }
  }

  private static List<Rule.Tuning> tuning(Section section) {
    return section.entries().stream()
        .map(
            t ->
                new Rule.Tuning(
                    t.at("name").text(),
                    t.at("meaning").text(),
                    t.at("default").text(),
                    t.at("how").text()))
        .toList();
  }

  private static List<Rule.FalsePositive> falsePositives(Section section) {
    return section.entries().stream()
        .map(f -> new Rule.FalsePositive(f.at("what").text(), f.at("exclude").text()))
        .toList();
  }

  private static List<URI> references(Section section) {
    List<URI> references = new ArrayList<>();
    for (Section entry : section.entries()) {
      try {
        references.add(URI.create(entry.text()));
      } catch (IllegalArgumentException e) {
        entry.invalid("must be a URI");
      }
    }
    return references;
  }
}
