package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.behaviour.ContactPlan.Clocks;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Vpc;
import io.flowproof.simulate.network.Yaml;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.Playback;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.Track;
import io.flowproof.simulate.record.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Lets actors act in the order of time. The same seed gives the same packets: every actor draws
 * from a random of its own. Acting and recording go on at the same time, in a thread each.
 */
public final class Simulation {
  private static final int BATCH = 256;
  private static final int MOST_WAITING = 16;

  private final NetworkFile file;
  private final Recorder recorder;
  private final Playback playback;
  private final Period time;
  private final PriorityQueue<Turn> turns = new PriorityQueue<>();
  private List<Play> plays = new ArrayList<>();
  private long now;
  private long number;

  /** A connection that is to be recorded. */
  private record Play(long now, Track track, List<PacketGroup> groups) {}

  private record Turn(long time, long number, Actor actor) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** A simulation of that network in which nothing happens yet. */
  public Simulation(NetworkFile file, Recorder recorder, Period time) {
    this.file = file;
    this.recorder = recorder;
    this.playback = new Playback(recorder);
    this.time = time;
  }

  /** What records. */
  public Recorder recorder() {
    return recorder;
  }

  /** When it begins and ends. */
  public Period time() {
    return time;
  }

  /** True for an address of a VPC behind which nobody is. */
  boolean isDead(Host host) {
    if (host.eni() != null) {
      return false;
    }
    for (Vpc vpc : file.vpcs().values()) {
      if (vpc.contains(host.address())) {
        return true;
      }
    }
    return false;
  }

  /** Lets an actor act from a time on. */
  public void at(long micros, Actor actor) {
    turns.add(new Turn(micros, number++, actor));
  }

  /** Adds the network's honest work. */
  public void work(Cast cast, long seed) {
    int place = 0;
    for (Yaml item : file.work()) {
      ContactPlan plan = ContactPlan.read(item);
      SplittableRandom random = new SplittableRandom(seed * 31 + 7919L * ++place);
      add(
          plan,
          cast.find(item.at("from"), plan.from(), random),
          cast.find(item.at("to"), plan.to(), random),
          time.from(),
          random,
          ContactListener.NONE);
    }
  }

  /** Adds a plan that begins at a time. */
  public void add(
      ContactPlan plan,
      Cast.Hosts from,
      Cast.Hosts to,
      long start,
      SplittableRandom random,
      ContactListener listener) {
    int clients = plan.clocks() == Clocks.TOGETHER ? 1 : Math.max(1, from.size());
    int targets = plan.clocks() == Clocks.PAIR ? Math.max(1, to.size()) : 1;
    for (int client = 0; client < clients; client++) {
      for (int target = 0; target < targets; target++) {
        Contacts contacts =
            new Contacts(
                plan,
                from,
                to,
                plan.clocks() == Clocks.TOGETHER ? -1 : client,
                plan.clocks() == Clocks.PAIR ? target : -1,
                random.split(),
                listener);
        at(contacts.first(start), contacts);
      }
    }
  }

  /** How many clocks a plan has. */
  public static int clocks(ContactPlan plan, Cast.Hosts from, Cast.Hosts to) {
    return switch (plan.clocks()) {
      case TOGETHER -> 1;
      case CLIENT -> Math.max(1, from.size());
      case PAIR -> Math.max(1, from.size()) * Math.max(1, to.size());
    };
  }

  /** Lets a connection be recorded, which another thread does, in the order of time. */
  void play(Track track, List<PacketGroup> groups) {
    plays.add(new Play(now, track, groups));
  }

  /** Runs until the end of the time; connections that last longer are cut there. */
  public void run() {
    try (WorkQueue recording = new WorkQueue("flow-log-recorder", MOST_WAITING)) {
      while (!turns.isEmpty() && turns.peek().time() < time.to()) {
        Turn turn = turns.remove();
        now = turn.time();
        long next = turn.actor().act(now, this);
        if (next < time.to()) {
          at(next, turn.actor());
        }
        if (plays.size() >= BATCH) {
          hand(recording);
        }
      }
      hand(recording);
      recording.add(this::end);
    }
  }

  private void hand(WorkQueue recording) {
    List<Play> batch = plays;
    plays = new ArrayList<>(BATCH);
    recording.add(() -> record(batch));
  }

  private void record(List<Play> batch) {
    for (Play play : batch) {
      playback.advance(play.now());
      recorder.begin(play.track());
      playback.play(play.track(), play.groups());
    }
  }

  private void end() {
    playback.advance(time.to());
    recorder.finish();
  }
}
