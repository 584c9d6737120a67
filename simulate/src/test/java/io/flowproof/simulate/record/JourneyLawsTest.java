package io.flowproof.simulate.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.Simulated;
import io.flowproof.simulate.network.CloudNetwork;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Journey;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws of whole networks: NAT and transit gateways, load balancers, peering, VPN, IPv6. */
class JourneyLawsTest {
  private static final List<String> NETWORKS =
      List.of("web-shop", "microservices", "hub-and-spoke");
  private static final long START = 1_772_442_000L * Period.SECOND;

  private record Amount(long packets, long bytes) {
    Amount plus(long morePackets, long moreBytes) {
      return new Amount(packets + morePackets, bytes + moreBytes);
    }
  }

  private static FlowLog log(String id, LogFormat format) {
    return new FlowLog(
        id, "123456789012", "us-east-1", format, 60, FlowLog.Traffic.ALL, point -> true);
  }

  /** Anybody: an address of an interface, private, secondary, public or IPv6, or one outside. */
  private static IpAddress anybody(CloudNetwork network, SplittableRandom random) {
    List<IpAddress> some = new ArrayList<>();
    Eni eni = network.enis().get(random.nextInt(network.enis().size()));
    some.add(eni.primary());
    some.addAll(eni.others());
    some.addAll(eni.ipv6());
    if (eni.publicAddress() != null) {
      some.add(eni.publicAddress());
    }
    some.add(IpAddress.of("198.51.100." + random.nextInt(1, 200)));
    some.add(IpAddress.of("192.168.3." + random.nextInt(1, 200)));
    some.add(IpAddress.of("10.103.0." + random.nextInt(1, 200)));
    some.add(IpAddress.of("2001:db8::" + random.nextInt(1, 200)));
    return some.get(random.nextInt(some.size()));
  }

  @Property(tries = 60)
  void everyStepOfEveryWayIsRecordedToTheLastPacketAndByte(
      @ForAll long seed, @ForAll @IntRange(max = 2) int which) throws IOException {
    CloudNetwork network = Simulated.work(NETWORKS.get(which), 1).networkFile().network();
    SplittableRandom random = new SplittableRandom(seed);
    Map<RecordingPoint, Amount> left = new HashMap<>();
    RecordSink sink =
        (log, point, end, records) -> {
          for (FlowRecord record : records) {
            left.merge(
                point,
                new Amount(-record.packets(), -record.bytes()),
                (a, b) -> a.plus(b.packets(), b.bytes()));
          }
        };
    Recorder recorder =
        new Recorder(
            network,
            List.of(log("fl-1", LogFormat.DEFAULT), log("fl-2", LogFormat.TRANSIT_GATEWAY)),
            RecorderSettings.over(new Period(START, START + 7200 * Period.SECOND))
                .withSilence(false),
            sink);
    for (int i = 0; i < 60; i++) {
      IpAddress client = anybody(network, random);
      IpAddress server = anybody(network, random);
      int protocol = List.of(1, 6, 17, 47).get(random.nextInt(4));
      Track track =
          recorder.open(client, 40_000 + i, server, random.nextBoolean() ? 443 : 8080, protocol);
      send(track, random, left);
    }
    recorder.finish();

    assertThat(left.values()).containsOnly(new Amount(0, 0));
  }

  /** Two groups each way, near enough in time that nothing is forgotten. */
  private static void send(
      Track track, SplittableRandom random, Map<RecordingPoint, Amount> expected) {
    Journey journey = track.journey();
    long at = START + random.nextLong(3000 * Period.SECOND);
    for (boolean forward : new boolean[] {true, false, true, false}) {
      List<Step> steps = forward ? journey.there() : journey.back();
      if (!forward && (!journey.arrives() || track.target() == null)) {
        continue;
      }
      long packets = 1 + random.nextInt(900);
      PacketGroup group =
          new PacketGroup(
              forward,
              at,
              packets == 1 ? at : at + random.nextLong(300 * Period.SECOND),
              packets,
              packets * (28 + random.nextInt(1400)),
              TcpFlags.ACK);
      track.send(group);
      at = group.last();
      for (Step step : steps) {
        expected.merge(
            step.point(),
            new Amount(group.packets(), group.bytes()),
            (a, b) -> a.plus(b.packets(), b.bytes()));
      }
    }
  }

  @Property(tries = 60)
  void noRecordNamesAnAddressThatIsNotOfItsInterface(
      @ForAll long seed, @ForAll @IntRange(max = 2) int which) throws IOException {
    CloudNetwork network = Simulated.work(NETWORKS.get(which), 1).networkFile().network();
    SplittableRandom random = new SplittableRandom(seed);
    List<FlowRecord> records = new ArrayList<>();
    Recorder recorder =
        new Recorder(
            network,
            List.of(log("fl-1", LogFormat.ofVersion(5))),
            RecorderSettings.over(new Period(START, START + 7200 * Period.SECOND))
                .withSilence(false),
            (log, point, end, closed) -> records.addAll(closed));
    for (int i = 0; i < 60; i++) {
      Track track =
          recorder.open(anybody(network, random), 40_000 + i, anybody(network, random), 443, 6);
      send(track, random, new HashMap<>());
    }
    recorder.finish();

    for (FlowRecord record : records) {
      Step step = record.step();
      if (step != null && record.point() instanceof Eni eni) {
        IpAddress own = step.ingress() ? step.dst() : step.src();
        boolean regional = !eni.values().containsKey(FlowLogField.INTERFACE_ID);
        assertThat(regional || own.isIpv6() || own.equals(eni.primary()))
            .as("%s of %s", own, eni)
            .isTrue();
      }
    }
  }
}
