package io.flowproof.simulate.record;

import io.flowproof.simulate.network.CloudNetwork;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Journey;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Router;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.TransitAttachment;
import io.flowproof.simulate.network.TransitGateway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Records connections as VPC Flow Logs do (Amazon VPC User Guide, "Flow log records", "Flow log
 * limitations"): a record for each direction at each interface crossed in each aggregation window.
 * Memory holds the windows that are open and nothing else. Not for several threads.
 *
 * <p>Time moves forward: after {@link #advance}, no packets from before that time may come.
 */
public final class Recorder {
  private static final Aggregator[] NONE = {};
  private static final long LAST = Long.MAX_VALUE / 2;

  private final Router router;
  private final List<FlowLog> logs;
  private final RecorderSettings settings;
  private final RecordSink sink;
  private final RecorderTotals totals = new RecorderTotals();
  private final Map<RecordingPoint, Aggregator[]> aggregators = new HashMap<>();
  private final Map<String, List<Period>> outages = new HashMap<>();
  private final PriorityQueue<Aggregator> closing =
      new PriorityQueue<>(
          Comparator.comparingLong(Aggregator::nextEnd).thenComparingInt(a -> a.order));
  private final List<Period> suspensions = new ArrayList<>();
  private final long longest;
  private long nextClosing = Long.MAX_VALUE;
  private long told = Long.MIN_VALUE;
  private long now;
  private int count;

  /** A recorder of that network. It ends with {@link #finish}, which does not close the sink. */
  public Recorder(
      CloudNetwork network, List<FlowLog> logs, RecorderSettings settings, RecordSink sink) {
    this.router = new Router(network);
    this.logs = List.copyOf(logs);
    this.settings = settings;
    this.now = settings.time().from();
    this.sink = sink;
    this.longest = logs.stream().mapToInt(FlowLog::interval).max().orElse(0) * Period.SECOND;
    for (Outage outage : settings.outages()) {
      outages.computeIfAbsent(outage.point(), p -> new ArrayList<>()).add(outage.period());
    }
    for (Eni eni : network.enis()) {
      watch(eni);
    }
    for (TransitGateway gateway : network.transitGateways()) {
      gateway.attachments().forEach(this::watch);
    }
  }

  private void watch(RecordingPoint point) {
    List<Aggregator> watching = new ArrayList<>(1);
    boolean transit = point instanceof TransitAttachment;
    for (FlowLog log : logs) {
      if (log.format().isTransitGateway() == transit && log.covers().test(point)) {
        long phase = settings.phase().applyAsLong(log, point);
        Aggregator aggregator = new Aggregator(log, point, count++, phase, settings.time().from());
        watching.add(aggregator);
        if (settings.silence()) {
          enqueue(aggregator);
        }
      }
    }
    aggregators.put(point, watching.toArray(Aggregator[]::new));
  }

  private void enqueue(Aggregator aggregator) {
    closing.add(aggregator);
    nextClosing = Math.min(nextClosing, aggregator.nextEnd());
  }

  /** What was given to the recorder, and what became of it. */
  public RecorderTotals totals() {
    return totals;
  }

  /**
   * Begins a connection. Packets follow.
   *
   * @param client who opens it: an address of an interface, or one outside
   * @param server whom it is opened to: a private or public address of an interface, or one outside
   * @param protocol the IANA number; for protocols without ports those given do not matter
   */
  public Track open(
      IpAddress client, int clientPort, IpAddress server, int serverPort, int protocol) {
    int choice = client.hashCode() * 31 + clientPort;
    Journey journey = router.journey(client, clientPort, server, serverPort, protocol, choice);
    totals.opened(journey);
    return new Track(this, journey, protocol);
  }

  Lane[] lanes(List<Step> steps) {
    int size = 0;
    for (Step step : steps) {
      size += aggregatorsOf(step).length;
    }
    Lane[] lanes = new Lane[size];
    int at = 0;
    for (int i = 0; i < steps.size(); i++) {
      for (Aggregator aggregator : aggregatorsOf(steps.get(i))) {
        lanes[at++] = new Lane(steps.get(i), i == 0, aggregator);
      }
    }
    return lanes;
  }

  private Aggregator[] aggregatorsOf(Step step) {
    return aggregators.getOrDefault(step.point(), NONE);
  }

  /** Packets of one lane. */
  void add(Lane lane, boolean rejected, PacketGroup group) {
    Aggregator aggregator = lane.aggregator;
    if (!settings.silence() && aggregator.isEmpty()) {
      aggregator.skipTo(now);
      aggregator.add(lane, rejected, group);
      enqueue(aggregator);
      return;
    }
    aggregator.add(lane, rejected, group);
  }

  /** The flow logs are deleted for that time: windows that touch it are not recorded at all. */
  public void suspend(Period period) {
    suspensions.add(period);
  }

  /** Time has come so far: no packets from before will come. Closes windows that ended. */
  public void advance(long micros) {
    now = Math.max(now, micros);
    if (micros < nextClosing) {
      return;
    }
    while (!closing.isEmpty() && closing.peek().nextEnd() <= micros) {
      close(closing.remove(), micros);
    }
    nextClosing = closing.isEmpty() ? Long.MAX_VALUE : closing.peek().nextEnd();
    if (micros - longest > told + Period.SECOND * 10) {
      told = micros - longest;
      sink.advance(told);
    }
  }

  private void close(Aggregator lane, long upTo) {
    long end = lane.nextEnd();
    long start = end - lane.log.windowMicros(lane.point);
    boolean whole = start >= settings.time().from() && end <= settings.time().to();
    List<FlowRecord> records =
        lane.close(settings.silence() && whole, (from, to) -> whole && isLost(lane, from, to));
    boolean gone = suspensions.stream().anyMatch(period -> period.overlaps(start, end));
    if (!records.isEmpty() && !gone) {
      totals.written(records);
      sink.deliver(lane.log, lane.point, end, records);
    }
    if (!settings.silence()) {
      lane.skipTo(upTo);
    }
    boolean again = settings.silence() && lane.nextEnd() <= settings.time().to();
    if (again || !lane.isEmpty()) {
      closing.add(lane);
    }
  }

  private boolean isLost(Aggregator lane, long start, long end) {
    for (Period period : outages.getOrDefault(lane.point.id(), List.of())) {
      if (period.overlaps(start, end)) {
        return true;
      }
    }
    return false;
  }

  /** Closes every window. Nothing may come after. */
  public void finish() {
    while (!closing.isEmpty()) {
      close(closing.remove(), LAST);
    }
    nextClosing = Long.MAX_VALUE;
    sink.advance(Long.MAX_VALUE);
  }
}
