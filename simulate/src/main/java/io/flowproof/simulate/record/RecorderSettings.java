package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongBiFunction;

/**
 * How a recorder records.
 *
 * @param time when recording begins and ends; connections may go on after
 * @param silence whether windows without traffic are recorded as NODATA
 * @param outages what is lost and recorded as SKIPDATA
 * @param phase when the windows of a recording point begin, modulo their length, in microseconds
 */
public record RecorderSettings(
    Period time,
    boolean silence,
    List<Outage> outages,
    ToLongBiFunction<FlowLog, RecordingPoint> phase) {

  /** From a time to another, with NODATA, without outages, windows as AWS places them. */
  public static RecorderSettings over(Period time) {
    return new RecorderSettings(time, true, List.of(), RecorderSettings::ownPhase);
  }

  /** The same with or without NODATA. */
  public RecorderSettings withSilence(boolean newSilence) {
    return new RecorderSettings(time, newSilence, outages, phase);
  }

  /** The same with these outages. */
  public RecorderSettings withOutages(List<Outage> newOutages) {
    return new RecorderSettings(time, silence, newOutages, phase);
  }

  /** The same with windows that begin at these times. */
  public RecorderSettings withPhase(ToLongBiFunction<FlowLog, RecordingPoint> newPhase) {
    return new RecorderSettings(time, silence, outages, newPhase);
  }

  /** Every interface has windows of its own: they begin whenever recording it began. */
  private static long ownPhase(FlowLog log, RecordingPoint point) {
    return ownPhase(log, point.id());
  }

  private static long ownPhase(FlowLog log, String point) {
    long mixed = (point.hashCode() * 31L + log.id().hashCode()) * 0x9e3779b97f4a7c15L;
    return (mixed >>> 16) % (log.interval() * Period.SECOND);
  }

  /**
   * When the aggregation window of a packet ends at an interface with windows of its own.
   *
   * @param log whose interval holds there
   * @param point the interface's id
   */
  public static Instant windowEnd(FlowLog log, String point, Instant packet) {
    long length = log.interval() * Period.SECOND;
    long phase = ownPhase(log, point) % length;
    long micros = packet.getEpochSecond() * Period.SECOND;
    long end = (Math.floorDiv(micros - phase, length) + 1) * length + phase;
    return Instant.ofEpochSecond(0, end * 1_000);
  }
}
