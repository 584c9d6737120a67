package io.flowproof.detection.splunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.Tactic;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Recording;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.Schedule;
import io.flowproof.detection.pack.Severity;
import io.flowproof.query.splunk.ConfFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches that people have in Splunk already, as rules: a detection of Splunk's security content
 * (its YAML: {@code search}, {@code tags.mitre_attack_id}, {@code rba}), and a saved search of an
 * app (savedsearches.conf: {@code search}, {@code cron_schedule}, {@code dispatch.earliest_time},
 * {@code alert.severity}).
 */
public final class SearchRule {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern BACK = Pattern.compile("-([0-9]{1,5})(s|m|h|d)(?:@[a-z]+)?");

  private SearchRule() {}

  /**
   * The rule of a detection's file; it runs every hour over an hour, because the file does not say
   * when.
   *
   * @param entities the result's fields that a finding is about; empty to take those that the file
   *     names ({@code rba}, {@code tags.observable})
   * @throws IllegalArgumentException when the file holds no search, or names no entities and none
   *     are given, with the reason
   */
  public static Rule ofDetection(SourceText yaml, List<String> entities) {
    SourceText search =
        DetectionFile.search(yaml)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no search in '%s' (a text under 'search')"
                            .formatted(yaml.name())));
    JsonNode root;
    try {
      root = new ObjectMapper(new YAMLFactory()).readTree(yaml.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // It was read just now.
    }
    String file = String.valueOf(Path.of(yaml.name()).getFileName());
    return rule(
        new Heading(
            file.replaceFirst("\\.ya?ml$", ""),
            root.path("name").asText(file),
            root.path("description").asText("").strip()),
        severityOfScore(score(root)),
        techniques(root.at("/tags/mitre_attack_id")),
        new Schedule(HOUR, HOUR),
        entities.isEmpty() ? entities(root, yaml.name()) : entities,
        search);
  }

  /**
   * The rule of a saved search.
   *
   * @param entities the result's fields that a finding is about; empty to take those by which the
   *     alert is throttled ({@code alert.suppress.fields})
   * @param scheduled false where it runs once over everything, so that its schedule does not matter
   * @throws IllegalArgumentException when it holds no search, no entities are named or given, or
   *     its schedule is none that can be run, with the reason
   */
  public static Rule ofSaved(ConfFile.Stanza saved, List<String> entities, boolean scheduled) {
    String search = saved.value("search");
    if (search == null) {
      throw new IllegalArgumentException(
          "There is no search in the saved search '" + saved.name() + "'");
    }
    List<String> fields =
        entities.isEmpty()
            ? words(saved.value("alert.suppress.fields", ""), saved.name())
            : entities;
    return rule(
        new Heading(saved.name(), saved.name(), saved.value("description", "")),
        severityOfAlert(saved.value("alert.severity", "3")),
        List.of(),
        scheduled ? schedule(saved) : new Schedule(HOUR, HOUR),
        fields,
        new SourceText("savedsearches.conf [" + saved.name() + "]", search));
  }

  /** What a rule is called, and what it says of itself. */
  private record Heading(String name, String title, String description) {}

  private static Rule rule(
      Heading heading,
      Severity severity,
      List<Rule.Technique> attack,
      Schedule schedule,
      List<String> entities,
      SourceText search) {
    return new Rule(
        Path.of("."),
        heading.name(),
        UUID.nameUUIDFromBytes(
            (heading.title() + "\n" + search.text()).getBytes(StandardCharsets.UTF_8)),
        heading.title(),
        heading.description(),
        Rule.Status.EXPERIMENTAL,
        severity,
        attack,
        schedule,
        List.of(),
        List.of(),
        Recording.ANY,
        entities.stream().map(SearchRule::entity).toList(),
        null,
        search,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  /** By the names of the Common Information Model and of the add-on. */
  private static Entity entity(String field) {
    return switch (field.substring(field.lastIndexOf('.') + 1)) {
      case "src", "src_ip" -> entity(field, Entity.Type.IP, FlowLogField.SRCADDR);
      case "dest", "dest_ip" -> entity(field, Entity.Type.IP, FlowLogField.DSTADDR);
      case "src_port" -> entity(field, Entity.Type.PORT, FlowLogField.SRCPORT);
      case "dest_port" -> entity(field, Entity.Type.PORT, FlowLogField.DSTPORT);
      default -> entity(field, Entity.Type.TEXT, null);
    };
  }

  private static Entity entity(String field, Entity.Type type, @Nullable FlowLogField flow) {
    return new Entity(field, type, flow, null, field);
  }

  private static List<String> entities(JsonNode root, String file) {
    Set<String> fields = new LinkedHashSet<>();
    for (String part : List.of("/rba/risk_objects", "/rba/threat_objects")) {
      root.at(part).forEach(object -> fields.add(object.path("field").asText("")));
    }
    root.at("/tags/observable").forEach(object -> fields.add(object.path("name").asText("")));
    return words(String.join(",", fields), file);
  }

  private static List<String> words(String list, String name) {
    List<String> words = new ArrayList<>();
    for (String word : list.split("[,\\s]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' does not say what a finding is about (name fields of its result with --entity)"
              .formatted(name));
    }
    return words;
  }

  private static List<Rule.Technique> techniques(JsonNode ids) {
    List<Rule.Technique> techniques = new ArrayList<>();
    for (JsonNode id : ids) {
      String tactic =
          AttackMatrix.pinned()
              .technique(id.asText())
              .flatMap(technique -> technique.tactics().stream().findFirst())
              .map(Tactic::shortName)
              .orElse("unknown");
      techniques.add(new Rule.Technique(id.asText(), tactic));
    }
    return techniques;
  }

  private static int score(JsonNode root) {
    int score = root.at("/tags/risk_score").asInt(0);
    for (JsonNode object : root.at("/rba/risk_objects")) {
      score = Math.max(score, object.path("score").asInt(0));
    }
    return score;
  }

  /** Splunk's risk scores go from 0 to 100; without one nothing is known. */
  private static Severity severityOfScore(int score) {
    if (score >= 80) {
      return Severity.HIGH;
    }
    return score >= 40 || score == 0 ? Severity.MEDIUM : Severity.LOW;
  }

  /** 1 info, 2 low, 3 medium, 4 high, 5 critical (savedsearches.conf.spec). */
  private static Severity severityOfAlert(String number) {
    return switch (number.strip()) {
      case "1" -> Severity.INFORMATIONAL;
      case "2" -> Severity.LOW;
      case "4", "5", "6" -> Severity.HIGH;
      default -> Severity.MEDIUM;
    };
  }

  private static Schedule schedule(ConfFile.Stanza saved) {
    String cron = saved.value("cron_schedule");
    if (cron == null) {
      return new Schedule(HOUR, HOUR);
    }
    String earliest = saved.value("dispatch.earliest_time", "-1h");
    String latest = saved.value("dispatch.latest_time", "now");
    Duration from = back(earliest);
    Duration to = latest.equals("now") || latest.isEmpty() ? Duration.ZERO : back(latest);
    Duration every = Schedule.everyOf(cron).orElse(null);
    if (every == null || from == null || to == null || from.minus(to).compareTo(every) < 0) {
      throw new IllegalArgumentException(
          ("The saved search '%s' runs at '%s' from '%s' to '%s', which is no even schedule without"
                  + " gaps (run it with --once)")
              .formatted(saved.name(), cron, earliest, latest));
    }
    return new Schedule(every, from.minus(to));
  }

  private static @Nullable Duration back(String time) {
    Matcher matcher = BACK.matcher(time);
    if (!matcher.matches()) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
