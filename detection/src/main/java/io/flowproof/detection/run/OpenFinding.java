package io.flowproof.detection.run;

import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finding while windows still add to it. Each record counts once, in however many windows. */
final class OpenFinding {
  private final Map<String, @Nullable String> entities;
  private final EvidenceBasis basis;
  private final LineSet lines = new LineSet();
  private Map<String, @Nullable Object> row;
  private Instant lastTick;
  private Instant firstSeen = Instant.MAX;
  private Instant lastSeen = Instant.MIN;
  private int windows;
  private long bytes;
  private long inWindow;
  private long mostInWindow = -1;
  private Map<String, @Nullable Object> rowOfWindow;

  OpenFinding(
      Map<String, @Nullable String> entities,
      EvidenceBasis basis,
      Map<String, @Nullable Object> row,
      Window window) {
    this.entities = entities;
    this.basis = basis;
    this.row = row;
    this.rowOfWindow = row;
    this.lastTick = window.tick();
  }

  /** True when the window touches the last one in which this was found. */
  boolean continuesIn(Window window) {
    return !window.from().isAfter(lastTick);
  }

  void enter(Window window, Map<String, @Nullable Object> newRow) {
    lastTick = window.tick();
    rowOfWindow = newRow;
    inWindow = 0;
    windows++;
  }

  /** The window sees the same records as the last one, so the finding is the same. */
  void stay(Window window) {
    lastTick = window.tick();
    windows++;
  }

  void add(EvidenceLine line) {
    inWindow++;
    if (!lines.add(line.line())) {
      return;
    }
    bytes += line.bytes();
    firstSeen = line.start().isBefore(firstSeen) ? line.start() : firstSeen;
    lastSeen = line.end().isAfter(lastSeen) ? line.end() : lastSeen;
  }

  void leave() {
    if (inWindow > mostInWindow) {
      mostInWindow = inWindow;
      row = rowOfWindow;
    }
  }

  Finding close(Rule rule, Language language, int mostLines) {
    long total = lines.size();
    return new Finding(
        rule,
        language,
        entities,
        total == 0 ? lastTick : firstSeen,
        total == 0 ? lastTick : lastSeen,
        windows,
        total,
        bytes,
        row,
        new Evidence(basis, total, lines.first(mostLines)));
  }
}
