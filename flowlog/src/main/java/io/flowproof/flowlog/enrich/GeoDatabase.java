package io.flowproof.flowlog.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Countries of addresses, from a database in the MaxMind DB format (specification 2.0): the one
 * that ships, or the user's. The country is found where the usual databases put it: {@code
 * country_code}, {@code country.iso_code} or a two-letter {@code country}.
 *
 * <p>An address inside the standard {@link InternalNetworks} has no country. Safe for several
 * threads; the database lies in memory.
 */
public final class GeoDatabase implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{2}");
  private static final int CACHE_BITS = 14;

  /**
   * Names where CLDR, from which Java has the rest, differs from the GeoLite names that Azure Data
   * Explorer and Splunk print.
   */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "HK", "Hong Kong",
          "MO", "Macao",
          "MM", "Myanmar",
          "CI", "Ivory Coast",
          "CD", "DR Congo",
          "CG", "Congo Republic",
          "PS", "Palestine");

  /**
   * A country.
   *
   * @param code ISO 3166-1 alpha-2, upper case
   * @param name its English name
   */
  public record Country(String code, String name) {}

  private record Cached(String address, @Nullable Country country) {}

  private final MaxMindFile file;
  private final Map<String, Country> countries = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Cached> cache =
      new AtomicReferenceArray<>(1 << CACHE_BITS);

  private GeoDatabase(MaxMindFile file) {
    this.file = file;
  }

  /** The database that ships. */
  public static GeoDatabase shipped() {
    try (InputStream stream = GeoDatabase.class.getResourceAsStream("country.mmdb")) {
      if (stream == null) {
        throw new IllegalStateException("The country database is missing from the build");
      }
      return new GeoDatabase(MaxMindFile.of(stream, "the shipped country database"));
    } catch (IOException e) {
      throw new IllegalStateException("The shipped country database cannot be read", e);
    }
  }

  /**
   * The user's database.
   *
   * @throws IOException when the file cannot be read or is no MaxMind DB, naming the file
   */
  public static GeoDatabase open(Path file) throws IOException {
    return new GeoDatabase(MaxMindFile.open(file, "a country database"));
  }

  /**
   * The country of an address, or null for an internal address, one the database does not know, and
   * a text that is no address.
   *
   * @throws IllegalStateException when the database turns out to be damaged
   */
  public @Nullable Country country(String address) {
    int slot = (address.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - CACHE_BITS);
    Cached cached = cache.get(slot);
    if (cached == null || !cached.address.equals(address)) {
      cached = new Cached(address, find(address));
      cache.set(slot, cached);
    }
    return cached.country;
  }

  /** The ISO code of an address's country, or null as {@link #country} says. */
  public @Nullable String countryCode(String address) {
    Country country = country(address);
    return country == null ? null : country.code;
  }

  /** The English name of an address's country, or null as {@link #country} says. */
  public @Nullable String countryName(String address) {
    Country country = country(address);
    return country == null ? null : country.name;
  }

  private @Nullable Country find(String address) {
    Map<?, ?> entry = file.entry(address);
    return entry == null ? null : country(entry);
  }

  private @Nullable Country country(Map<?, ?> entry) {
    Object country = entry.get("country");
    if (country instanceof Map<?, ?> map && map.get("iso_code") instanceof String code) {
      Object name = map.get("names") instanceof Map<?, ?> names ? names.get("en") : null;
      return countries.computeIfAbsent(
          code, c -> new Country(c, name instanceof String text ? text : nameOf(c)));
    }
    Object code = entry.containsKey("country_code") ? entry.get("country_code") : country;
    if (!(code instanceof String text) || !CODE.matcher(text).matches()) {
      return null;
    }
    return countries.computeIfAbsent(text.toUpperCase(Locale.ROOT), c -> new Country(c, nameOf(c)));
  }

  /**
   * The English name of a country, such as {@code United States} for {@code US}: CLDR's, spelled
   * with "and" for "&amp;"; a code that is none is its own name.
   */
  public static String nameOf(String code) {
    String other = OTHER_NAMES.get(code);
    return other != null
        ? other
        : Locale.of("", code).getDisplayCountry(Locale.ENGLISH).replace(" & ", " and ");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
