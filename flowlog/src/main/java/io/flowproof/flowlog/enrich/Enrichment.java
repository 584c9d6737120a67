package io.flowproof.flowlog.enrich;

import io.flowproof.flowlog.asset.InvalidInventoryException;
import io.flowproof.flowlog.asset.Inventory;
import io.flowproof.flowlog.asset.InventoryFile;
import io.flowproof.flowlog.asset.InventoryReader;
import io.flowproof.flowlog.enrich.AsnDatabase.Asn;
import io.flowproof.flowlog.enrich.CityDatabase.Place;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.ProviderRanges.RangesFile;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.IndicatorFile;
import io.flowproof.flowlog.intel.IndicatorReader;
import io.flowproof.flowlog.intel.Intel;
import io.flowproof.flowlog.intel.InvalidFeedException;
import io.flowproof.flowlog.intel.Observable.Side;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user's files say about interfaces and addresses: the one door to it. Files are read when
 * something of their kind is first asked, each kind once. Safe for several threads.
 *
 * <p>Every question may throw {@link InvalidEnrichmentException} where a file cannot be used; ask
 * {@link #remarks} first to have that behind.
 */
public final class Enrichment {
  /** Knows nothing. */
  public static final Enrichment NONE = new Enrichment(List.of());

  private final List<EnrichmentSource> sources;
  private @Nullable Inventory assets;
  private @Nullable Intel intel;
  private @Nullable ProviderRanges providers;
  private @Nullable List<AsnDatabase> asn;
  private @Nullable List<CityDatabase> cities;
  private List<String> intelRemarks = List.of();

  private Enrichment(List<EnrichmentSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Of these files; where several databases know an address, the first decides. */
  public static Enrichment of(List<EnrichmentSource> sources) {
    return sources.isEmpty() ? NONE : new Enrichment(sources);
  }

  /** The files. */
  public List<EnrichmentSource> sources() {
    return sources;
  }

  /** True when there is a file of that kind. */
  public boolean has(Kind kind) {
    return sources.stream().anyMatch(source -> source.kind() == kind);
  }

  /** What interfaces and addresses were. */
  public synchronized Inventory assets() {
    Inventory known = assets;
    if (known == null) {
      known = read(Kind.ASSETS, this::readAssets);
      assets = known;
    }
    return known;
  }

  /** Who is known to be bad. */
  public synchronized Intel intel() {
    Intel known = intel;
    if (known == null) {
      known = read(Kind.INTEL, this::readIntel);
      intel = known;
    }
    return known;
  }

  /** Whose an address is, as its provider publishes it. */
  public synchronized ProviderRanges providers() {
    ProviderRanges known = providers;
    if (known == null) {
      known = read(Kind.PROVIDER_RANGES, this::readProviders);
      providers = known;
    }
    return known;
  }

  /** Which autonomous system announces an address; null where that is not known. */
  public @Nullable Asn asn(String address) {
    for (AsnDatabase database : asnDatabases()) {
      Asn found = database.find(address);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** In which city an address is; null where that is not known. */
  public @Nullable Place place(String address) {
    for (CityDatabase database : cityDatabases()) {
      Place found = database.find(address);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * All that is known of an address.
   *
   * @param address a text; of what is no address nothing is known
   * @param vpcId the VPC that it is seen from, which decides where several have it; or null
   * @param at the time that is asked about
   * @param end which end of a connection it is; {@code ANY} for either
   */
  public AddressContext context(String address, @Nullable String vpcId, Instant at, Side end) {
    return new AddressContext(
        assets().byAddress(address, vpcId, at),
        assets().subnets(address),
        intel().matches(address, at, end),
        providers().find(address),
        asn(address),
        place(address));
  }

  /**
   * Reads everything, and says what a person must know of it: entries that are of no use, each with
   * its file and place.
   *
   * @throws InvalidEnrichmentException for a file that cannot be used
   */
  public List<String> remarks() {
    if (sources.isEmpty()) { // Most commands: what reads files must not even be loaded.
      return List.of();
    }
    List<String> remarks = new ArrayList<>(assets().remarks());
    intel();
    remarks.addAll(intelRemarks);
    remarks.addAll(providers().remarks());
    asnDatabases();
    cityDatabases();
    return List.copyOf(remarks);
  }

  private synchronized List<AsnDatabase> asnDatabases() {
    List<AsnDatabase> known = asn;
    if (known == null) {
      known =
          read(
              Kind.ASN,
              files -> {
                List<AsnDatabase> opened = new ArrayList<>();
                for (EnrichmentSource file : files) {
                  opened.add(AsnDatabase.open(file.path()));
                }
                return List.copyOf(opened);
              });
      asn = known;
    }
    return known;
  }

  private synchronized List<CityDatabase> cityDatabases() {
    List<CityDatabase> known = cities;
    if (known == null) {
      known =
          read(
              Kind.CITY,
              files -> {
                List<CityDatabase> opened = new ArrayList<>();
                for (EnrichmentSource file : files) {
                  opened.add(CityDatabase.open(file.path()));
                }
                return List.copyOf(opened);
              });
      cities = known;
    }
    return known;
  }

  private Inventory readAssets(List<EnrichmentSource> files) throws IOException {
    List<InventoryFile> inventories = new ArrayList<>();
    for (EnrichmentSource file : files) {
      inventories.add(InventoryFile.of(file.path(), file.at()));
    }
    return inventories.isEmpty() ? Inventory.NONE : InventoryReader.read(inventories);
  }

  private Intel readIntel(List<EnrichmentSource> files) throws IOException {
    List<Indicator> indicators = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (EnrichmentSource file : files) {
      IndicatorFile feed = IndicatorReader.read(file.path());
      indicators.addAll(feed.indicators());
      remarks.addAll(feed.remarks(file.path().toString()));
    }
    intelRemarks = List.copyOf(remarks);
    return Intel.of(indicators);
  }

  private ProviderRanges readProviders(List<EnrichmentSource> files) throws IOException {
    List<RangesFile> ranges = new ArrayList<>();
    for (EnrichmentSource file : files) {
      ranges.add(new RangesFile(file.path(), file.provider() == null ? "AWS" : file.provider()));
    }
    return ranges.isEmpty() ? ProviderRanges.NONE : ProviderRanges.read(ranges);
  }

  private interface Reading<T> {
    T from(List<EnrichmentSource> files) throws IOException;
  }

  private <T> T read(Kind kind, Reading<T> reading) {
    List<EnrichmentSource> files = sources.stream().filter(file -> file.kind() == kind).toList();
    try {
      return reading.from(files);
    } catch (InvalidInventoryException | InvalidFeedException e) {
      throw new InvalidEnrichmentException(String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new InvalidEnrichmentException(
          "There is no file '%s' for --%s".formatted(e.getMessage(), kind.text()));
    } catch (IOException e) {
      throw new InvalidEnrichmentException(
          "Cannot read a file for --%s: %s".formatted(kind.text(), e.getMessage()));
    }
  }
}
