package io.flowproof.detection.pack.lint;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.SentinelSettings;
import io.flowproof.detection.pack.SplunkSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What entities, entity mappings and risk objects name must stand in the text. */
final class EntitiesInText implements LintCheck {
  @Override
  public String name() {
    return "entities-in-text";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    return pack.rules().stream()
        .flatMap(
            rule ->
                Stream.concat(
                    missing(rule, rule.kql(), kqlColumns(rule)),
                    missing(rule, rule.spl(), splFields(rule))))
        .toList();
  }

  private Stream<LintFinding> missing(Rule rule, @Nullable SourceText text, Set<String> names) {
    if (text == null) {
      return Stream.empty();
    }
    return names.stream()
        .filter(name -> !Words.contains(text.text(), name))
        .map(name -> about(rule, "'%s' is not in %s".formatted(name, text.name())));
  }

  private static Set<String> kqlColumns(Rule rule) {
    Set<String> names = new LinkedHashSet<>();
    rule.entities().stream().map(Entity::kql).flatMap(Stream::ofNullable).forEach(names::add);
    SentinelSettings settings = rule.sentinel();
    if (settings != null) {
      settings.entityMappings().stream()
          .flatMap(mapping -> mapping.fieldMappings().stream())
          .forEach(field -> names.add(field.columnName()));
    }
    return names;
  }

  private static Set<String> splFields(Rule rule) {
    Set<String> names = new LinkedHashSet<>();
    rule.entities().stream().map(Entity::spl).flatMap(Stream::ofNullable).forEach(names::add);
    SplunkSettings settings = rule.splunk();
    SplunkSettings.Risk risk = settings == null ? null : settings.risk();
    if (risk != null) {
      risk.objects().forEach(object -> names.add(object.field()));
      risk.threatObjects().forEach(object -> names.add(object.field()));
      tokens(risk.message()).forEach(names::add);
    }
    if (settings != null && settings.notable() != null) {
      tokens(settings.notable().ruleTitle()).forEach(names::add);
    }
    return names;
  }

  private static Stream<String> tokens(String message) {
    return Pattern.compile("\\$([^$ ]+)\\$").matcher(message).results().map(r -> r.group(1));
  }
}
