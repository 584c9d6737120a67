package io.flowproof.simulate.replay;

import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.Playback;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.RecorderSettings;
import io.flowproof.simulate.record.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns captures into the flow logs that a VPC would have had. Flow captures are held in memory and
 * sorted; packets are read twice, once for their addresses and times.
 */
public final class Replay {
  /** Unix seconds before this are seconds since the capture began: March 1973. */
  private static final long RELATIVE = 100_000_000L * Period.SECOND;

  private static final long TOLERANCE = 120 * Period.SECOND;

  private final ReplayRequest request;
  private final CaptureScan scan;
  private long shift;

  /** A replay of that. */
  public Replay(ReplayRequest request) {
    this.request = request;
    this.scan = new CaptureScan(request.map(), request.vpc());
  }

  /** Whether the captures count time from their own beginning, so that a time must be given. */
  private boolean isRelative() {
    return scan.first() < RELATIVE;
  }

  /**
   * Reads the captures and records them.
   *
   * @param sink takes the records; it is not closed
   * @param truth takes what is labelled
   * @throws InvalidCaptureException for a file that is not what it should be, for captures that
   *     hold nothing, and for relative times without a time to begin at
   */
  public ReplayReport run(RecordSink sink, TruthFile truth) throws IOException {
    for (Path file : request.files()) {
      read(file, scan);
    }
    if (scan.isEmpty()) {
      throw new InvalidCaptureException(
          "There is nothing to replay in " + request.files() + " (" + scan.refused() + ")");
    }
    if (isRelative() && request.at() == null) {
      throw new InvalidCaptureException(
          "The times of this capture are relative: it begins at %.6f s (--at TIME says when that was)"
              .formatted(scan.first() / 1e6));
    }
    if (request.at() != null) {
      shift = ChronoUnit.MICROS.between(Instant.EPOCH, request.at()) - scan.first();
    }
    ReplayVpc vpc = new ReplayVpc(request.vpc(), scan.inside(), request.log());
    long length = request.log().interval() * Period.SECOND;
    Period time = new Period(scan.first() + shift - length, scan.last() + shift + length);
    Recorder recorder =
        new Recorder(
            vpc.network(),
            List.of(request.log()),
            RecorderSettings.over(time).withSilence(request.nodata()),
            sink);
    long labels = truth.lines();
    if (request.format() == CaptureFormat.PCAP) {
      packets(recorder);
    } else {
      flows(recorder, truth);
    }
    recorder.finish();
    return new ReplayReport(
        scan.entries(),
        scan.refused(),
        scan.firstRefused(),
        recorder.totals(),
        vpc.network().enis().size(),
        truth.lines() - labels);
  }

  private void read(Path file, CaptureSink sink) throws IOException {
    String name = String.valueOf(file.getFileName());
    switch (request.format()) {
      case ZEEK -> new ZeekReader(name).read(file, sink);
      case ARGUS -> new ArgusReader(name).read(file, sink);
      case NETFLOW -> new NfdumpReader(name).read(file, sink);
      case PCAP -> new PcapReader(name).read(file, sink);
    }
  }

  private void flows(Recorder recorder, TruthFile truth) {
    List<CapturedFlow> flows = new ArrayList<>(scan.flows());
    flows.sort(Comparator.comparingLong(CapturedFlow::start));
    if (request.format() == CaptureFormat.NETFLOW) {
      flows = Opening.found(flows);
    }
    Playback playback = new Playback(recorder);
    for (CapturedFlow captured : flows) {
      CapturedFlow flow = captured.shifted(shift);
      playback.advance(flow.start());
      Track track =
          recorder.open(
              flow.client(), flow.clientPort(), flow.server(), flow.serverPort(), flow.protocol());
      List<PacketGroup> groups = FlowPackets.of(flow);
      playback.play(track, groups);
      if (flow.label() != null) {
        truth.write(truth(flow, flow.label()));
      }
    }
    playback.finish();
  }

  private static Map<String, Object> truth(CapturedFlow flow, String label) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("source", flow.source());
    values.put("label", label);
    values.put("client", flow.client());
    values.put("client_port", flow.clientPort());
    values.put("server", flow.server());
    values.put("server_port", flow.serverPort());
    values.put("protocol", flow.protocol());
    values.put("start", TruthFile.instant(flow.start()));
    values.put("end", TruthFile.instant(flow.start() + flow.duration()));
    values.put("packets", flow.there().packets() + flow.back().packets());
    values.put("bytes", flow.there().bytes() + flow.back().bytes());
    return values;
  }

  private void packets(Recorder recorder) throws IOException {
    PacketTracks tracks = new PacketTracks(recorder, request.map(), shift);
    for (Path file : request.files()) {
      read(file, tracks);
    }
  }

  /** Connections by their packets. */
  private static final class PacketTracks implements CaptureSink {
    private static final int MOST = 500_000;

    private final Recorder recorder;
    private final AddressMap map;
    private final long shift;
    private long now = Long.MIN_VALUE / 2;

    private final Map<List<Object>, Followed> tracks =
        new LinkedHashMap<>(1024, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<List<Object>, Followed> eldest) {
            return size() > MOST;
          }
        };

    private record Followed(Track track, boolean turned) {}

    PacketTracks(Recorder recorder, AddressMap map, long shift) {
      this.recorder = recorder;
      this.map = map;
      this.shift = shift;
    }

    @Override
    public void flow(CapturedFlow flow) {}

    @Override
    public void refuse(long place, String reason) {}

    @Override
    public void packet(CapturedPacket packet) {
      // Captures of several interfaces are a little out of order.
      long time = Math.max(packet.time() + shift, now - TOLERANCE);
      if (time > now) {
        now = time;
        recorder.advance(now - TOLERANCE);
      }
      var src = map.map(packet.src());
      var dst = map.map(packet.dst());
      boolean swapped =
          src.compareTo(dst) > 0 || (src.equals(dst) && packet.srcPort() > packet.dstPort());
      List<Object> key =
          swapped
              ? List.of(dst, packet.dstPort(), src, packet.srcPort(), packet.protocol())
              : List.of(src, packet.srcPort(), dst, packet.dstPort(), packet.protocol());
      boolean opens = packet.protocol() == Protocols.TCP && (packet.tcpFlags() & 18) == 2;
      Followed entry = opens ? null : tracks.get(key);
      boolean fresh = opens && isNew(tracks.get(key), swapped);
      if (opens && !fresh) {
        entry = tracks.get(key);
      }
      if (entry == null) {
        boolean answer = packet.protocol() == Protocols.TCP && (packet.tcpFlags() & 18) == 18;
        Track track =
            answer
                ? recorder.open(dst, packet.dstPort(), src, packet.srcPort(), packet.protocol())
                : recorder.open(src, packet.srcPort(), dst, packet.dstPort(), packet.protocol());
        entry = new Followed(track, swapped != answer);
        tracks.put(key, entry);
      }
      entry
          .track()
          .send(
              PacketGroup.packet(
                  swapped == entry.turned(), time, packet.bytes(), packet.tcpFlags()));
    }

    /** A SYN after the connection was closed opens another. */
    private static boolean isNew(@Nullable Followed entry, boolean swapped) {
      return entry == null || entry.track().isClosed() || entry.turned() != swapped;
    }
  }
}
