package io.flowproof.simulate.record;

import io.flowproof.core.address.Network;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.encode.LogEncoder;
import io.flowproof.simulate.deliver.PrintedLines;
import io.flowproof.simulate.deliver.RecordValues;
import io.flowproof.simulate.network.CloudNetwork;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.SecurityGroup;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Vpc;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small network and what is recorded in it, as lines. */
final class Recording {
  static final String ACCOUNT = "123456789010";

  final CloudNetwork network = new CloudNetwork();
  private final List<String> lines = new ArrayList<>();
  private final List<FlowRecord> records = new ArrayList<>();
  private final List<FlowLog> logs = new ArrayList<>();
  private @Nullable Recorder recorder;
  private RecorderSettings settings =
      RecorderSettings.over(new Period(0, Long.MAX_VALUE / 4)).withSilence(false);

  static long at(double seconds) {
    return Math.round(seconds * Period.SECOND);
  }

  static IpAddress ip(String text) {
    return IpAddress.of(text);
  }

  static Network cidr(String text) {
    return Network.parse(text).orElseThrow();
  }

  static Vpc vpc(String id, String... cidrs) {
    return new Vpc(
        id, id, ACCOUNT, "us-east-1", java.util.Arrays.stream(cidrs).map(Recording::cidr).toList());
  }

  static Subnet subnet(
      String id, Vpc vpc, String cidr, String az, NetworkAcl acl, RouteTable routes) {
    vpc.networks().forEach(n -> routes.with(n, new RouteTarget.Local()));
    return new Subnet(id, id, vpc, List.of(cidr(cidr)), az, acl, routes);
  }

  static RouteTable toInternet() {
    return new RouteTable()
        .with(cidr("0.0.0.0/0"), new RouteTarget.InternetGateway())
        .with(cidr("::/0"), new RouteTarget.InternetGateway());
  }

  /** An interface with everything that varies in these tests. */
  Eni eni(
      String id,
      EniKind kind,
      Subnet subnet,
      String primary,
      List<String> others,
      @Nullable String publicAddress,
      @Nullable String owner,
      SecurityGroup... groups) {
    IpAddress first = ip(primary);
    Eni eni =
        new Eni(
            new Eni.Description(
                id,
                id,
                Set.of(),
                kind,
                ACCOUNT,
                subnet,
                first,
                others.stream().map(Recording::ip).filter(a -> !a.isIpv6()).toList(),
                List.of(),
                publicAddress == null ? null : ip(publicAddress),
                first.isIpv6()
                    ? List.of(first)
                    : others.stream().map(Recording::ip).filter(IpAddress::isIpv6).toList(),
                List.of(groups),
                owner,
                false,
                Set.of(),
                Eni.Description.TCP_TIMEOUT,
                Map.of()));
    network.add(eni);
    return eni;
  }

  Recording with(String format, int interval) {
    logs.add(
        new FlowLog(
            "fl-" + logs.size(),
            ACCOUNT,
            "us-east-1",
            LogFormat.parse(format),
            interval,
            FlowLog.Traffic.ALL,
            point -> true));
    return this;
  }

  Recording with(FlowLog log) {
    logs.add(log);
    return this;
  }

  Recording with(RecorderSettings newSettings) {
    settings = newSettings;
    return this;
  }

  RecorderSettings settings() {
    return settings;
  }

  Recorder recorder() {
    Recorder known = recorder;
    if (known == null) {
      known = new Recorder(network, logs, settings, new Sink());
      recorder = known;
    }
    return known;
  }

  Track open(String client, int clientPort, String server, int serverPort, int protocol) {
    return recorder().open(ip(client), clientPort, ip(server), serverPort, protocol);
  }

  /** The lines of all records, in the order in which windows closed. */
  List<String> lines() {
    recorder().finish();
    return lines;
  }

  List<FlowRecord> records() {
    recorder().finish();
    return records;
  }

  /** Keeps everything, and holds the fast writer against the encoder. */
  private final class Sink implements RecordSink {
    @Override
    public void deliver(
        FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> closed) {
      LogEncoder encoder = new LogEncoder(log.format());
      for (FlowRecord record : closed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
          new PrintedLines(out).deliver(log, point, windowEnd, List.of(record));
        }
        String written = bytes.toString(StandardCharsets.UTF_8);
        String line = encoder.line(RecordValues.of(record, log.format().version()));
        if (!written.equals(encoder.header() + "\n" + line + "\n")) {
          throw new AssertionError("The writer wrote\n" + written + "and the encoder\n" + line);
        }
        lines.add(line);
        records.add(record);
      }
    }
  }
}
