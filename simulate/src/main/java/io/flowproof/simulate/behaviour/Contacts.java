package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.Track;
import java.util.List;
import java.util.SplittableRandom;

/** Carries a plan out, contact by contact. */
public final class Contacts implements Actor {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int FIRST_EPHEMERAL = 32_768;
  private static final int EPHEMERAL = 28_232;
  private static final long DAY = 86_400 * Period.SECOND;
  private static final long BETWEEN_CONNECTIONS = 40_000;

  private final ContactPlan plan;
  private final Cast.Hosts from;
  private final Cast.Hosts to;
  private final SplittableRandom random;
  private final Dialogue dialogue;
  private final ContactListener listener;
  private final long count;
  private final double gap;
  private final long combinations;
  private final long stride;
  private final int client;
  private final int target;
  private final int targets;
  private long done;

  /**
   * A plan to be carried out.
   *
   * @param client the number of the client whose clock this is, or -1 for all together
   * @param target the number of the target that it is for, or -1 for all together
   * @param random drawn from by this alone
   */
  public Contacts(
      ContactPlan plan,
      Cast.Hosts from,
      Cast.Hosts to,
      int client,
      int target,
      SplittableRandom random,
      ContactListener listener) {
    this.plan = plan;
    this.from = from;
    this.to = to;
    this.client = client;
    this.target = target;
    this.random = random;
    this.listener = listener;
    this.dialogue = new Dialogue(plan, random);
    this.gap = plan.every().draw(random);
    this.targets = target < 0 ? Math.max(1, to.size()) : 1;
    this.combinations = targets * (long) plan.ports().size();
    double wanted = plan.count().draw(random);
    this.count = wanted == 0 ? combinations : wanted > 1e15 ? Long.MAX_VALUE : Math.round(wanted);
    this.stride = plan.shuffled() ? coprime(combinations, random) : 1;
  }

  private static long coprime(long size, SplittableRandom random) {
    if (size < 3) {
      return 1;
    }
    long stride = 1 + random.nextLong(size - 1);
    while (gcd(stride, size) != 1) {
      stride = stride % size + 1;
    }
    return stride;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** When the first contact is, from a time on: anywhere within the first gap. */
  public long first(long start) {
    if (plan.at() >= 0) {
      return daily(start);
    }
    return start + Math.round(random.nextDouble() * Math.min(gap, 3600) * Period.SECOND);
  }

  /** When a plan with a time of day has its first contact from a time on, at the latest. */
  public static long latest(ContactPlan plan, long start) {
    long at = plan.at() * Period.SECOND;
    long next = Math.ceilDiv(start - at, DAY) * DAY + at;
    return next + Math.round(plan.every().high() * Period.SECOND);
  }

  /** The next time from that one on when it is the plan's time of day. */
  private long daily(long start) {
    long at = plan.at() * Period.SECOND;
    long next = Math.ceilDiv(start - at, DAY) * DAY + at;
    return next + Math.round(random.nextDouble() * gap * Period.SECOND);
  }

  @Override
  public long act(long now, Simulation simulation) {
    double share = plan.rhythm().at(now);
    if (share >= 1 || random.nextDouble() < share) {
      long connections = plan.burst().drawLong(random);
      for (int i = 0; i < connections; i++) {
        contact(now + i * BETWEEN_CONNECTIONS, simulation);
      }
      done++;
    }
    if (done >= count) {
      listener.finished(now, simulation);
      return NEVER;
    }
    if (plan.at() >= 0) {
      return daily(now + DAY / 2);
    }
    double wait = gap * ((1 - plan.jitter()) + plan.jitter() * -Math.log(1 - random.nextDouble()));
    if (plan.jitter() > 0 && plan.jitter() < 1) {
      wait = gap * (1 + plan.jitter() * (random.nextDouble() * 2 - 1));
    }
    return now + Math.max(1, Math.round(wait * Period.SECOND));
  }

  private void contact(long now, Simulation simulation) {
    long turn = done % combinations * stride % combinations;
    Host source = from.get(client >= 0 ? client : random.nextInt(Math.max(1, from.size())), random);
    boolean inTurn = plan.ports().size() > 1 || plan.count().low() == 0 || plan.shuffled();
    int chosen = inTurn ? (int) (turn % targets) : random.nextInt(targets);
    Host server = to.get(target < 0 ? chosen : target, random);
    if (server.address().equals(source.address())) {
      return;
    }
    int port = plan.ports().get((int) (turn / targets % plan.ports().size()));
    int own =
        plan.protocol() == Protocols.UDP && port == 123
            ? 123
            : FIRST_EPHEMERAL + random.nextInt(EPHEMERAL);
    IpAddress address = server.reachedFrom(source);
    IpAddress home = source.reaching(address);
    if (home.isIpv6() != address.isIpv6()) {
      return;
    }
    Track track = simulation.recorder().route(home, own, address, port, plan.protocol());
    List<PacketGroup> groups = dialogue.packets(track, server, simulation.isDead(server), now);
    simulation.play(track, groups);
    Host talker = home.isIpv6() ? new Host(home, source.eni()) : source;
    Host listening = home.isIpv6() ? new Host(address, server.eni()) : server;
    listener.contacted(new Contact(talker, own, listening, port, plan, track, groups));
  }

  /** A contact that was made. */
  public record Contact(
      Host client,
      int clientPort,
      Host server,
      int serverPort,
      ContactPlan plan,
      Track track,
      List<PacketGroup> groups) {}
}
