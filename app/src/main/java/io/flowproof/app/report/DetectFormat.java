package io.flowproof.app.report;

/** The formats in which findings come out. */
public enum DetectFormat {
  /** For people. */
  TABLE,
  /** One JSON text. */
  JSON,
  /** A JSON object a line. */
  NDJSON,
  /** A Detection Finding of the Open Cybersecurity Schema Framework a line. */
  OCSF
}
