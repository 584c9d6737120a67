package io.flowproof.simulate.deliver;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.RecordSink;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;

/** Prints records as text, with a header line before those of a format. It closes nothing. */
public final class PrintedLines implements RecordSink {
  private final PrintStream out;
  private final IdentityHashMap<FlowLog, LineWriter> writers = new IdentityHashMap<>();
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
    writer.write(point, records);
    out.print(new String(writer.bytes(), 0, writer.length(), StandardCharsets.UTF_8));
  }
}
