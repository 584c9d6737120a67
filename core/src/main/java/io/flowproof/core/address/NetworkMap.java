package io.flowproof.core.address;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of networks, found by address: those of all networks that hold it. Families do not mix
 * (see {@link Network}). A search takes the logarithm of the number of networks, however they lie
 * inside each other. Immutable, safe for several threads.
 */
public final class NetworkMap<V> {
  private final Family<V> ipv4;
  private final Family<V> ipv6;
  private final int size;

  /** A network and its value. */
  public record Entry<V>(Network network, V value) {}

  private NetworkMap(List<Entry<V>> entries) {
    ipv4 = Family.of(entries.stream().filter(entry -> !entry.network.ipv6()).toList());
    ipv6 = Family.of(entries.stream().filter(entry -> entry.network.ipv6()).toList());
    size = entries.size();
  }

  /** Of these networks; one network may have several values. */
  public static <V> NetworkMap<V> of(List<Entry<V>> entries) {
    return new NetworkMap<>(entries);
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** The values for a text; empty when it is no address, or no network holds it. */
  public List<V> find(String address) {
    if (size == 0) {
      return List.of();
    }
    AddressReader reader = new AddressReader();
    return reader.read(address) ? find(reader) : List.of();
  }

  /**
   * The values for the address that was read last, of the narrowest network first; of one network
   * in the order in which they were given.
   */
  public List<V> find(AddressReader address) {
    return (address.isIpv6() ? ipv6 : ipv4).find(address.high(), address.low());
  }

  /**
   * The address space cut where networks begin and end; networks in CIDR form lie apart or inside
   * each other, never across.
   *
   * @param highs upper halves of where the pieces begin, ascending with the lower ones
   * @param lows lower halves
   * @param values what holds from there to the next beginning
   */
  private record Family<V>(long[] highs, long[] lows, List<List<V>> values) {
    static <V> Family<V> of(List<Entry<V>> entries) {
      List<Entry<V>> sorted = new ArrayList<>(entries);
      sorted.sort(
          Comparator.comparing(
              Entry::network,
              (a, b) -> {
                int order = compare(a.high(), a.low(), b.high(), b.low());
                return order == 0 ? Integer.compare(a.bits(), b.bits()) : order;
              }));
      Sweep<V> sweep = new Sweep<>(sorted.size());
      int i = 0;
      while (i < sorted.size()) {
        Network network = sorted.get(i).network();
        List<V> own = new ArrayList<>(1);
        while (i < sorted.size() && sorted.get(i).network().equals(network)) {
          own.add(sorted.get(i++).value());
        }
        sweep.enter(network, own);
      }
      return sweep.finish();
    }

    List<V> find(long high, long low) {
      int from = 0;
      int to = highs.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (compare(highs[middle], lows[middle], high, low) <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from == 0 ? List.of() : values.get(from - 1);
    }
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order == 0 ? Long.compareUnsigned(low, otherLow) : order;
  }

  /** Goes over networks in their order, and notes where what holds changes. */
  private static final class Sweep<V> {
    private long[] highs;
    private long[] lows;
    private final List<List<V>> values;
    private final Deque<Open<V>> open = new ArrayDeque<>();
    private int pieces;

    private record Open<V>(Network network, List<V> values) {}

    Sweep(int networks) {
      highs = new long[2 * networks + 1];
      lows = new long[2 * networks + 1];
      values = new ArrayList<>(2 * networks + 1);
    }

    void enter(Network network, List<V> own) {
      leaveBefore(network);
      List<V> all = new ArrayList<>(own);
      if (!open.isEmpty()) {
        all.addAll(open.peek().values);
      }
      List<V> held = List.copyOf(all);
      open.push(new Open<>(network, held));
      begin(network.high(), network.low(), held);
    }

    /** Networks that do not hold the next one have ended. */
    private void leaveBefore(@Nullable Network next) {
      while (!open.isEmpty()
          && (next == null
              || !open.peek().network.contains(next.high(), next.low(), next.ipv6()))) {
        Network left = open.pop().network;
        long low = left.low() | ~Network.mask(Math.max(0, left.bits() - 64));
        long high = left.high() | ~Network.mask(Math.min(left.bits(), 64));
        long nextLow = low + 1;
        long nextHigh = nextLow == 0 ? high + 1 : high;
        if (nextLow != 0 || nextHigh != 0) {
          begin(nextHigh, nextLow, open.isEmpty() ? List.of() : open.peek().values);
        }
      }
    }

    private void begin(long high, long low, List<V> held) {
      if (pieces > 0 && highs[pieces - 1] == high && lows[pieces - 1] == low) {
        values.set(pieces - 1, held);
        return;
      }
      highs[pieces] = high;
      lows[pieces] = low;
      values.add(held);
      pieces++;
    }

    Family<V> finish() {
      leaveBefore(null);
      highs = Arrays.copyOf(highs, pieces);
      lows = Arrays.copyOf(lows, pieces);
      return new Family<>(highs, lows, List.copyOf(values));
    }
  }
}
