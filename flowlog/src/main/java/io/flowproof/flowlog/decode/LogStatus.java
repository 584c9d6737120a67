package io.flowproof.flowlog.decode;

/** The values of log-status. */
enum LogStatus {
  /** A record with traffic; also every record of a format without log-status. */
  OK,
  /** No traffic in the window. */
  NODATA,
  /** Records of the window were lost. */
  SKIPDATA
}
