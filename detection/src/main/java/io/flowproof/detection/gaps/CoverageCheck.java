package io.flowproof.detection.gaps;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.Blocker.Draft;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.Hole.Why;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.Inventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where and when nothing was recorded, or too little to answer with. */
final class CoverageCheck {
  private static final int MOST_HOLES = 6;

  /** Fields without which an answer is weaker, and what they cost. */
  private static final Map<FlowLogField, String> COSTS = costs();

  private final Situation situation;
  private final Inventory inventory;
  private final Draft draft = new Draft(Kind.COVERAGE_MISSING);

  CoverageCheck(Situation situation) {
    this.situation = situation;
    this.inventory = situation.inventory();
  }

  private static Map<FlowLogField, String> costs() {
    Map<FlowLogField, String> costs = new LinkedHashMap<>();
    costs.put(FlowLogField.TCP_FLAGS, "whether a connection was established is a guess");
    costs.put(
        FlowLogField.PKT_SRCADDR, "who is behind a NAT gateway or a load balancer is not told");
    costs.put(FlowLogField.FLOW_DIRECTION, "direction is told from addresses alone");
    costs.put(FlowLogField.INSTANCE_ID, "which machine it was needs an inventory of that time");
    return costs;
  }

  Blocker check() {
    if (situation.logs().interfaces().isEmpty()) {
      draft.found("No record of any interface lies in the window", situation.window());
    }
    holes();
    lost();
    settings();
    fields();
    if (inventory.interfaces().isEmpty()) {
      draft
          .open("Which interfaces there should be is not known: no inventory describes them")
          .now("flowproof collect inventory --case DIR");
    } else if (!draft.has(Blocker.Verdict.FOUND)) {
      draft.fine(
          "Every one of %s was recorded all the time"
              .formatted(Words.count(inventory.interfaces().size(), "described interface")));
    }
    return draft.finish();
  }

  private void holes() {
    List<Hole> missing =
        situation.holes().stream().filter(hole -> hole.why() != Why.NOT_THERE).toList();
    for (Hole hole : missing.stream().limit(MOST_HOLES).toList()) {
      String text =
          "%s (%s): no record of %s: %s"
              .formatted(
                  Words.period(hole.period()),
                  Words.length(hole.period().length()),
                  hole.interfaces().size() == 1
                      ? hole.interfaces().getFirst()
                      : Words.count(hole.interfaces().size(), "interface")
                          + " ("
                          + Words.names(hole.interfaces())
                          + ")",
                  hole.because());
      draft.found(text, hole.period());
    }
    if (missing.size() > MOST_HOLES) {
      draft.found(
          "and %,d more times without records, see the table"
              .formatted(missing.size() - MOST_HOLES));
    }
    if (missing.stream().anyMatch(hole -> hole.why() == Why.OBJECTS_MISSING)) {
      draft.now("flowproof collect s3 …   (the same command again fetches what is missing)");
    }
    if (missing.stream().anyMatch(hole -> hole.why() == Why.NO_FLOW_LOG)) {
      draft.now(
          "aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL"
              + " --max-aggregation-interval 60 --log-destination-type s3 …");
      draft.now(
          "For that time ask what else saw traffic: load balancers, DNS, firewalls, the hosts");
    }
  }

  private void lost() {
    long windows = 0;
    List<String> interfaces = new ArrayList<>();
    Period when = null;
    for (InterfaceLog log : situation.logs().interfaces().values()) {
      if (log.skipdata() > 0) {
        windows += log.skipdata();
        interfaces.add(log.id());
        for (InterfaceLog.Stretch stretch : log.stretches()) {
          if (stretch.kind() == InterfaceLog.Kind.LOST) {
            when =
                when == null
                    ? stretch.period()
                    : new Period(
                        Period.earlier(when.from(), stretch.period().from()),
                        Period.later(when.to(), stretch.period().to()));
          }
        }
      }
    }
    if (when != null) {
      draft.found(
          "AWS lost records (SKIPDATA) in %s of %s, %s: each stands for an unknown number of flows"
              .formatted(
                  Words.count(windows, "window"), Words.names(interfaces), Words.period(when)),
          when);
    }
    if (!situation.deliveries().rejected().isEmpty()) {
      draft.found(
          "%s with lines that are no record (flowproof inspect shows them)"
              .formatted(Words.count(situation.deliveries().rejected().size(), "object")));
    }
  }

  private void settings() {
    for (FlowLogLife life : inventory.flowLogs().values()) {
      if (!life.existed(situation.window().from(), situation.window().to())) {
        continue;
      }
      if (!life.error().isEmpty()) {
        draft
            .found(
                "%s on %s delivers with errors: %s"
                    .formatted(life.id(), life.resource(), life.error()))
            .now(remedy(life));
      }
      if (life.traffic().equals("ACCEPT") || life.traffic().equals("REJECT")) {
        draft.found(
            "%s on %s records %s only: %s does not show"
                .formatted(
                    life.id(),
                    life.resource(),
                    life.traffic(),
                    life.traffic().equals("ACCEPT") ? "what was refused" : "what got through"));
      }
    }
  }

  /** What AWS's guide says of each (VPC User Guide, "Troubleshoot VPC Flow Logs"). */
  private static String remedy(FlowLogLife life) {
    return switch (life.error()) {
      case "Rate limited" ->
          "%s: CloudWatch Logs throttles; records are lost: deliver to S3 as well"
              .formatted(life.id());
      case "Access error" ->
          "%s: the role or the bucket policy does not let it deliver any more: who changed it?"
              .formatted(life.id());
      default ->
          "aws ec2 describe-flow-logs --flow-log-ids %s   (if it stays, create it anew)"
              .formatted(life.id());
    };
  }

  private void fields() {
    COSTS.forEach(
        (field, cost) -> {
          List<String> lacking =
              situation.logs().interfaces().values().stream()
                  .filter(log -> (log.fields() & FlowTables.presenceBit(field)) == 0)
                  .map(InterfaceLog::id)
                  .toList();
          if (!lacking.isEmpty()) {
            draft.found(
                "Records of %s lack %s: %s"
                    .formatted(
                        lacking.size() == situation.logs().interfaces().size()
                            ? "every interface"
                            : Words.names(lacking),
                        field.awsName(),
                        cost));
          }
        });
  }
}
