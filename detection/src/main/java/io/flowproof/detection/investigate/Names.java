package io.flowproof.detection.investigate;

import io.flowproof.flowlog.asset.Asset;
import io.flowproof.flowlog.asset.AssetSighting;
import io.flowproof.flowlog.asset.AssetSighting.Certainty;
import io.flowproof.flowlog.enrich.AddressContext;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.enrich.ProviderRange;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.Observable.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is who: what is known of addresses and interfaces beside the logs. */
public final class Names {
  /** Knows nothing. */
  public static final Names NONE = new Names(Enrichments.NONE, address -> null, List.of());

  private final Enrichments known;
  private final Function<String, @Nullable String> country;
  private final List<String> sources;

  /**
   * Of the user's files.
   *
   * @param known what they say, of which days
   * @param country the ISO code of an address's country, or null
   * @param sources where this is known from, a sentence each
   */
  public Names(
      Enrichments known, Function<String, @Nullable String> country, List<String> sources) {
    this.known = known;
    this.country = country;
    this.sources = List.copyOf(sources);
  }

  /** What is known now, such as a list that is given. */
  Enrichment known() {
    return known.current();
  }

  /**
   * What an address was at a time, in few words: its asset, indicators, whose network, its country;
   * empty where nothing is known.
   */
  String address(String address, Instant at) {
    AddressContext context = known.at(at).context(address, null, at, Side.ANY);
    List<String> words = new ArrayList<>();
    for (Indicator indicator : context.intel()) {
      words.add("INTEL " + indicator.source() + describe(indicator));
    }
    context.assets().stream().limit(2).map(Names::words).forEach(words::add);
    if (context.assets().isEmpty() && !context.subnets().isEmpty()) {
      words.add("in " + context.subnets().getFirst().id());
    }
    context.ranges().stream().findFirst().map(Names::words).ifPresent(words::add);
    if (context.asn() != null) {
      words.add(context.asn().toString());
    }
    String code = country.apply(address);
    if (code != null && !code.isEmpty()) {
      words.add("country " + code);
    }
    return String.join(", ", words);
  }

  private static String describe(Indicator indicator) {
    String kinds = String.join("/", indicator.threatTypes());
    String what =
        indicator.description() == null || indicator.description().isBlank()
            ? kinds
            : indicator.description();
    return what.isBlank() ? "" : " (" + what + ")";
  }

  private static String words(ProviderRange range) {
    return range.provider() + (range.service() == null ? "" : " " + range.service());
  }

  private static String words(AssetSighting sighting) {
    Asset asset = sighting.asset();
    String name = asset.name() == null ? asset.id() : asset.name();
    return asset.kind().text()
        + " "
        + name
        + (sighting.certainty() == Certainty.ASSUMED ? " (assumed)" : "");
  }

  /** What an interface was, in few words; empty where nothing is known. */
  String interfaceName(String interfaceId, Instant at) {
    return known.at(at).assets().byInterface(interfaceId, at).map(Names::words).orElse("");
  }

  /**
   * The addresses that an asset ever had, private ones first; empty for an unknown one.
   *
   * @param name its name (in any case), its id, its instance's or its interface's
   */
  public List<String> addressesOf(String name) {
    Set<String> addresses = new LinkedHashSet<>();
    for (Enrichment version : known.all()) {
      for (Asset asset : version.assets().named(name)) {
        asset.addresses().stream().filter(one -> one.indexOf('/') < 0).forEach(addresses::add);
      }
    }
    return List.copyOf(addresses);
  }

  /** Where this is known from, a sentence each. */
  List<String> sources() {
    return sources;
  }
}
