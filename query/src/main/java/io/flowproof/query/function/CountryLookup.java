package io.flowproof.query.function;

import org.jspecify.annotations.Nullable;

/** A country database, as the languages need it. */
public interface CountryLookup {
  /** The ISO 3166-1 code of an address's country, or null where it is not known or not public. */
  @Nullable String isoCode(String address);

  /** The country's English name as SIEMs print it, or null where it is not known or not public. */
  @Nullable String name(String address);
}
