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
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.network.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Records connections as VPC Flow Logs do (Amazon VPC User Guide, "Flow log records", "Flow log
 * limitations"): a record for each direction at each interface crossed in each aggregation window.
 * Memory holds the windows that are open and nothing else. It is for one thread, but {@link #route}
 * and {@link #suspend} may be called by another, which is ahead of it in time.
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
  private final IdentityHashMap<RecordingPoint, Aggregator[]> aggregators = new IdentityHashMap<>();
  private final Map<String, List<Period>> outages = new HashMap<>();
  private final PriorityQueue<Aggregator> closing =
      new PriorityQueue<>(
          Comparator.comparingLong(Aggregator::nextEnd).thenComparingInt(a -> a.order));
  private final List<Suspension> suspensions = new CopyOnWriteArrayList<>();
  private final List<LostWindow> lostWindows = new ArrayList<>();
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

  /** The windows that outages took, in the order in which they closed. */
  public List<LostWindow> lostWindows() {
    return lostWindows;
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
    Track track = route(client, clientPort, server, serverPort, protocol);
    begin(track);
    return track;
  }

  /** The same without counting it yet, which any thread may do. */
  public Track route(
      IpAddress client, int clientPort, IpAddress server, int serverPort, int protocol) {
    int choice = client.hashCode() * 31 + clientPort;
    Journey journey = router.journey(client, clientPort, server, serverPort, protocol, choice);
    return new Track(this, journey, protocol);
  }

  /** Counts a connection that was routed before. */
  public void begin(Track track) {
    totals.opened(track.journey());
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
        lanes[at++] = new Lane(steps.get(i), i, aggregator);
      }
    }
    return lanes;
  }

  private Aggregator[] aggregatorsOf(Step step) {
    return aggregators.getOrDefault(step.point(), NONE);
  }

  /** Packets of one lane. */
  void add(Lane lane, Verdict verdict, @Nullable TransitLoss loss, PacketGroup group) {
    Aggregator aggregator = lane.aggregator;
    if (!settings.silence() && aggregator.isEmpty()) {
      aggregator.skipTo(now);
      aggregator.add(lane, verdict, loss, group);
      enqueue(aggregator);
      return;
    }
    aggregator.add(lane, verdict, loss, group);
  }

  /**
   * The flow logs are deleted for that time: windows that touch it are not recorded at all.
   *
   * @return what is not recorded for it, which grows
   */
  public Suspension suspend(Period period) {
    Suspension suspension = new Suspension(period);
    suspensions.add(suspension);
    return suspension;
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
    settle(lane, start, end, whole, lane.close());
    if (!settings.silence()) {
      lane.skipTo(upTo);
    }
    boolean again = settings.silence() && lane.nextEnd() <= settings.time().to();
    if (again || !lane.isEmpty()) {
      closing.add(lane);
    }
  }

  /** Writes a window's records, or what stands for them. */
  private void settle(
      Aggregator lane, long start, long end, boolean whole, List<FlowRecord> records) {
    for (Suspension suspension : suspensions) {
      if (suspension.period().overlaps(start, end)) {
        suspension.add(records);
        totals.suspended(records);
        return;
      }
    }
    if (whole && isLost(lane, start, end)) {
      lostWindows.add(LostWindow.of(lane.point.id(), new Period(start, end), records));
      totals.lost(records);
      deliver(lane, end, FlowRecord.without(lane.point, RecordStatus.SKIPDATA, start, end));
    } else if (!records.isEmpty()) {
      List<FlowRecord> wanted = lane.log.wanted(records);
      if (!wanted.isEmpty()) {
        totals.written(wanted);
        sink.deliver(lane.log, lane.point, end, wanted);
      }
    } else if (whole && settings.silence()) {
      deliver(lane, end, FlowRecord.without(lane.point, RecordStatus.NODATA, start, end));
    }
  }

  private void deliver(Aggregator lane, long end, FlowRecord record) {
    totals.written(List.of(record));
    sink.deliver(lane.log, lane.point, end, List.of(record));
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
