package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints records as text, with a header line before those of a format. It closes nothing. */
public final class PrintedLines implements RecordSink {
  private final PrintStream out;
  private final Map<FlowLog, LineWriter> writers = new HashMap<>();
  private String header = "";

  /** Prints to that stream. */
  public PrintedLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    LineWriter writer = writers.computeIfAbsent(log, l -> new LineWriter(l.format()));
    if (!writer.header().equals(header)) {
      header = writer.header();
      out.print(header);
    }
    writer.clear();
    records.forEach(writer::write);
    out.print(new String(writer.bytes(), 0, writer.length(), StandardCharsets.UTF_8));
  }
}
