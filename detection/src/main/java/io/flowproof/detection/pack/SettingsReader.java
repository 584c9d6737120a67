package io.flowproof.detection.pack;

import io.flowproof.detection.pack.SentinelSettings.DataConnector;
import io.flowproof.detection.pack.SentinelSettings.EntityMapping;
import io.flowproof.detection.pack.SentinelSettings.FieldMapping;
import io.flowproof.detection.pack.SplunkSettings.Notable;
import io.flowproof.detection.pack.SplunkSettings.Risk;
import io.flowproof.detection.pack.SplunkSettings.RiskObject;
import io.flowproof.detection.pack.SplunkSettings.ThreatObject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a SIEM needs, fills in what the schedule says, and reports what contradicts it. */
final class SettingsReader {
  private static final Pattern EARLIEST = Pattern.compile("-([0-9]{1,5})([smhdw])(@[sm])?");
  private static final List<String> LATEST = List.of("now", "now@m", "@m", "-0m@m");

  private final Schedule schedule;

  SettingsReader(Schedule schedule) {
    this.schedule = schedule;
  }

  SentinelSettings sentinel(Section section, List<Rule.Technique> attack) {
    List<String> tactics = attack.stream().map(t -> sentinelTactic(t.tactic())).distinct().toList();
    Section stated = section.at("tactics");
    if (stated.exists() && !new HashSet<>(stated.texts()).equals(new HashSet<>(tactics))) {
      stated.error(
          "Tactics %s contradict 'attack'".formatted(stated.texts()), "must be " + tactics);
    }
    return new SentinelSettings(
        iso(section.at("queryFrequency"), schedule.every(), "every"),
        iso(section.at("queryPeriod"), schedule.over(), "over"),
        section.text("triggerOperator", "GreaterThan"),
        Integer.parseInt(section.text("triggerThreshold", "0")),
        section.text("eventGrouping", "AlertPerResult"),
        tactics,
        connectors(section.at("requiredDataConnectors")),
        section.at("entityMappings").entries().stream()
            .map(mapping -> entityMapping(mapping))
            .toList());
  }

  private static List<DataConnector> connectors(Section section) {
    if (!section.exists()) {
      return List.of(new DataConnector("AWSS3", List.of("AWSVPCFlow")));
    }
    return section.entries().stream()
        .map(c -> new DataConnector(c.at("connectorId").text(), c.at("dataTypes").texts()))
        .toList();
  }

  private static EntityMapping entityMapping(Section mapping) {
    return new EntityMapping(
        mapping.at("entityType").text(),
        mapping.at("fieldMappings").entries().stream()
            .map(f -> new FieldMapping(f.at("identifier").text(), f.at("columnName").text()))
            .toList());
  }

  /** {@code command-and-control} is {@code CommandAndControl}. */
  private static String sentinelTactic(String tactic) {
    return Arrays.stream(tactic.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String iso(Section section, Duration scheduled, String key) {
    String right = Schedule.printIso(scheduled);
    if (section.exists()) {
      try {
        if (!Duration.parse(section.text()).equals(scheduled)) {
          section.invalid("schedule.%s says %s".formatted(key, right));
        }
      } catch (DateTimeParseException e) {
        section.invalid("schedule.%s says %s".formatted(key, right));
      }
    }
    return right;
  }

  SplunkSettings splunk(Section section) {
    return new SplunkSettings(
        cron(section),
        earliest(section.at("dispatch.earliest_time")),
        latest(section.at("dispatch.latest_time")),
        risk(section.at("risk")),
        notable(section.at("notable")));
  }

  private String cron(Section section) {
    Section cron = section.at("cron_schedule");
    String every = Schedule.print(schedule.every());
    String plain = Cron.of(schedule.every()).orElse("");
    if (!cron.exists()) {
      if (plain.isEmpty()) {
        section.error("Cron cannot tick at every " + every, "change schedule.every");
      }
      return plain;
    }
    String text = cron.text();
    var interval = Cron.parse(text).flatMap(Cron::interval);
    if (interval.isEmpty() || !interval.get().equals(schedule.every())) {
      cron.invalid(
          "schedule.every says %s%s".formatted(every, plain.isEmpty() ? "" : ", such as " + plain));
    }
    return text;
  }

  private String earliest(Section section) {
    String right = "-" + Schedule.print(schedule.over());
    if (!section.exists()) {
      return right;
    }
    Matcher matcher = EARLIEST.matcher(section.text());
    if (!matcher.matches() || !seconds(matcher).equals(schedule.over())) {
      section.invalid(
          "schedule.over says %s, and no more than %s@m may be snapped".formatted(right, right));
    }
    return section.text();
  }

  private static Duration seconds(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }

  private static String latest(Section section) {
    if (section.exists() && !LATEST.contains(section.text())) {
      section.invalid("must be now or @m: a run looks back from its tick");
    }
    return section.exists() ? section.text() : "now";
  }

  private static @Nullable Risk risk(Section section) {
    if (!section.exists()) {
      return null;
    }
    return new Risk(
        section.at("message").text(),
        section.at("objects").entries().stream()
            .map(
                o ->
                    new RiskObject(
                        o.at("field").text(), o.at("type").text(), o.at("score").node().asInt()))
            .toList(),
        section.at("threat_objects").entries().stream()
            .map(o -> new ThreatObject(o.at("field").text(), o.at("type").text()))
            .toList());
  }

  private static @Nullable Notable notable(Section section) {
    if (!section.exists()) {
      return null;
    }
    return new Notable(section.at("rule_title").text(), section.text("security_domain", "network"));
  }
}
