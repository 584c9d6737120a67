package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.Yaml;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who contacts whom, how often, and what each contact is like: of this honest work and attacks are
 * made alike.
 *
 * @param name what it is called
 * @param from who opens
 * @param to whom to
 * @param protocol the IANA number
 * @param ports the ports, one for each contact in turn; a single 0 for protocols without
 * @param shuffled whether targets and ports come in random order
 * @param every seconds between contacts by one clock
 * @param at seconds since midnight UTC when there is a contact every day, {@code every} later at
 *     most; -1 for any time
 * @param jitter how irregular: 0 like a clock, 1 by chance alone
 * @param clocks who has a clock of its own
 * @param count how many contacts by one clock; 0 for one of every target and port
 * @param burst how many connections a contact is, one right after the other
 * @param rhythm how the hours of the week matter; all alike for a clock without jitter
 * @param sent payload bytes of the client
 * @param received payload bytes of the server
 * @param packet payload bytes of a packet, at most
 * @param lasts seconds
 * @param idle seconds of silence before the end
 * @param tries how often an opening is sent that nobody answers
 * @param answer whether servers outside answer: {@code service}, {@code closed} or {@code silent}
 * @param ending how it ends: {@code fin}, {@code rst}, {@code server-rst}, {@code open}
 * @param lateShare which share of the servers sends a last packet long after the end
 */
public record ContactPlan(
    String name,
    String from,
    String to,
    int protocol,
    List<Integer> ports,
    boolean shuffled,
    Range every,
    int at,
    double jitter,
    Clocks clocks,
    Range count,
    Range burst,
    Rhythm rhythm,
    Range sent,
    Range received,
    int packet,
    Range lasts,
    Range idle,
    int tries,
    String answer,
    String ending,
    double lateShare) {
  /** The keys of a plan in YAML. */
  static final String[] KEYS = {
    "name", "from", "to", "protocol", "ports", "shuffled", "every", "jitter", "each", "count",
    "rhythm", "sent", "received", "packet", "lasts", "tries", "answer", "ending", "late", "about",
    "technique", "dwell", "at", "together", "burst", "idle"
  };

  /** Who has a clock of its own, by which contacts are made. */
  public enum Clocks {
    /** Nobody: all together. */
    TOGETHER,
    /** Every client. */
    CLIENT,
    /** Every pair of a client and a target. */
    PAIR
  }

  private static final int SEGMENT = 1448;
  private static final int MOST_PORTS = 65_536;
  private static final int MOST_AFTER = 43_200;

  /** Reads a plan. */
  public static ContactPlan read(Yaml yaml) {
    yaml.only(KEYS);
    Range every = Range.of(yaml.at("every"), 60);
    int at = at(yaml.at("at"));
    if (at >= 0 && every.high() > MOST_AFTER) {
      throw yaml.at("every").wrong("There must be 12 hours at most, since 'at' is every day");
    }
    String transport = yaml.at("protocol").textOr("tcp");
    Integer protocol = Protocols.find(transport);
    if (protocol == null || protocol < 0) {
      throw yaml.at("protocol").wrong("Unknown protocol '" + transport + "'");
    }
    return new ContactPlan(
        yaml.at("name").text(),
        yaml.at("from").text(),
        yaml.at("to").text(),
        protocol,
        ports(yaml.at("ports")),
        yaml.at("shuffled").flagOr(false),
        every,
        at,
        Range.of(yaml.at("jitter"), 1).low(),
        clocks(yaml.at("each")),
        Range.of(yaml.at("count"), Double.MAX_VALUE),
        Range.of(yaml.at("burst"), 1),
        Rhythm.of(yaml.at("rhythm")),
        Range.of(yaml.at("sent"), 0),
        Range.of(yaml.at("received"), 0),
        yaml.at("packet").intOr(SEGMENT),
        Range.of(yaml.at("lasts"), 0.2),
        Range.of(yaml.at("idle"), 0),
        yaml.at("tries").intOr(3),
        oneOf(yaml.at("answer"), "service", "closed", "silent"),
        oneOf(yaml.at("ending"), "fin", "rst", "server-rst", "open"),
        Range.of(yaml.at("late"), 0).low());
  }

  private static int at(Yaml yaml) {
    String text = yaml.textOrNull();
    if (text == null) {
      return -1;
    }
    if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
      throw yaml.wrong("Invalid time: '" + text + "' (must be such as \"02:30\", in UTC)");
    }
    return LocalTime.parse(text).toSecondOfDay();
  }

  private static Clocks clocks(Yaml yaml) {
    return switch (yaml.textOr("false")) {
      case "false" -> Clocks.TOGETHER;
      case "true", "client" -> Clocks.CLIENT;
      case "pair" -> Clocks.PAIR;
      case String other ->
          throw yaml.wrong("Unknown word '" + other + "' (must be client or pair)");
    };
  }

  private static String oneOf(Yaml yaml, String... words) {
    String word = yaml.textOr(words[0]);
    if (!Arrays.asList(words).contains(word)) {
      throw yaml.wrong("Unknown word '" + word + "' (must be " + String.join(", ", words) + ")");
    }
    return word;
  }

  private static List<Integer> ports(Yaml yaml) {
    List<Integer> ports = new ArrayList<>();
    for (Yaml item : yaml.items()) {
      @Nullable String text = item.textOrNull();
      if (text == null || !text.matches("\\d{1,5}(-\\d{1,5})?")) {
        throw item.wrong("Invalid ports: '" + text + "' (must be such as 443 or 1-1024)");
      }
      String[] ends = text.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int port = Integer.parseInt(ends[0]);
          port <= last && ports.size() < MOST_PORTS;
          port++) {
        ports.add(port);
      }
    }
    return ports.isEmpty() ? List.of(0) : List.copyOf(ports);
  }
}
