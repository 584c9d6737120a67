package io.flowproof.app.cli;

import io.flowproof.detection.investigate.Names;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.InvalidEnrichmentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the user knows of addresses and interfaces. */
final class EnrichmentArguments {
  @Option(
      names = "--assets",
      paramLabel = "FILE",
      description = {
        "What aws ec2 describe-network-interfaces, -instances, -subnets or -vpcs print; may be",
        "repeated."
      })
  private List<Path> assets = List.of();

  @Option(
      names = "--intel",
      paramLabel = "FILE",
      description = "Indicators: a plain list, CSV, STIX 2.1 or MISP JSON; may be repeated.")
  private List<Path> intel = List.of();

  @Option(
      names = "--asn",
      paramLabel = "FILE.mmdb",
      description = "A database of autonomous systems in MaxMind's format.")
  private List<Path> asn = List.of();

  @Option(
      names = "--provider-ranges",
      paramLabel = "FILE",
      description = "A provider's published networks, as AWS's ip-ranges.json has them.")
  private List<Path> ranges = List.of();

  /**
   * Who is who.
   *
   * @param more further files of indicators
   * @param geo the user's country database, or null for the one that ships
   * @throws UsageException for a file that cannot be used
   */
  Names names(List<Path> more, @Nullable Path geo, Terminal terminal) {
    List<EnrichmentSource> sources = new ArrayList<>();
    assets.forEach(file -> sources.add(EnrichmentSource.of(Kind.ASSETS, file)));
    intel.forEach(file -> sources.add(EnrichmentSource.of(Kind.INTEL, file)));
    more.forEach(file -> sources.add(EnrichmentSource.of(Kind.INTEL, file)));
    asn.forEach(file -> sources.add(EnrichmentSource.of(Kind.ASN, file)));
    ranges.forEach(file -> sources.add(EnrichmentSource.of(Kind.PROVIDER_RANGES, file)));
    Paths.check(sources.stream().map(EnrichmentSource::path).toList());
    Enrichment known = Enrichment.of(sources);
    try {
      known.remarks().forEach(terminal::say);
    } catch (InvalidEnrichmentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return new Names(known, Countries.open(geo)::isoCode);
  }
}
