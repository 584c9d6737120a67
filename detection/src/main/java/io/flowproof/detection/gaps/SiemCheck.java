package io.flowproof.detection.gaps;

import io.flowproof.detection.gaps.Blocker.Draft;
import io.flowproof.detection.gaps.Blocker.Kind;
import io.flowproof.detection.gaps.RecordedLogs.HourCount;
import io.flowproof.detection.inventory.TrailEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the records of each hour here with those that the SIEM has. A SIEM may leave out NODATA
 * and SKIPDATA records, so an hour is whole with anything from the flows alone to all records;
 * hours that the window cuts are not compared.
 */
final class SiemCheck {
  private static final int MOST_HOURS = 8;

  private final Situation situation;
  private final Draft draft = new Draft(Kind.SIEM_NOT_INGESTING);

  SiemCheck(Situation situation) {
    this.situation = situation;
  }

  Blocker check(Optional<SiemCounts> counts) {
    for (TrailEvent event :
        situation
            .inventory()
            .events(
                "DeleteSubscriptionFilter",
                "DeleteDelivery",
                "DeleteDeliverySource",
                "DeleteDeliveryDestination",
                "DeleteDeliveryStream",
                "UpdateDestination")) {
      if (event.succeeded()) {
        draft.found(
            "%s at %s by %s: what fed the SIEM may have ended there"
                .formatted(event.name(), Words.time(event.time()), event.user()),
            new Period(event.time(), event.time()));
      }
    }
    if (counts.isPresent()) {
      compare(counts.get());
    } else {
      draft.open("The SIEM's counts were not given");
      ask();
    }
    return draft.finish();
  }

  private void compare(SiemCounts counts) {
    List<Instant> fewer = new ArrayList<>();
    List<Instant> more = new ArrayList<>();
    Map<Instant, HourCount> hours = hours();
    long missing = 0;
    for (Map.Entry<Instant, HourCount> hour : hours.entrySet()) {
      long there = counts.hours().getOrDefault(hour.getKey(), 0L);
      if (there < hour.getValue().flows()) {
        fewer.add(hour.getKey());
        missing += hour.getValue().flows() - there;
      } else if (there > hour.getValue().all()) {
        more.add(hour.getKey());
      }
    }
    for (Instant hour : fewer.stream().limit(MOST_HOURS).toList()) {
      HourCount here = Objects.requireNonNull(hours.get(hour));
      draft.found(
          "%s: the SIEM has %,d, these logs %,d flows (%,d records)"
              .formatted(
                  Words.time(hour),
                  counts.hours().getOrDefault(hour, 0L),
                  here.flows(),
                  here.all()),
          new Period(hour, hour.plus(1, ChronoUnit.HOURS)));
    }
    if (!fewer.isEmpty()) {
      draft
          .found(
              "%s with too few, at least %s missing in the SIEM"
                  .formatted(Words.count(fewer.size(), "hour"), Words.count(missing, "flow")))
          .now("flowproof detect over these logs: what the SIEM lacks its rules did not see")
          .now(
              "Have the connector read again: the SQS queue, the subscription, the data connector");
    } else if (hours.isEmpty()) {
      draft.open("No whole hour of the window has records here to compare");
    } else {
      draft.fine(
          "%s compared with %s: the SIEM has all"
              .formatted(Words.count(hours.size(), "hour"), counts.file()));
    }
    if (!more.isEmpty()) {
      draft.open(
          "%s in which the SIEM has more than these logs (%s): other accounts, overlapping flow"
                  .formatted(
                      Words.count(more.size(), "hour"),
                      Words.names(more.stream().map(Words::time).toList()))
              + " logs, or objects that are not here");
    }
  }

  /** Whole hours of the window, those without records too. */
  private Map<Instant, HourCount> hours() {
    Map<Instant, HourCount> whole = new TreeMap<>();
    situation
        .logs()
        .hours()
        .forEach(
            (hour, count) -> {
              Instant end = hour.plus(Duration.ofHours(1));
              if (!hour.isBefore(situation.window().from())
                  && !end.isAfter(situation.window().to())) {
                whole.put(hour, count);
              }
            });
    return whole;
  }

  private void ask() {
    Period window = situation.window();
    draft
        .now(
            "Sentinel: AWSVPCFlow | where TimeGenerated >= datetime(%s) and TimeGenerated < datetime(%s) | summarize count() by bin(TimeGenerated, 1h)"
                .formatted(window.from(), window.to()))
        .now(
            "Splunk: sourcetype=aws:cloudwatchlogs:vpcflow earliest=%d latest=%d | bin _time span=1h | stats count by _time"
                .formatted(window.from().getEpochSecond(), window.to().getEpochSecond()))
        .now("Export the rows as CSV and give them with --siem-counts FILE.csv");
  }
}
