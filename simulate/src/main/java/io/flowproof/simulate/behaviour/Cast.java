package io.flowproof.simulate.behaviour;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Vpc;
import io.flowproof.simulate.network.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Finds who is meant by words such as {@code role web}, {@code internet 5} or {@code service S3}:
 * see docs/simulate.md. Names that were given to hosts before mean those hosts.
 */
public final class Cast {
  private final NetworkFile file;
  private final Map<String, Hosts> named = new HashMap<>();

  /** A cast from that network. */
  public Cast(NetworkFile file) {
    this.file = file;
  }

  /** A copy to which names can be given. */
  public Cast copy() {
    Cast copy = new Cast(file);
    copy.named.putAll(named);
    return copy;
  }

  /** Who may be chosen, one at a time. */
  public interface Hosts {
    /** How many there are; 0 for more than can be counted. */
    int size();

    /** One of them: by its number where they are counted, else by chance. */
    Host get(int number, SplittableRandom random);
  }

  private record Listed(List<Host> hosts) implements Hosts {
    @Override
    public int size() {
      return hosts.size();
    }

    @Override
    public Host get(int number, SplittableRandom random) {
      return hosts.get(Math.floorMod(number, hosts.size()));
    }
  }

  private record Anywhere(List<Network> ranges) implements Hosts {
    @Override
    public int size() {
      return 0;
    }

    @Override
    public Host get(int number, SplittableRandom random) {
      Network range = ranges.get(random.nextInt(ranges.size()));
      long size = range.ipv6() ? 1L << 32 : range.lastIpv4() - range.firstIpv4() + 1;
      long place = size <= 2 ? random.nextLong(size) : 1 + random.nextLong(size - 2);
      return new Host(IpAddress.in(range, place), null);
    }
  }

  private static final class Internet implements Hosts {
    @Override
    public int size() {
      return 0;
    }

    @Override
    public Host get(int number, SplittableRandom random) {
      while (true) {
        int first = 1 + random.nextInt(222);
        boolean taken =
            first == 10
                || first == 127
                || first == 100
                || first == 169
                || first == 172
                || first == 192
                || first == 198
                || first == 203
                || first == 52
                || first == 3;
        if (!taken) {
          return new Host(IpAddress.ipv4(first << 24 | 1 + random.nextInt(0xfffffe)), null);
        }
      }
    }
  }

  private static final class Internet6 implements Hosts {
    /** 2a00::/16, of which providers in Europe have most. */
    private static final long RANGE = 0x2a00L << 48;

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Host get(int number, SplittableRandom random) {
      return new Host(IpAddress.ipv6(RANGE | random.nextLong(1L << 48), random.nextLong()), null);
    }
  }

  /**
   * The lists that the network's owner keeps: by name the rows, by column the values. A row whose
   * value is {@code role NAME} stands for a row for each of those hosts, with its address.
   */
  public Map<String, List<Map<String, String>>> lists() {
    Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
    file.lists()
        .forEach(
            (name, rows) ->
                lists.put(name, rows.stream().flatMap(row -> rows(row).stream()).toList()));
    return lists;
  }

  private List<Map<String, String>> rows(Yaml row) {
    List<Map<String, String>> rows = new ArrayList<>(List.of(new LinkedHashMap<>()));
    row.entries()
        .forEach(
            (column, value) -> {
              List<Map<String, String>> before = List.copyOf(rows);
              rows.clear();
              for (String text : texts(value)) {
                before.forEach(
                    old -> {
                      Map<String, String> longer = new LinkedHashMap<>(old);
                      longer.put(column, text);
                      rows.add(longer);
                    });
              }
            });
    return rows;
  }

  private List<String> texts(Yaml value) {
    if (!value.text().startsWith("role ")) {
      return List.of(value.text());
    }
    SplittableRandom none = new SplittableRandom(0);
    Hosts hosts = find(value, value.text(), none);
    return IntStream.range(0, hosts.size())
        .mapToObj(i -> hosts.get(i, none).address().toString())
        .toList();
  }

  /** Gives a name to hosts. */
  public void name(String name, Hosts hosts) {
    named.put(name, hosts);
  }

  /**
   * Who is meant.
   *
   * @param words {@code KIND [WHAT] [NUMBER]}; with a number, so many are drawn once
   */
  public Hosts find(Yaml place, String words, SplittableRandom random) {
    String[] parts = words.strip().split("\\s+");
    Hosts known = named.get(words.strip());
    if (known != null) {
      return known;
    }
    boolean numbered = parts.length > 1 && parts[parts.length - 1].matches("\\d{1,6}");
    Hosts all = all(place, parts, numbered ? parts.length - 1 : parts.length);
    if (!numbered) {
      return all;
    }
    return drawn(all, Integer.parseInt(parts[parts.length - 1]), random);
  }

  private static Hosts drawn(Hosts all, int count, SplittableRandom random) {
    List<Host> drawn = new ArrayList<>();
    if (all.size() == 0) {
      for (int i = 0; i < count; i++) {
        drawn.add(all.get(i, random));
      }
      return new Listed(drawn);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      numbers.add(i);
    }
    for (int i = 0; i < count && !numbers.isEmpty(); i++) {
      drawn.add(all.get(numbers.remove(random.nextInt(numbers.size())), random));
    }
    return new Listed(drawn);
  }

  private Hosts all(Yaml place, String[] words, int length) {
    String what = length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "internet" -> new Internet();
      case "internet6" -> new Internet6();
      case "on-premises" -> ranges(place, file.onPremises());
      case "service" -> ranges(place, file.network().services().getOrDefault(what, List.of()));
      case "network" ->
          ranges(
              place,
              List.of(
                  Network.parse(what).orElseThrow(() -> place.wrong("Invalid network: " + what))));
      case "unused" -> unused(place);
      case "role" ->
          enis(
              place,
              file.network().enis().stream().filter(e -> e.roles().contains(what)).toList(),
              false);
      case "pods" ->
          enis(
              place,
              file.network().enis().stream().filter(e -> e.roles().contains(what)).toList(),
              true);
      case "vpc" -> enis(place, hosts().filter(e -> e.vpc().name().equals(what)).toList(), false);
      case "public" -> enis(place, hosts().filter(e -> e.publicAddress() != null).toList(), false);
      case "internal" -> enis(place, hosts().toList(), false);
      default ->
          throw place.wrong(
              "Nobody is called '"
                  + words[0]
                  + "' (must be internet, internet6, on-premises, service NAME,"
                  + " network CIDR, unused, role NAME, pods NAME, vpc NAME, public, internal, or"
                  + " one of the scenario's hosts)");
    };
  }

  private java.util.stream.Stream<Eni> hosts() {
    return file.network().enis().stream()
        .filter(
            e ->
                !e.kind().isNat()
                    && e.kind() != io.flowproof.simulate.network.EniKind.TRANSIT_GATEWAY);
  }

  private static Hosts ranges(Yaml place, List<Network> ranges) {
    if (ranges.isEmpty()) {
      throw place.wrong("This network has nothing of that kind");
    }
    return new Anywhere(ranges);
  }

  private static Hosts enis(Yaml place, List<Eni> enis, boolean pods) {
    List<Host> hosts = new ArrayList<>();
    for (Eni eni : enis) {
      if (pods) {
        eni.others().forEach(pod -> hosts.add(new Host(pod, eni)));
      } else {
        hosts.add(new Host(eni.primary(), eni));
      }
    }
    if (hosts.isEmpty()) {
      throw place.wrong("This network has nobody of that kind");
    }
    return new Listed(hosts);
  }

  /** Addresses of the VPCs behind which nobody is. */
  private Hosts unused(Yaml place) {
    List<Host> free = new ArrayList<>();
    for (Vpc vpc : file.vpcs().values()) {
      for (Eni eni : file.network().enis()) {
        if (eni.vpc().equals(vpc)) {
          IpAddress next = IpAddress.ipv4((int) eni.primary().low() + 57);
          if (file.network().find(next) == null && eni.subnet().contains(next)) {
            free.add(new Host(next, null));
          }
        }
      }
    }
    if (free.isEmpty()) {
      throw place.wrong("This network has no unused addresses");
    }
    return new Listed(free);
  }
}
