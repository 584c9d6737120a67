package io.flowproof.app.report;

import java.io.PrintStream;
import java.util.List;

/** The formats in which rows come out. */
public enum RowFormat {
  /** Aligned, for people. */
  TABLE,
  /** One JSON array of objects, an object a line. */
  JSON,
  /** An object a line. */
  NDJSON,
  /** RFC 4180 with a heading; null is nothing between the commas. */
  CSV;

  /** A writer in this format. */
  public RowWriter writer(PrintStream out, Page page, List<RowColumn> columns) {
    return switch (this) {
      case TABLE -> new TableRows(out, page, columns);
      case JSON -> JsonRows.array(out, columns);
      case NDJSON -> JsonRows.lines(out, columns);
      case CSV -> new CsvRows(out, columns);
    };
  }
}
