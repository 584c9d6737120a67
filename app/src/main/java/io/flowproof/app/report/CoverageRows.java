package io.flowproof.app.report;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.core.attack.FlowSight;
import io.flowproof.core.attack.Tactic;
import io.flowproof.detection.coverage.Change;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.ReplayedAttack;
import io.flowproof.detection.coverage.RuleCoverage;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.coverage.TechniqueCoverage;
import io.flowproof.detection.pack.Rule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Coverage for programs: JSON with everything, CSV with a line for each technique. */
public final class CoverageRows {
  private final Coverage coverage;

  /** Of one pack. */
  public CoverageRows(Coverage coverage) {
    this.coverage = coverage;
  }

  /** One object. */
  public void json(PrintStream out) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("attack", AttackMatrix.VERSION);
    json.put("proof_made", coverage.proof() == null ? null : coverage.proof().made());
    json.put("stale", coverage.stale());
    json.put("techniques", coverage.techniques().stream().map(this::technique).toList());
    if (coverage.observation() != null) {
      Map<String, @Nullable Object> recorded = new LinkedHashMap<>();
      recorded.put("source", coverage.observation().source());
      recorded.put("amount", coverage.observation().amount());
      recorded.put("unit", coverage.observation().unit().words());
      recorded.put("cannot_be_told", coverage.observation().doubts());
      json.put("recorded", recorded);
      json.put("rules", coverage.ruleCoverage().stream().map(CoverageRows::rule).toList());
      json.put("changes", coverage.changes().stream().map(this::change).toList());
    }
    out.print(Json.pretty(json) + "\n");
  }

  /** A heading and a line for each technique. */
  public void csv(PrintStream out) {
    RowWriter writer = null;
    for (TechniqueCoverage each : coverage.techniques()) {
      Map<String, @Nullable Object> row = technique(each);
      row.remove("replays");
      if (writer == null) {
        writer =
            RowFormat.CSV.writer(
                out, Page.PLAIN, row.keySet().stream().map(CoverageRows::column).toList());
      }
      writer.row(new ArrayList<>(row.values()));
    }
    if (writer != null) {
      writer.end();
    }
  }

  private static RowColumn column(String name) {
    return new RowColumn(name, false, value -> value, CoverageRows::text);
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> String.join(" ", list.stream().map(String::valueOf).toList());
      case Object other -> other.toString();
    };
  }

  private Map<String, @Nullable Object> technique(TechniqueCoverage each) {
    FlowSight sight = each.sight();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("technique", each.technique().id());
    json.put("name", each.technique().name());
    json.put("technique_v19", AttackMatrix.pinned().inVersion19(each.technique().id()));
    json.put("tactics", each.tactics().stream().map(Tactic::shortName).toList());
    json.put("seen_in_flow_logs", sight == null ? null : lower(sight.degree()));
    json.put("reason", sight == null ? null : sight.reason());
    json.put("page", sight == null ? null : sight.page().toString());
    json.put("analytics", sight == null ? List.of() : sight.analytics());
    json.put("rules", each.rules().stream().map(Rule::name).toList());
    json.put("level", each.level() == null ? null : lower(each.level()));
    json.put("attacks_replayed", each.attacks().isEmpty() ? null : each.attacks().size());
    json.put("attacks_found", each.attacks().isEmpty() ? null : each.found());
    json.put("median_seconds", each.timeToDetect().map(time -> time.median()).orElse(null));
    json.put("p95_seconds", each.timeToDetect().map(time -> time.p95()).orElse(null));
    for (Grade grade : Grade.values()) {
      json.put(
          lower(grade) + "_share",
          each.shares().isEmpty() ? null : each.shares().getOrDefault(grade, 0.0));
    }
    json.put("replays", each.attacks().stream().map(CoverageRows::attack).toList());
    return json;
  }

  private static Map<String, @Nullable Object> attack(ReplayedAttack attack) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("family", attack.family());
    json.put("network", attack.network());
    json.put("origin", lower(attack.origin()));
    json.put("strength", attack.strength() == null ? null : lower(attack.strength()));
    json.put("found", attack.time() != null);
    json.put("seconds", attack.time() == null ? null : attack.time().seconds());
    return json;
  }

  private static Map<String, @Nullable Object> rule(RuleCoverage each) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("rule", each.rule().name());
    for (Grade grade : Grade.values()) {
      json.put(lower(grade) + "_share", each.share(grade));
    }
    json.put("lacks", each.lacks());
    return json;
  }

  private Map<String, @Nullable Object> change(Change change) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("change", change.what());
    json.put("buys", CoverageReport.sentence(coverage, change));
    json.put("rules", change.gains().stream().map(CoverageRows::gain).toList());
    return json;
  }

  private static Map<String, @Nullable Object> gain(Change.Gain gain) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("rule", gain.rule());
    json.put("from", lower(gain.from()));
    json.put("to", lower(gain.to()));
    json.put("share", gain.share());
    return json;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
