package io.flowproof.detection.gaps;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one interface say of when it was recorded.
 *
 * @param id the interface; of a regional NAT gateway its id
 * @param vpc its VPC; null where the format has none
 * @param subnet its subnet; null where the format has none
 * @param every its aggregation interval in seconds, told by its longest record: 60 or 600
 * @param usual a pause that is usual for it: where it has no NODATA record, so that its silence and
 *     loss look alike, and pauses {@link #MOST_PAUSES} times or more, all that are longer than this
 *     are told; zero otherwise
 * @param flows records with traffic
 * @param accepted those accepted
 * @param rejected those rejected
 * @param nodata NODATA records
 * @param skipdata SKIPDATA records
 * @param fields the fields that every record has, as bits (see {@code FlowTables.presenceBit})
 * @param someFields the fields that any record has
 * @param stretches times of records of one kind, in order
 */
public record InterfaceLog(
    String id,
    @Nullable String vpc,
    @Nullable String subnet,
    int every,
    Duration usual,
    long flows,
    long accepted,
    long rejected,
    long nodata,
    long skipdata,
    long fields,
    long someFields,
    List<Stretch> stretches) {

  private static final int FAR_LONGER = 4;

  /** How often an interface without NODATA pauses before that is usual for it. */
  static final int MOST_PAUSES = 25;

  /** What records say of a time. */
  public enum Kind {
    /** There was traffic, and it was recorded. */
    RECORDED,
    /** There was none: a proof of silence. */
    SILENT,
    /** AWS lost records: an unknown number of flows. */
    LOST
  }

  /**
   * Records of one kind that follow each other.
   *
   * @param minutes in how many minutes records begin, counted by spans of three
   */
  public record Stretch(Kind kind, Period period, long minutes, long records) {}

  /** Copies the list. */
  public InterfaceLog {
    stretches = List.copyOf(stretches);
  }

  /**
   * Records of two neighbouring windows can be as far apart as both windows are long, and their
   * times may be a minute off (AWS, "Flow log records"): what is farther apart lacks a window,
   * unless that is usual.
   */
  public Duration tolerance() {
    Duration pause = tolerance(every);
    return pause.compareTo(usual) > 0 ? pause : usual;
  }

  static Duration tolerance(int every) {
    return Duration.ofSeconds(2L * every + 60);
  }

  /** Records of all kinds. */
  public long records() {
    return flows + nodata + skipdata;
  }

  /** When it was recorded, whatever the records say, clipped to the window. */
  public List<Period> recorded(Period window) {
    List<Period> periods = new ArrayList<>();
    stretches.forEach(s -> periods.addAll(s.period().common(window)));
    return Period.merged(periods, tolerance());
  }

  /** The times in the window without any record, longer than it may be without. */
  public List<Period> unrecorded(Period window) {
    return window.without(recorded(window)).stream()
        .filter(period -> period.length().compareTo(tolerance()) > 0)
        .toList();
  }

  /**
   * Whether it had traffic in most windows of at least half an hour before a time without records;
   * of one that pauses anyhow, only when this pause is far longer than usual.
   */
  boolean isSuddenlySilent(Period period) {
    Instant moment = period.from();
    return period.length().compareTo(usual.multipliedBy(FAR_LONGER)) >= 0
        && stretches.stream()
            .filter(s -> s.kind() == Kind.RECORDED)
            .filter(s -> !s.period().from().isAfter(moment))
            .filter(s -> !s.period().to().isBefore(moment.minus(tolerance())))
            .anyMatch(this::isTalkative);
  }

  private boolean isTalkative(Stretch stretch) {
    long minutes = stretch.period().length().toMinutes();
    return minutes >= 30 && stretch.minutes() * every / 60 * 2 >= minutes;
  }
}
