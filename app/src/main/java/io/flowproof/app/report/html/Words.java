package io.flowproof.app.report.html;

import io.flowproof.app.report.Durations;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.ReplayedAttack;
import io.flowproof.detection.coverage.TechniqueCoverage;
import io.flowproof.detection.proof.Distribution;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.Robustness.Fate;
import io.flowproof.detection.proof.Robustness.Mutant;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.query.Language;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the templates say, in words and figures. Absent figures are said to be absent. */
public final class Words {
  /** What stands where nothing was measured. */
  public static final String ABSENT = "not measured";

  private Words() {}

  /** A constant in small letters, with spaces. */
  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The levels, lowest first. */
  public static List<ProofLevel> levels() {
    return Arrays.asList(ProofLevel.values());
  }

  /** A level as pips, for eyes that do not tell colours apart. */
  public static String pips(@Nullable ProofLevel level) {
    int number = level == null ? 0 : level.number();
    return "●".repeat(number) + "○".repeat(ProofLevel.REPLAYED.number() - number);
  }

  /** Such as "4 robust"; "not proven" without. */
  public static String level(@Nullable ProofLevel level) {
    return level == null ? "not proven" : level.number() + " " + lower(level);
  }

  /** What it takes to have a level. */
  public static String takes(ProofLevel level) {
    return switch (level) {
      case WRITTEN -> "the files exist";
      case VALID -> "both texts parse, the fields that they need exist, so do the techniques";
      case TESTED -> "every case passes in both languages";
      case AGREEING -> "KQL and SPL find the same on generated traffic";
      case ROBUST -> "changes of the texts are noticed by the tests";
      case REPLAYED -> "found attacks that its author had not seen, and was tried on honest days";
    };
  }

  /** The class of a cell of the matrix. */
  public static String cell(Coverage coverage, TechniqueCoverage each) {
    if (each.isNeverSeen()) {
      return "never";
    }
    if (each.rules().isEmpty()) {
      return "none";
    }
    if (coverage.proof() == null || each.level() == null) {
      return "written";
    }
    return "l" + each.level().number();
  }

  /** How many rules have at least that level. */
  public static long reaching(Proof proof, ProofLevel level) {
    return proof.rules().stream().filter(rule -> rule.level().compareTo(level) >= 0).count();
  }

  /** All replayed attacks, each with its technique. */
  public static List<ReplayedAttack> attacks(Coverage coverage) {
    return coverage.techniques().stream().flatMap(each -> each.attacks().stream()).toList();
  }

  /** How long finding them took. */
  public static Optional<Distribution> times(List<ReplayedAttack> attacks) {
    return Distribution.of(
        attacks.stream()
            .map(ReplayedAttack::time)
            .filter(Objects::nonNull)
            .map(time -> time.seconds())
            .toList());
  }

  /** Such as "median 16 min, 95 of 100 within 31 min (12 found)". */
  public static String spread(Optional<Distribution> times) {
    return times
        .map(
            time ->
                "median %s, 95 of 100 within %s"
                    .formatted(Durations.of(time.median()), Durations.of(time.p95())))
        .orElse(ABSENT);
  }

  /** The mutants that survived, by rule. */
  public static Map<RuleProof, List<Mutant>> survivors(Proof proof) {
    Map<RuleProof, List<Mutant>> survivors = new LinkedHashMap<>();
    for (RuleProof rule : proof.rules()) {
      if (!rule.robust().survivors().isEmpty()) {
        survivors.put(rule, rule.robust().survivors());
      }
    }
    return survivors;
  }

  /** How many mutants of a rule had each fate in a language; "not tried" without. */
  public static String fates(RuleProof rule, Language language) {
    Map<Fate, Long> counts =
        rule.robust().of(language).stream()
            .collect(Collectors.groupingBy(Mutant::fate, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none tried"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + lower(entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** The alerts per day of the language that gives most; null without honest days. */
  public static @Nullable Double alertsPerDay(RuleProof rule) {
    return rule.replayed().honestDays().stream()
        .flatMap(day -> day.alerts().stream())
        .map(Alerts::perDay)
        .max(Double::compareTo)
        .orElse(null);
  }

  /** The honest networks that were looked at, with their hours. */
  public static String honest(Proof proof) {
    Map<String, Double> networks = new TreeMap<>();
    for (RuleProof rule : proof.rules()) {
      for (HonestDay day : rule.replayed().honestDays()) {
        networks.merge(day.network() + ", " + lower(day.origin()), day.hours(), Math::max);
      }
    }
    return networks.entrySet().stream()
        .map(entry -> "%s, %s h".formatted(entry.getKey(), number(entry.getValue())))
        .collect(Collectors.joining("; "));
  }

  /** A number with two digits after the point at most, without needless ones. */
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** A share as a figure, or that it is absent. */
  public static String share(@Nullable Double value) {
    return value == null ? "–" : number(value);
  }

  /** Entities as text: {@code source 203.0.113.77}. */
  public static String entities(List<? extends Map<String, @Nullable String>> entities) {
    return entities.stream()
        .map(
            each ->
                new TreeMap<>(each)
                    .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }
}
