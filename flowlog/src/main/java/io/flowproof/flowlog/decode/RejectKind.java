package io.flowproof.flowlog.decode;

import java.util.Locale;

/** The kinds of reasons for which a line is no record, by which rejects are counted. */
public enum RejectKind {
  /** The object's damage cuts the line. */
  TRUNCATED,
  /** More or fewer tokens than the format has fields. */
  TOKEN_COUNT,
  /** A number was expected. */
  NOT_A_NUMBER,
  /** A number beyond its field's range. */
  OUT_OF_RANGE,
  /** An address was expected. */
  NOT_AN_ADDRESS,
  /** An action other than ACCEPT and REJECT. */
  UNKNOWN_ACTION,
  /** A log-status other than OK, NODATA and SKIPDATA. */
  UNKNOWN_STATUS,
  /** A tag value that is not percent-encoded UTF-8. */
  MALFORMED_TAG,
  /** Control bytes, bytes that are not UTF-8, or an empty token. */
  MALFORMED_TEXT,
  /** A line longer than the decoder holds. */
  TOO_LONG,
  /** Neither a header nor a log format was given, and the line is not of the default format. */
  UNKNOWN_FORMAT,
  /** A header that names more columns than any format has. */
  MALFORMED_HEADER,
  /** The JSON around the events is broken. */
  MALFORMED_JSON;

  /** The name in output: lower case with hyphens, such as {@code token-count}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
