package io.flowproof.simulate.record;

/** The values of {@code log-status}. */
public enum RecordStatus {
  /** A record with traffic. */
  OK,
  /** There was no traffic in the window. */
  NODATA,
  /** The records of the window were lost. */
  SKIPDATA
}
