package io.flowproof.flowlog.enrich;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of the user's that says something about addresses.
 *
 * @param kind what it says
 * @param path the file
 * @param at for assets: when AWS was asked, or null to tell it from the file
 * @param provider for ranges: whose they are; else null
 */
public record EnrichmentSource(
    Kind kind, Path path, @Nullable Instant at, @Nullable String provider) {

  /** What a file says. */
  public enum Kind {
    /** What interfaces and addresses were, as the AWS CLI prints it. */
    ASSETS,
    /** Who is known to be bad. */
    INTEL,
    /** Which autonomous system announces an address. */
    ASN,
    /** In which city an address is. */
    CITY,
    /** Which provider has published an address as its own. */
    PROVIDER_RANGES;

    /** The command line's option for it, without dashes: {@code provider-ranges}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A file of which no more is known. */
  public static EnrichmentSource of(Kind kind, Path path) {
    return new EnrichmentSource(kind, path, null, null);
  }
}
