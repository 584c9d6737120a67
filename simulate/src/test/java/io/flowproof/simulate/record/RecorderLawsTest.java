package io.flowproof.simulate.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.simulate.deliver.Delivery;
import io.flowproof.simulate.deliver.S3Layout;
import io.flowproof.simulate.deliver.S3Objects;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Vpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for all connections. */
class RecorderLawsTest {
  private static final long DAY = 86_400 * Period.SECOND;

  record Sent(int client, int server, int port, int protocol, PacketGroup group) {}

  @Provide
  Arbitrary<Sent> sent() {
    Arbitrary<PacketGroup> groups =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.longs().between(0, DAY),
                Arbitraries.longs().between(0, 4_000 * Period.SECOND),
                Arbitraries.longs().between(1, 100_000),
                Arbitraries.longs().between(0, 100_000_000),
                Arbitraries.of(0, 2, 16, 17, 18, 4))
            .as(
                (forward, at, span, packets, bytes, flags) ->
                    new PacketGroup(
                        forward, at, packets == 1 ? at : at + span, packets, bytes, flags));
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1000, 1003),
            Arbitraries.of(1, 6, 17),
            groups)
        .as(Sent::new);
  }

  private static String address(int number) {
    return number < 3 ? "10.0.0.1" + number : "198.51.100." + number;
  }

  private static Recording network(LogFormat format, int interval) {
    Vpc vpc = Recording.vpc("vpc-1", "10.0.0.0/16");
    Subnet subnet =
        Recording.subnet(
            "subnet-1", vpc, "10.0.0.0/24", "use1-az1", NetworkAcl.OPEN, Recording.toInternet());
    Recording recording = new Recording();
    for (int i = 0; i < 3; i++) {
      recording.eni(
          "eni-" + i, EniKind.INSTANCE, subnet, address(i), List.of(), "203.0.113." + i, "i-" + i);
    }
    return recording.with(format.header(), interval);
  }

  @Property(tries = 200)
  void everyInterfaceRecordsExactlyThePacketsAndBytesThatCrossIt(
      @ForAll @Size(max = 20) List<@net.jqwik.api.From("sent") Sent> all, @ForAll boolean minutes) {
    Recording recording = network(LogFormat.DEFAULT, minutes ? 60 : 600);
    long[] packets = new long[3];
    long[] bytes = new long[3];
    for (Sent sent : all) {
      if (sent.client() == sent.server()) {
        continue;
      }
      recording
          .open(address(sent.client()), sent.port(), address(sent.server()), 443, sent.protocol())
          .send(sent.group());
      for (int end : new int[] {sent.client(), sent.server()}) {
        if (end < 3) {
          packets[end] += sent.group().packets();
          bytes[end] += sent.group().bytes();
        }
      }
    }
    long window = (minutes ? 60 : 600);
    for (FlowRecord record : recording.records()) {
      int eni = Integer.parseInt(record.point().id().substring(4));
      packets[eni] -= record.packets();
      bytes[eni] -= record.bytes();
      assertThat(record.packets()).isPositive();
      assertThat(record.endSeconds() - record.startSeconds()).isBetween(0L, window);
    }
    assertThat(packets).containsOnly(0);
    assertThat(bytes).containsOnly(0);
  }

  @Property(tries = 500)
  void partingPacketsLosesNoneAndKeepsThemInTime(
      @ForAll("sent") Sent sent, @ForAll @IntRange(max = 5000) int seconds) {
    PacketGroup whole = sent.group();
    long edge = whole.first() + seconds * Period.SECOND;
    PacketGroup[] parts = whole.partedAt(edge);

    assertThat(Arrays.stream(parts).mapToLong(PacketGroup::packets).sum())
        .isEqualTo(whole.packets());
    assertThat(Arrays.stream(parts).mapToLong(PacketGroup::bytes).sum()).isEqualTo(whole.bytes());
    assertThat(parts[0].first()).isEqualTo(whole.first());
    assertThat(parts[parts.length - 1].last()).isEqualTo(whole.last());
    if (parts.length == 2) {
      assertThat(parts[0].last()).isLessThan(edge);
      assertThat(parts[1].first()).isGreaterThanOrEqualTo(edge);
    }
  }

  @Property(tries = 25)
  void theDecoderReadsBackWhatWasWritten(
      @ForAll @Size(min = 1, max = 30) List<@net.jqwik.api.From("sent") Sent> all,
      @ForAll @IntRange(min = 2, max = 11) int version)
      throws IOException, InterruptedException {
    LogFormat format = LogFormat.ofVersion(version == 6 ? 5 : version);
    Path folder = Files.createTempDirectory("recorded");
    try {
      Recording network = network(format, 60);
      FlowLog log =
          new FlowLog(
              "fl-0a1b2c3d",
              "123456789012",
              "us-east-1",
              format,
              60,
              FlowLog.Traffic.ALL,
              point -> true);
      S3Objects objects = new S3Objects(folder, S3Layout.DEFAULT, Delivery.USUAL);
      Recorder recorder =
          new Recorder(
              network.network,
              List.of(log),
              RecorderSettings.over(new Period(0, DAY)).withSilence(false),
              objects);
      for (Sent sent : all) {
        recorder
            .open(
                Recording.ip(address(sent.client())),
                sent.port(),
                Recording.ip(address((sent.client() + 1) % 5)),
                443,
                sent.protocol())
            .send(sent.group());
      }
      recorder.finish();
      objects.close();
      AtomicLong bytes = new AtomicLong();
      ReadTotals totals =
          new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
              .read(List.of(folder), batch -> bytes.addAndGet(sum(batch)), (done, of) -> {})
              .totals();

      assertThat(totals.rejected()).isZero();
      assertThat(totals.flows()).isEqualTo(recorder.totals().records());
      assertThat(totals.objects()).isEqualTo((int) objects.objects());
      assertThat(bytes.get()).isEqualTo(recorder.totals().given().bytes() + twice(all));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).collect(Collectors.toList())) {
          Files.delete(file);
        }
      }
    }
  }

  /** Inside the VPC two interfaces see the same; outside of it none does. */
  private static long twice(List<Sent> all) {
    return all.stream()
        .mapToLong(
            s -> s.client() < 2 ? s.group().bytes() : s.client() == 3 ? -s.group().bytes() : 0)
        .sum();
  }

  private static long sum(ColumnBatch batch) {
    for (Column column : batch.columns()) {
      if (column.name().equals("bytes") && column instanceof Column.Longs longs) {
        return Arrays.stream(longs.values(), 0, batch.rows()).sum();
      }
    }
    return 0;
  }
}
