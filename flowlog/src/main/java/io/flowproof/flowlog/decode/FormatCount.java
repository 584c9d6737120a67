package io.flowproof.flowlog.decode;

/**
 * The lines of one log format.
 *
 * @param format the format
 * @param flows records with traffic
 * @param nodata NODATA records
 * @param skipdata SKIPDATA records
 * @param rejected lines that stood under this format and are no record of it
 */
public record FormatCount(LogFormat format, long flows, long nodata, long skipdata, long rejected) {

  /** All lines under this format. */
  public long lines() {
    return flows + nodata + skipdata + rejected;
  }

  /** Both counts; the format is this one's. */
  FormatCount plus(FormatCount other) {
    return new FormatCount(
        format,
        flows + other.flows,
        nodata + other.nodata,
        skipdata + other.skipdata,
        rejected + other.rejected);
  }
}
