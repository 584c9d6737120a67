package io.flowproof.flowlog.intel;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import io.flowproof.core.address.NetworkMap;
import io.flowproof.flowlog.intel.Observable.Kind;
import io.flowproof.flowlog.intel.Observable.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Indicators, found by address and time. Those of domains, URLs and hashes are kept, and match no
 * address. Immutable, safe for several threads.
 */
public final class Intel {
  /** Knows nothing. */
  public static final Intel NONE = new Intel(List.of());

  /** The surest first; of equally sure ones the narrower network, then the order of the feeds. */
  private static final Comparator<Indicator> SUREST =
      Comparator.comparing(
          indicator -> indicator.confidence() == null ? -1 : indicator.confidence(),
          Comparator.reverseOrder());

  private final List<Indicator> indicators;
  private final NetworkMap<Indicator> byNetwork;

  private Intel(List<Indicator> indicators) {
    this.indicators = List.copyOf(indicators);
    List<NetworkMap.Entry<Indicator>> entries = new ArrayList<>();
    for (Indicator indicator : indicators) {
      Kind kind = indicator.observable().kind();
      if ((kind == Kind.ADDRESS || kind == Kind.NETWORK) && !indicator.revoked()) {
        Network.parse(indicator.observable().value())
            .ifPresent(network -> entries.add(new NetworkMap.Entry<>(network, indicator)));
      }
    }
    byNetwork = NetworkMap.of(entries);
  }

  /** Of these, in the order of their feeds. */
  public static Intel of(List<Indicator> indicators) {
    return indicators.isEmpty() ? NONE : new Intel(indicators);
  }

  /** All, in the order of the feeds, those of domains, URLs and hashes too. */
  public List<Indicator> indicators() {
    return indicators;
  }

  /** True when no address can match. */
  public boolean isEmpty() {
    return byNetwork.size() == 0;
  }

  /**
   * What is said of an address, by itself or by a network that holds it, the surest first.
   *
   * @param address a text; what is no address matches nothing
   * @param at an indicator holds from its {@code valid_from} until before its {@code valid_until}
   * @param end which end of a connection the address is; {@code ANY} for what is said of either
   */
  public List<Indicator> matches(String address, Instant at, Side end) {
    return select(byNetwork.find(address), at, end);
  }

  /** The same for the address that was read last. */
  public List<Indicator> matches(AddressReader address, Instant at, Side end) {
    return select(byNetwork.find(address), at, end);
  }

  private static List<Indicator> select(List<Indicator> found, Instant at, Side end) {
    if (found.isEmpty()) {
      return found;
    }
    List<Indicator> holding = new ArrayList<>(found.size());
    for (Indicator indicator : found) {
      Side side = indicator.observable().side();
      if (indicator.holdsAt(at) && (side == Side.ANY || end == Side.ANY || side == end)) {
        holding.add(indicator);
      }
    }
    holding.sort(SUREST);
    return holding;
  }
}
