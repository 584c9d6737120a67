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
  private long done;

  /**
   * A plan to be carried out.
   *
   * @param client the number of the client whose clock this is, or -1 for all together
   * @param random drawn from by this alone
   */
  public Contacts(
      ContactPlan plan,
      Cast.Hosts from,
      Cast.Hosts to,
      int client,
      SplittableRandom random,
      ContactListener listener) {
    this.plan = plan;
    this.from = from;
    this.to = to;
    this.client = client;
    this.random = random;
    this.listener = listener;
    this.dialogue = new Dialogue(plan, random);
    this.gap = plan.every().draw(random);
    this.combinations = Math.max(1, to.size()) * (long) plan.ports().size();
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
    return start + Math.round(random.nextDouble() * Math.min(gap, 3600) * Period.SECOND);
  }

  @Override
  public long act(long now, Simulation simulation) {
    double share = plan.rhythm().at(now);
    if (share >= 1 || random.nextDouble() < share) {
      contact(now, simulation);
      done++;
    }
    if (done >= count) {
      listener.finished(now, simulation);
      return NEVER;
    }
    double wait = gap * ((1 - plan.jitter()) + plan.jitter() * -Math.log(1 - random.nextDouble()));
    if (plan.jitter() > 0 && plan.jitter() < 1) {
      wait = gap * (1 + plan.jitter() * (random.nextDouble() * 2 - 1));
    }
    return now + Math.max(1, Math.round(wait * Period.SECOND));
  }

  private void contact(long now, Simulation simulation) {
    long turn = done % combinations * stride % combinations;
    int targets = Math.max(1, to.size());
    Host source = from.get(client >= 0 ? client : random.nextInt(Math.max(1, from.size())), random);
    boolean inTurn = plan.ports().size() > 1 || plan.count().low() == 0 || plan.shuffled();
    Host server = to.get(inTurn ? (int) (turn % targets) : random.nextInt(targets), random);
    if (server.address().equals(source.address())) {
      return;
    }
    int port = plan.ports().get((int) (turn / targets % plan.ports().size()));
    int own =
        plan.protocol() == Protocols.UDP && port == 123
            ? 123
            : FIRST_EPHEMERAL + random.nextInt(EPHEMERAL);
    IpAddress address = server.reachedFrom(source);
    Track track = simulation.recorder().open(source.address(), own, address, port, plan.protocol());
    List<PacketGroup> groups = dialogue.packets(track, server, simulation.isDead(server), now);
    simulation.playback().play(track, groups);
    listener.contacted(new Contact(source, own, server, port, plan, track, groups));
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
