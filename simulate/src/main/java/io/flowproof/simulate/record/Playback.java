package io.flowproof.simulate.record;

import java.util.List;
import java.util.PriorityQueue;

/**
 * Plays connections to a recorder in the order of time. What is less than a minute ahead is sent at
 * once, the rest waits, so that a connection of a day costs no more memory than one of a second.
 */
public final class Playback {
  private static final long AHEAD = 60 * Period.SECOND;

  private final Recorder recorder;
  private final PriorityQueue<Rest> waiting = new PriorityQueue<>();
  private long number;

  /** What is left of a connection: from the first group on, in the order of time. */
  private record Rest(long time, long number, Track track, List<PacketGroup> groups)
      implements Comparable<Rest> {
    @Override
    public int compareTo(Rest other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** A playback to that recorder. */
  public Playback(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Lets time go on: sends what waits for it, and closes windows that ended before. */
  public void advance(long micros) {
    while (!waiting.isEmpty() && waiting.peek().time() <= micros) {
      Rest rest = waiting.remove();
      recorder.advance(rest.time());
      send(rest.track(), rest.groups(), rest.time());
    }
    recorder.advance(micros);
  }

  /** Sends everything that waits. */
  public void finish() {
    advance(Long.MAX_VALUE / 4);
  }

  /**
   * Plays a connection, the first packets of which come at the time that was advanced to, or later.
   *
   * @param groups in the order of their first packets
   */
  public void play(Track track, List<PacketGroup> groups) {
    if (!groups.isEmpty()) {
      send(track, groups, groups.getFirst().first());
    }
  }

  private void send(Track track, List<PacketGroup> groups, long now) {
    long limit = now + AHEAD;
    for (int i = 0; i < groups.size(); i++) {
      PacketGroup group = groups.get(i);
      if (group.first() >= limit) {
        wait(track, groups.subList(i, groups.size()));
        return;
      }
      if (group.last() >= limit) {
        PacketGroup[] parts = group.partedAt(limit);
        track.send(parts[0]);
        if (parts.length == 2) {
          waitApart(track, parts[1]);
        }
      } else {
        track.send(group);
      }
    }
  }

  private void wait(Track track, List<PacketGroup> groups) {
    waiting.add(new Rest(groups.getFirst().first(), number++, track, groups));
  }

  private void waitApart(Track track, PacketGroup rest) {
    wait(track, List.of(rest));
  }
}
