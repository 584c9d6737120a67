package io.flowproof.app.report;

/** The formats in which findings and accounts come out, which have parts within parts. */
public enum RecordFormat {
  /** For people. */
  TABLE,
  /** One JSON text. */
  JSON,
  /** A JSON object a line. */
  NDJSON
}
