package io.flowproof.query.splunk;

/**
 * How many rows a search takes from others before Splunk cuts ("limits.conf", Admin Manual).
 *
 * @param subsearch rows of a subsearch that becomes a condition
 * @param join rows of the subsearch of join
 * @param append rows of the subsearch of append, appendcols, union and set
 */
public record SearchLimits(int subsearch, int join, int append) {
  /** As Splunk ships. */
  public static final SearchLimits SPLUNK = new SearchLimits(10_000, 50_000, 50_000);

  /** So far that no search of a person meets them; what becomes text stays bounded. */
  public static final SearchLimits LIFTED =
      new SearchLimits(100_000, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Whether these are not Splunk's. */
  public boolean areLifted() {
    return !equals(SPLUNK);
  }
}
