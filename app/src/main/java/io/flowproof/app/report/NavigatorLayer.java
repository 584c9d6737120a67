package io.flowproof.app.report;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.FlowSight;
import io.flowproof.core.attack.Tactic;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.TechniqueCoverage;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.ProofLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Coverage as a layer of the ATT&amp;CK Navigator. The score is the number of the proof level, 0 to
 * 5; without a proof it is 0 where there is a rule. What flow logs never show is disabled. Source:
 * MITRE, ATT&amp;CK Navigator layer file format 4.5 (layers/LAYERFORMATv4_5.md of
 * github.com/mitre-attack/attack-navigator).
 */
public final class NavigatorLayer {
  private static final List<String> COLOURS = List.of("#dce6f2", "#0b4a8f");

  private NavigatorLayer() {}

  /** The text of the file. */
  public static String of(Coverage coverage) {
    Map<String, @Nullable Object> layer = new LinkedHashMap<>();
    layer.put("name", "Flowproof coverage");
    String attack = AttackMatrix.VERSION.substring(0, AttackMatrix.VERSION.indexOf('.'));
    layer.put("versions", Json.object("attack", attack, "navigator", "5.1.0", "layer", "4.5"));
    layer.put("domain", "enterprise-attack");
    layer.put("description", description(coverage));
    layer.put("sorting", 3);
    layer.put("layout", Json.object("layout", "side", "showID", true, "showName", true));
    layer.put("hideDisabled", false);
    List<Object> techniques = new ArrayList<>();
    for (TechniqueCoverage each : coverage.techniques()) {
      each.tactics().forEach(tactic -> techniques.add(technique(each, tactic)));
    }
    layer.put("techniques", techniques);
    layer.put(
        "gradient",
        Json.object("colors", COLOURS, "minValue", 0, "maxValue", ProofLevel.REPLAYED.number()));
    layer.put("legendItems", legend());
    layer.put("metadata", metadata(coverage));
    return Json.pretty(layer) + "\n";
  }

  private static String description(Coverage coverage) {
    return "What detections on VPC flow logs cover. Score: proof level, 0 written to 5 replayed%s."
            .formatted(
                coverage.proof() == null ? " (no proof was given: 0 means a rule exists)" : "")
        + " Disabled: never seen in flow logs.";
  }

  private static List<Object> legend() {
    return List.of(
        Json.object("label", "0 written", "color", COLOURS.getFirst()),
        Json.object("label", "5 replayed", "color", COLOURS.getLast()));
  }

  private static List<Object> metadata(Coverage coverage) {
    List<Object> metadata = new ArrayList<>();
    metadata.add(entry("rules", String.valueOf(coverage.rules().size())));
    if (coverage.proof() != null) {
      metadata.add(entry("proof made", coverage.proof().made().toString()));
      metadata.add(entry("proof seed", String.valueOf(coverage.proof().seed())));
      metadata.add(entry("pack sha256", coverage.proof().pack().sha256()));
    }
    if (coverage.observation() != null) {
      metadata.add(entry("recorded", coverage.observation().source()));
    }
    return metadata;
  }

  private static Map<String, @Nullable Object> technique(TechniqueCoverage each, Tactic tactic) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("techniqueID", each.technique().id());
    json.put("tactic", tactic.shortName());
    json.put("enabled", !each.isNeverSeen());
    if (!each.rules().isEmpty()) {
      json.put("score", each.level() == null ? 0 : each.level().number());
    }
    FlowSight sight = each.sight();
    json.put("comment", sight == null ? "" : sight.reason());
    List<Object> metadata = new ArrayList<>();
    metadata.add(entry("in flow logs", CoverageReport.degree(each)));
    if (!each.rules().isEmpty()) {
      metadata.add(
          entry("rules", each.rules().stream().map(Rule::name).collect(Collectors.joining(", "))));
    }
    if (each.level() != null) {
      metadata.add(entry("level", each.level().name().toLowerCase(Locale.ROOT)));
    }
    each.timeToDetect()
        .ifPresent(
            time ->
                metadata.add(
                    entry(
                        "time to detect",
                        "median %s, %d of %d replayed attacks found"
                            .formatted(
                                Durations.of(time.median()),
                                each.found(),
                                each.attacks().size()))));
    each.shares()
        .forEach(
            (grade, share) ->
                metadata.add(
                    entry(
                        grade.name().toLowerCase(Locale.ROOT) + " here",
                        CoverageReport.percent(share))));
    json.put("metadata", metadata);
    if (sight != null) {
      json.put("links", List.of(Json.object("label", "AWS", "url", sight.page().toString())));
    }
    return json;
  }

  private static Map<String, Object> entry(String name, String value) {
    return Json.object("name", name, "value", value);
  }
}
