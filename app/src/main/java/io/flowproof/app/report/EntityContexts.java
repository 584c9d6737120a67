package io.flowproof.app.report;

import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.run.Finding;
import io.flowproof.flowlog.asset.Asset;
import io.flowproof.flowlog.asset.AssetSighting;
import io.flowproof.flowlog.asset.AssetSighting.Certainty;
import io.flowproof.flowlog.asset.Subnet;
import io.flowproof.flowlog.enrich.AddressContext;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.enrich.ProviderRange;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.Observable.Side;
import io.flowproof.query.function.CountryLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the entities of findings: which asset an address was at the finding's time,
 * which feed names it, whose it is and where. What is not known is said to be unknown.
 */
public final class EntityContexts {
  private static final int MOST_SHOWN = 3;
  private static final String VERSION = "enrichment_version";

  private final Enrichments enrichments;
  private final CountryLookup countries;

  /** Of these data. */
  public EntityContexts(Enrichments enrichments, CountryLookup countries) {
    this.enrichments = enrichments;
    this.countries = countries;
  }

  /** True when there is nothing to tell anything from. */
  boolean isEmpty() {
    return enrichments.isEmpty();
  }

  /**
   * What is known of one entity.
   *
   * @param country of an address, or null
   */
  private record Known(AddressContext context, @Nullable String country, long version) {}

  /** For people: a line for each entity that something can be known of, by its name. */
  Map<String, String> lines(Finding finding) {
    Map<String, String> lines = new LinkedHashMap<>();
    known(finding).forEach((name, known) -> lines.put(name, line(known, finding)));
    return lines;
  }

  /** For programs. */
  Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    known(finding).forEach((name, known) -> json.put(name, json(known)));
    return json;
  }

  /** Whether anything but that it is unknown can be told of what {@link #json(Finding)} gives. */
  static boolean tellsAnything(Map<?, ?> context) {
    return context.entrySet().stream()
        .filter(each -> !each.getKey().equals(VERSION))
        .map(Map.Entry::getValue)
        .anyMatch(value -> value != null && !value.equals(List.of()));
  }

  private Map<String, Known> known(Finding finding) {
    Map<String, Known> all = new LinkedHashMap<>();
    if (isEmpty()) {
      return all;
    }
    String vpc = vpc(finding);
    for (Entity entity : finding.rule().entities()) {
      String value = finding.entities().get(entity.name());
      if (value != null) {
        Known known =
            switch (entity.type()) {
              case IP -> address(value, vpc, finding);
              case INTERFACE, INSTANCE -> asset(entity.type(), value, finding);
              case PORT, PROTOCOL, ACCOUNT, VPC, SUBNET, COUNTRY, TEXT -> null;
            };
        if (known != null) {
          all.put(entity.name(), known);
        }
      }
    }
    return all;
  }

  private static @Nullable String vpc(Finding finding) {
    return finding.rule().entities().stream()
        .filter(entity -> entity.type() == Entity.Type.VPC)
        .map(entity -> finding.entities().get(entity.name()))
        .findFirst()
        .orElse(null);
  }

  /** At the first record, and where that tells nothing, at the last. */
  private Known address(String address, @Nullable String vpc, Finding finding) {
    Enrichment first = enrichments.at(finding.firstSeen());
    AddressContext context = first.context(address, vpc, finding.firstSeen(), Side.ANY);
    AddressContext last =
        enrichments.at(finding.lastSeen()).context(address, vpc, finding.lastSeen(), Side.ANY);
    return new Known(
        new AddressContext(
            context.assets().isEmpty() ? last.assets() : context.assets(),
            context.subnets(),
            context.intel().isEmpty() ? last.intel() : context.intel(),
            context.ranges(),
            context.asn(),
            context.place()),
        countries.isoCode(address),
        enrichments.version(finding.firstSeen().atZone(java.time.ZoneOffset.UTC).toLocalDate()));
  }

  private Known asset(Entity.Type type, String id, Finding finding) {
    Instant at = finding.firstSeen();
    Enrichment enrichment = enrichments.at(at);
    List<AssetSighting> assets =
        type == Entity.Type.INTERFACE
            ? enrichment.assets().byInterface(id, at).stream().toList()
            : enrichment.assets().byInstance(id, at);
    return new Known(
        new AddressContext(assets, List.of(), List.of(), List.of(), null, null),
        null,
        enrichments.version(at.atZone(java.time.ZoneOffset.UTC).toLocalDate()));
  }

  private String line(Known known, Finding finding) {
    AddressContext context = known.context;
    List<String> parts = new ArrayList<>();
    if (!context.assets().isEmpty()) {
      parts.add(
          context.assets().stream()
              .map(EntityContexts::text)
              .distinct()
              .collect(Collectors.joining(" or ")));
    } else if (!context.subnets().isEmpty()) {
      parts.add("no known asset, in " + text(context.subnets().getFirst()));
    }
    context.intel().stream().limit(MOST_SHOWN).map(EntityContexts::text).forEach(parts::add);
    int more = context.intel().size() - MOST_SHOWN;
    if (more > 0) {
      parts.add(Numbers.count(more, "more indicator"));
    }
    context.ranges().stream().limit(1).map(EntityContexts::text).forEach(parts::add);
    if (context.asn() != null) {
      parts.add(Printable.of(context.asn().toString()));
    }
    List<String> where = new ArrayList<>();
    if (context.place() != null && context.place().city() != null) {
      where.add(Printable.of(context.place().city()));
    }
    if (known.country != null) {
      where.add(known.country);
    }
    if (!where.isEmpty()) {
      parts.add("in " + String.join(", ", where));
    }
    if (parts.isEmpty()) {
      parts.add("unknown");
    }
    if (context.intel().isEmpty()
        && known.country != null
        && enrichments.at(finding.firstSeen()).has(Kind.INTEL)) {
      parts.add("in no feed");
    }
    return String.join("; ", parts);
  }

  private static String text(AssetSighting sighting) {
    Asset asset = sighting.asset();
    StringBuilder text = new StringBuilder(asset.kind().text() + " " + Printable.of(asset.id()));
    if (asset.name() != null && !asset.name().equals(asset.id())) {
      text.append(" \"").append(Printable.of(asset.name())).append('"');
    }
    if (asset.vpcId() != null) {
      text.append(" in ").append(Printable.of(asset.vpcId()));
    }
    if (asset.owner() != null) {
      text.append(", owner ").append(Printable.of(asset.owner()));
    }
    if (sighting.certainty() == Certainty.ASSUMED) {
      text.append(" (assumed from the inventory of ")
          .append(UtcTime.range(sighting.seen(), sighting.seen()))
          .append(')');
    }
    return text.toString();
  }

  private static String text(Subnet subnet) {
    return Printable.of(
        subnet.name() == null ? subnet.id() : "%s \"%s\"".formatted(subnet.id(), subnet.name()));
  }

  private static String text(Indicator indicator) {
    String description = indicator.description();
    List<String> details = new ArrayList<>();
    details.add(indicator.observable().value());
    if (indicator.confidence() != null) {
      details.add("confidence " + indicator.confidence());
    }
    if (indicator.validUntil() != null) {
      details.add("until " + indicator.validUntil());
    }
    return Printable.of(
        "feed %s%s (%s)"
            .formatted(
                indicator.source(),
                description == null ? "" : ": \"" + description + "\"",
                String.join(", ", details)));
  }

  private static String text(ProviderRange range) {
    return Printable.of(
        range.provider()
            + (range.service() == null ? "" : " " + range.service())
            + (range.region() == null ? "" : " " + range.region()));
  }

  private static Map<String, @Nullable Object> json(Known known) {
    AddressContext context = known.context;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("assets", context.assets().stream().map(EntityContexts::json).toList());
    if (!context.subnets().isEmpty()) {
      json.put("subnet_id", context.subnets().getFirst().id());
      json.put("subnet_name", context.subnets().getFirst().name());
    }
    json.put("intel", context.intel().stream().map(EntityContexts::json).toList());
    json.put("provider_ranges", context.ranges().stream().map(EntityContexts::json).toList());
    json.put("asn", context.asn() == null ? null : context.asn().number());
    json.put("as_organization", context.asn() == null ? null : context.asn().organization());
    json.put("country", known.country);
    json.put("city", context.place() == null ? null : context.place().city());
    json.put(VERSION, known.version);
    return json;
  }

  private static Map<String, @Nullable Object> json(AssetSighting sighting) {
    Asset asset = sighting.asset();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", asset.kind().text());
    json.put("id", asset.id());
    json.put("name", asset.name());
    json.put("owner", asset.owner());
    json.put("interface_id", asset.interfaceId());
    json.put("account_id", asset.account());
    json.put("vpc_id", asset.vpcId());
    json.put("subnet_id", asset.subnetId());
    json.put("instance_profile", asset.role());
    json.put("security_groups", asset.securityGroups());
    json.put("tags", asset.tags());
    json.put("seen", sighting.seen());
    json.put("certainty", sighting.certainty().name().toLowerCase(java.util.Locale.ROOT));
    return json;
  }

  private static Map<String, @Nullable Object> json(Indicator indicator) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("feed", indicator.source());
    json.put("id", indicator.id());
    json.put("value", indicator.observable().value());
    json.put("side", indicator.observable().side().name().toLowerCase(java.util.Locale.ROOT));
    json.put("description", indicator.description());
    json.put("confidence", indicator.confidence());
    json.put("threat_types", indicator.threatTypes());
    json.put("valid_from", indicator.validFrom());
    json.put("valid_until", indicator.validUntil());
    return json;
  }

  private static Map<String, @Nullable Object> json(ProviderRange range) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("provider", range.provider());
    json.put("network", range.network());
    json.put("service", range.service());
    json.put("region", range.region());
    return json;
  }
}
