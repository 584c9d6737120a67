package io.flowproof.flowlog.enrich;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cities of addresses, from the user's database in the MaxMind DB format: {@code city.names.en} or
 * {@code city}; {@code subdivisions.0.names.en}, {@code state1} or {@code region}. Safe for several
 * threads.
 */
public final class CityDatabase {
  private final MaxMindFile file;

  /**
   * A place.
   *
   * @param city its name in English, or null where only the region is known
   * @param region the state or province, or null
   */
  public record Place(@Nullable String city, @Nullable String region) {}

  private CityDatabase(MaxMindFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read or is no MaxMind DB, naming the file
   */
  public static CityDatabase open(Path path) throws IOException {
    return new CityDatabase(MaxMindFile.open(path, "a city database"));
  }

  /** Where an address is; null for an internal one, and one that is not known. */
  public @Nullable Place find(String address) {
    Map<?, ?> entry = file.entry(address);
    if (entry == null) {
      return null;
    }
    String city = MaxMindFile.text(entry, "city");
    String region = MaxMindFile.text(entry, "subdivisions");
    region = region == null ? MaxMindFile.text(entry, "state1") : region;
    region = region == null ? MaxMindFile.text(entry, "region") : region;
    return city == null && region == null ? null : new Place(city, region);
  }
}
