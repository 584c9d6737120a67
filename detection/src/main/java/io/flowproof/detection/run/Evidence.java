package io.flowproof.detection.run;

import java.util.List;

/**
 * Where a finding came from.
 *
 * @param basis how the lines were found
 * @param total how many lines there are, exactly
 * @param lines the first of them, by object and line, bounded
 */
public record Evidence(EvidenceBasis basis, long total, List<LogLine> lines) {
  /** Copies the list. */
  public Evidence {
    lines = List.copyOf(lines);
  }
}
