package io.flowproof.flowlog.intel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be observed and that a feed says is bad.
 *
 * @param id the feed's own name of it; made of the feed and the value where there is none
 * @param observable what can be observed
 * @param pattern the STIX pattern that it comes from, made up where the feed has none
 * @param description what the feed says of it
 * @param confidence 0 to 100
 * @param validFrom it does not hold before
 * @param validUntil it does not hold from then on; null for no end
 * @param created when the feed made it
 * @param modified when the feed changed it last
 * @param revoked true when the feed has taken it back
 * @param source the feed
 * @param threatTypes kinds of threat, such as {@code botnet}
 * @param tags the feed's tags
 * @param tlp {@code white}, {@code green}, {@code amber} or {@code red}
 * @param data the indicator as a STIX object in JSON
 */
public record Indicator(
    String id,
    Observable observable,
    String pattern,
    @Nullable String description,
    @Nullable Integer confidence,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil,
    @Nullable Instant created,
    @Nullable Instant modified,
    boolean revoked,
    String source,
    List<String> threatTypes,
    List<String> tags,
    @Nullable String tlp,
    String data) {

  /** Copies the lists. */
  public Indicator {
    threatTypes = List.copyOf(threatTypes);
    tags = List.copyOf(tags);
  }

  /** True from {@code validFrom} until before {@code validUntil}, unless it was taken back. */
  public boolean holdsAt(Instant time) {
    return !revoked
        && (validFrom == null || !time.isBefore(validFrom))
        && (validUntil == null || time.isBefore(validUntil));
  }
}
