package io.flowproof.flowlog.enrich;

import io.flowproof.flowlog.asset.AssetSighting;
import io.flowproof.flowlog.asset.Subnet;
import io.flowproof.flowlog.enrich.AsnDatabase.Asn;
import io.flowproof.flowlog.enrich.CityDatabase.Place;
import io.flowproof.flowlog.intel.Indicator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an address at a time. What is empty or null is not known.
 *
 * @param assets what it was; several where that is not certain (see {@code Inventory.byAddress})
 * @param subnets the subnets and VPCs that hold it, the narrowest first
 * @param intel what feeds say of it, the surest first
 * @param ranges the published ranges that hold it, those that name a service first
 * @param asn the autonomous system that announces it
 * @param place the city that it is in
 */
public record AddressContext(
    List<AssetSighting> assets,
    List<Subnet> subnets,
    List<Indicator> intel,
    List<ProviderRange> ranges,
    @Nullable Asn asn,
    @Nullable Place place) {

  /** Copies the lists. */
  public AddressContext {
    assets = List.copyOf(assets);
    subnets = List.copyOf(subnets);
    intel = List.copyOf(intel);
    ranges = List.copyOf(ranges);
  }

  /** True when nothing is known. */
  public boolean isEmpty() {
    return assets.isEmpty()
        && subnets.isEmpty()
        && intel.isEmpty()
        && ranges.isEmpty()
        && asn == null
        && place == null;
  }
}
