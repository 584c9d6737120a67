package io.flowproof.app.cli;

import io.flowproof.flowlog.enrich.GeoDatabase;
import io.flowproof.query.function.CountryLookup;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The country database of a command. The one that ships is not read before it is asked. */
final class Countries implements CountryLookup {
  private volatile @Nullable GeoDatabase database;

  private Countries(@Nullable GeoDatabase database) {
    this.database = database;
  }

  /**
   * The database in that file, or the one that ships.
   *
   * @throws UsageException when the file cannot be read
   */
  static Countries open(@Nullable Path file) {
    try {
      return new Countries(file == null ? null : GeoDatabase.open(file));
    } catch (NoSuchFileException e) {
      throw new UsageException("No such country database: " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public @Nullable String isoCode(String address) {
    return database().countryCode(address);
  }

  @Override
  public @Nullable String name(String address) {
    return database().countryName(address);
  }

  private GeoDatabase database() {
    GeoDatabase open = database;
    return open == null ? openShipped() : open;
  }

  private synchronized GeoDatabase openShipped() {
    GeoDatabase open = database == null ? GeoDatabase.shipped() : database;
    database = open;
    return open;
  }
}
