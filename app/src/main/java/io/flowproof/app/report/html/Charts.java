package io.flowproof.app.report.html;

import io.flowproof.app.report.Json;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.ReplayedAttack;
import io.flowproof.detection.coverage.TechniqueCoverage;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.TimeToDetect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The figures behind the charts, as the script of the report reads them. */
final class Charts {
  private final Coverage coverage;

  Charts(Coverage coverage) {
    this.coverage = coverage;
  }

  /** An object with a member for each chart; null where nothing was measured. */
  String json() {
    Proof proof = coverage.proof();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("funnel", proof == null ? null : funnel(proof));
    json.put("delays", delays());
    json.put("parts", parts());
    json.put("alerts", proof == null ? null : alerts(proof));
    return Json.line(json);
  }

  private static List<Object> funnel(Proof proof) {
    List<Object> bars = new ArrayList<>();
    for (ProofLevel level : ProofLevel.values()) {
      bars.add(Json.object("name", Words.level(level), "value", Words.reaching(proof, level)));
    }
    return bars;
  }

  private List<TechniqueCoverage> found() {
    return coverage.techniques().stream().filter(each -> each.found() > 0).toList();
  }

  private @Nullable Object delays() {
    List<Object> points = new ArrayList<>();
    for (TechniqueCoverage each : found()) {
      for (ReplayedAttack attack : each.attacks()) {
        if (attack.time() != null) {
          Map<String, @Nullable Object> point = new LinkedHashMap<>();
          point.put("technique", each.technique().id());
          point.put("seconds", attack.time().seconds());
          point.put(
              "kind",
              attack.strength() == null
                  ? Words.lower(attack.origin())
                  : Words.lower(attack.strength()));
          point.put("family", attack.family());
          point.put("network", attack.network());
          points.add(point);
        }
      }
    }
    return points.isEmpty() ? null : points;
  }

  /** The mean of each part over the attacks found: unlike medians they add up. */
  private @Nullable Object parts() {
    List<Object> rows = new ArrayList<>();
    for (TechniqueCoverage each : found()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("technique", each.technique().id());
      row.put("count", each.found());
      for (TimeToDetect.Part part : TimeToDetect.Part.values()) {
        row.put(Words.lower(part), mean(each, part));
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (TimeToDetect.Part part : TimeToDetect.Part.values()) {
      parts.put(Words.lower(part), String.join(" and ", origins(part)));
    }
    return Json.object("rows", rows, "origins", parts);
  }

  private static double mean(TechniqueCoverage each, TimeToDetect.Part part) {
    double sum = 0;
    for (ReplayedAttack attack : each.attacks()) {
      if (attack.time() != null) {
        sum +=
            attack.time().parts().stream()
                .filter(share -> share.part() == part)
                .mapToDouble(TimeToDetect.Share::seconds)
                .sum();
      }
    }
    return sum / each.found();
  }

  private Set<String> origins(TimeToDetect.Part part) {
    Set<String> origins = new TreeSet<>();
    for (ReplayedAttack attack : Words.attacks(coverage)) {
      if (attack.time() != null) {
        attack.time().parts().stream()
            .filter(share -> share.part() == part)
            .forEach(share -> origins.add(Words.lower(share.origin())));
      }
    }
    return origins;
  }

  private static @Nullable Object alerts(Proof proof) {
    List<Object> rows = new ArrayList<>();
    Set<String> networks = new TreeSet<>();
    boolean measured = false;
    for (RuleProof rule : proof.rules()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("rule", rule.name());
      double most = 0;
      for (HonestDay day : rule.replayed().honestDays()) {
        measured = true;
        networks.add(day.network());
        double perDay = day.alerts().stream().mapToDouble(Alerts::perDay).max().orElse(0);
        row.merge(day.network(), perDay, (a, b) -> Math.max((double) a, (double) b));
        most = Math.max(most, perDay);
      }
      if (most > 0) {
        rows.add(row);
      }
    }
    return measured && !rows.isEmpty() ? Json.object("rows", rows, "networks", networks) : null;
  }
}
