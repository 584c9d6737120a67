package io.flowproof.detection.coverage;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Recording;
import io.flowproof.detection.pack.Recording.Traffic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How something is recorded, as far as it is known. What cannot be told counts as good; whoever
 * makes this says so beside it (see {@link Observation#doubts}).
 *
 * @param fields the fields of the log format
 * @param traffic the kinds of records
 * @param interval the longest aggregation interval
 * @param nothing why nothing is recorded at all; null where something is
 */
public record Recorded(
    Set<FlowLogField> fields, Set<Traffic> traffic, Duration interval, @Nullable String nothing) {
  /** Copies the sets. */
  public Recorded {
    fields = Set.copyOf(fields);
    traffic = Set.copyOf(traffic);
  }

  /** Nothing is recorded. */
  public static Recorded nothing(String why) {
    return new Recorded(Set.of(), Set.of(), Recording.LONGEST, why);
  }

  /** The same with one field more. */
  Recorded with(FlowLogField field) {
    Set<FlowLogField> more = EnumSet.of(field);
    more.addAll(fields);
    return new Recorded(more, traffic, interval, nothing);
  }

  /** The same of all traffic. */
  Recorded ofAllTraffic() {
    return new Recorded(fields, EnumSet.allOf(Traffic.class), interval, nothing);
  }

  /** The same with windows of a minute. */
  Recorded everyMinute() {
    return new Recorded(fields, traffic, Duration.ofMinutes(1), nothing);
  }
}
