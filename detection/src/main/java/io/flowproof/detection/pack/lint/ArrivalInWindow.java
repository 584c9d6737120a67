package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import java.time.Duration;
import java.util.List;

/**
 * A record must be seen by some tick after it has arrived: {@code over} must exceed {@code every}
 * by the time from a record's start, which is its TimeGenerated and {@code _time}, to its arrival.
 * A longest aggregation window takes 10 minutes, and AWS delivers typically about 5 minutes later
 * to CloudWatch Logs and about 10 to S3 (Amazon VPC User Guide, "Flow logs basics"). AWS publishes
 * no percentiles; 20 minutes are assumed for the 95th.
 */
final class ArrivalInWindow implements LintCheck {
  private static final Duration ARRIVAL = Duration.ofMinutes(20);

  @Override
  public String name() {
    return "arrival-in-window";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    return pack.rules().stream()
        .filter(rule -> rule.schedule().over().compareTo(rule.schedule().every().plus(ARRIVAL)) < 0)
        .map(
            rule ->
                about(
                    rule,
                    "What arrives late is never seen: 'over' is less than 'every' and %d minutes"
                        .formatted(ARRIVAL.toMinutes())))
        .toList();
  }
}
