package io.flowproof.detection.gaps;

import io.flowproof.detection.inventory.BucketSetting;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.FlowLogLife.Destination;
import io.flowproof.detection.inventory.Inventory;
import io.flowproof.detection.inventory.LogGroupSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When a destination of flow logs deletes the logs of the window.
 *
 * @param destination the bucket or the log group
 * @param rule what deletes, in words
 * @param first when the first of the window goes; null where nothing deletes it
 * @param last when the last of it goes; null where nothing deletes it
 * @param forGood false where versions remain that can be had back
 */
public record Deadline(
    Destination destination,
    String rule,
    @Nullable Instant first,
    @Nullable Instant last,
    boolean forGood) {

  /** For each destination of the flow logs that are known, what is known of it. */
  static List<Deadline> of(Inventory inventory, Period window) {
    Set<String> seen = new TreeSet<>();
    List<Deadline> all = new ArrayList<>();
    for (FlowLogLife life : inventory.flowLogs().values()) {
      Destination destination = life.destination();
      if (!life.existed(window.from(), window.to()) || !seen.add(destination.toString())) {
        continue;
      }
      LogGroupSetting group = inventory.groups().get(destination.name());
      BucketSetting bucket = inventory.buckets().get(destination.name());
      if (destination.type().equals("cloud-watch-logs") && group != null) {
        all.add(group(destination, group, window));
      } else if (destination.type().equals("s3") && bucket != null) {
        all.addAll(bucket(destination, bucket, window));
      }
    }
    return all;
  }

  private static Deadline group(Destination destination, LogGroupSetting group, Period window) {
    if (group.retentionDays() == 0) {
      return new Deadline(destination, "events never expire", null, null, false);
    }
    Duration kept = Duration.ofDays(group.retentionDays());
    return new Deadline(
        destination,
        "retention of %s".formatted(Words.count(group.retentionDays(), "day")),
        window.from().plus(kept),
        window.to().plus(kept),
        true);
  }

  private static List<Deadline> bucket(
      Destination destination, BucketSetting bucket, Period window) {
    if (bucket.lifecycle().isEmpty()) {
      return List.of();
    }
    List<Deadline> all = new ArrayList<>();
    boolean versions = bucket.versioning().orElse("never").equals("Enabled");
    for (BucketSetting.Rule rule : bucket.lifecycle().get()) {
      if (rule.concerns(destination.prefix())) {
        all.addAll(rule(destination, rule, versions, window));
      }
    }
    return all.isEmpty()
        ? List.of(new Deadline(destination, "no lifecycle rule deletes them", null, null, false))
        : all;
  }

  private static List<Deadline> rule(
      Destination destination, BucketSetting.Rule rule, boolean versions, Period window) {
    String name =
        "lifecycle rule %s%s"
            .formatted(rule.id(), rule.narrowed() ? " (some objects only)" : "")
            .strip();
    Duration stay = Duration.ofDays(versions ? rule.noncurrentDays().orElse(0) : 0);
    boolean forGood = !versions || rule.noncurrentDays().isPresent();
    List<Deadline> all = new ArrayList<>();
    rule.days()
        .ifPresent(
            days ->
                all.add(
                    new Deadline(
                        destination,
                        "%s: after %s%s"
                            .formatted(
                                name, Words.count(days, "day"), versions ? versions(rule) : ""),
                        midnight(window.from().plus(Duration.ofDays(days))).plus(stay),
                        midnight(window.to().plus(Duration.ofDays(days))).plus(stay),
                        forGood)));
    rule.date()
        .filter(date -> date.isAfter(window.from()))
        .ifPresent(
            date ->
                all.add(
                    new Deadline(
                        destination,
                        "%s: on %s%s"
                            .formatted(name, Words.time(date), versions ? versions(rule) : ""),
                        date.plus(stay),
                        date.plus(stay),
                        forGood)));
    return all;
  }

  private static String versions(BucketSetting.Rule rule) {
    return rule.noncurrentDays()
        .map(days -> ", versions %s later".formatted(Words.count(days, "day")))
        .orElse(", versions remain");
  }

  /** S3 rounds to the next midnight UTC (S3 User Guide, "Setting lifecycle configuration"). */
  private static Instant midnight(Instant time) {
    Instant day = time.truncatedTo(ChronoUnit.DAYS);
    return day.equals(time) ? day : day.plus(1, ChronoUnit.DAYS);
  }
}
