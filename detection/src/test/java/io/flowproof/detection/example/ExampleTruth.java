package io.flowproof.detection.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is in the half hour, told from its lines and not by any engine: counts, and what each
 * shipped rule must find over all of it.
 */
public final class ExampleTruth {
  private static final List<String> BOTH = List.of("kql", "spl");
  private static final Set<Integer> ADMIN_PORTS = Set.of(22, 3389, 1433);
  private static final Set<Integer> SYN = Set.of(2, 3, 6, 7);
  private static final Set<Integer> SYN_ACK = Set.of(18, 19, 22, 23);

  private final List<Line> lines = new ArrayList<>();

  /** A record by the names in its header. */
  private record Line(Map<String, String> values) {
    String text(String field) {
      return values.getOrDefault(field, "-");
    }

    long number(String field) {
      return Long.parseLong(text(field));
    }

    boolean ok() {
      return text("log-status").equals("OK");
    }

    boolean accepted() {
      return text("action").equals("ACCEPT");
    }

    /** From outside to inside. */
    boolean inbound() {
      return ok() && !isPrivate(text("srcaddr")) && text("dstaddr").startsWith("10.");
    }

    boolean outbound() {
      return ok() && text("srcaddr").startsWith("10.") && !isPrivate(text("dstaddr"));
    }

    boolean openedBySource() {
      long source = number("srcport");
      long destination = number("dstport");
      int flags = text("tcp-flags").equals("-") ? 0 : (int) number("tcp-flags");
      return !SYN_ACK.contains(flags)
          && (SYN.contains(flags)
              || (destination < 1024 && source >= 1024)
              || (destination < 32768 && source >= 32768));
    }

    private static boolean isPrivate(String address) {
      return address.startsWith("10.");
    }
  }

  /** Reads the lines of these objects, each with its header. */
  public ExampleTruth(Collection<String> objects) {
    for (String object : objects) {
      String[] names = object.lines().findFirst().orElseThrow().split(" ");
      object.lines().skip(1).map(line -> line(names, line)).forEach(lines::add);
    }
  }

  private static Line line(String[] names, String line) {
    String[] tokens = line.split(" ");
    if (tokens.length != names.length) {
      throw new IllegalStateException(names.length + " names, but: " + line);
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      values.put(names[i], tokens[i]);
    }
    return new Line(values);
  }

  long count(String status) {
    return lines.stream().filter(line -> line.text("log-status").equals(status)).count();
  }

  long count() {
    return lines.size();
  }

  /**
   * A finding.
   *
   * @param rule name of the rule
   * @param languages the languages that must find it
   * @param entities by the rule's names
   * @param more what else is counted
   * @param flows records of the evidence
   * @param bytes their bytes
   * @param seen first and last start of them
   */
  public record Found(
      String rule,
      List<String> languages,
      String entities,
      List<String> more,
      long flows,
      long bytes,
      String seen) {
    String row() {
      return "| `%s` | %s | %s | %d | %d | %s | %s |"
          .formatted(
              rule,
              String.join(", ", languages),
              entities,
              flows,
              bytes,
              String.join(", ", more),
              seen);
    }
  }

  /** What the rules find, rule by rule. */
  public List<Found> findings() {
    List<Found> found = new ArrayList<>();
    groups(
            line ->
                line.inbound()
                    && Set.of(6L, 17L).contains(line.number("protocol"))
                    && line.openedBySource(),
            line -> line.text("srcaddr"))
        .forEach(
            (source, group) -> {
              int hosts = distinct(group, "dstaddr");
              int ports = distinct(group, "dstport");
              if (hosts >= 25 || ports >= 25) {
                long rejected = group.stream().filter(line -> !line.accepted()).count();
                found.add(
                    found(
                        "external-scan",
                        BOTH,
                        "source " + source,
                        group,
                        hosts + " hosts",
                        ports + " ports",
                        rejected + " rejected"));
              }
            });
    groups(
            line -> line.outbound() && line.accepted() && line.openedBySource(),
            line -> line.text("srcaddr") + ", destination " + line.text("dstaddr"))
        .forEach(
            (pair, group) -> {
              if (bytes(group) >= 500_000_000) {
                found.add(found("bulk-exfiltration", BOTH, "host " + pair, group));
              }
            });
    found.addAll(reconnaissance("kql", line -> line.inbound() && line.accepted()));
    found.addAll(reconnaissance("spl", line -> line.ok() && line.accepted()));
    groups(
            line -> line.outbound() && line.number("bytes") > 50_000_000,
            line -> line.text("srcaddr") + ", destination " + line.text("dstaddr"))
        .forEach(
            (pair, group) ->
                found.add(found("exfiltration-repaired", List.of("kql"), "host " + pair, group)));
    return found;
  }

  private List<Found> reconnaissance(String language, Predicate<Line> filter) {
    List<Found> found = new ArrayList<>();
    groups(filter, line -> line.text("srcaddr") + ", port " + line.text("dstport"))
        .forEach(
            (pair, group) -> {
              if (group.size() > 100
                  && ADMIN_PORTS.contains((int) group.getFirst().number("dstport"))) {
                found.add(found("reconnaissance", List.of(language), "source " + pair, group));
              }
            });
    return found;
  }

  private Map<String, List<Line>> groups(Predicate<Line> filter, Function<Line, String> key) {
    Map<String, List<Line>> groups = new TreeMap<>();
    lines.stream()
        .filter(filter)
        .forEach(line -> groups.computeIfAbsent(key.apply(line), k -> new ArrayList<>()).add(line));
    return groups;
  }

  private static Found found(
      String rule, List<String> languages, String entities, List<Line> group, String... more) {
    long first = group.stream().mapToLong(line -> line.number("start")).min().orElseThrow();
    long last = group.stream().mapToLong(line -> line.number("start")).max().orElseThrow();
    return new Found(
        rule,
        languages,
        entities,
        List.of(more),
        group.size(),
        bytes(group),
        time(first) + " to " + time(last));
  }

  private static String time(long second) {
    return Instant.ofEpochSecond(second).toString().substring(11, 19);
  }

  private static int distinct(List<Line> group, String field) {
    Set<String> values = new HashSet<>();
    group.forEach(line -> values.add(line.text(field)));
    return values.size();
  }

  private static long bytes(List<Line> group) {
    return group.stream().mapToLong(line -> line.number("bytes")).sum();
  }
}
