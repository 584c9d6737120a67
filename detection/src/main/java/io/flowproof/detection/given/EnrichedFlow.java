package io.flowproof.detection.given;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.flowlog.asset.Asset;
import io.flowproof.flowlog.asset.AssetSighting;
import io.flowproof.flowlog.asset.Subnet;
import io.flowproof.flowlog.enrich.AsnDatabase.Asn;
import io.flowproof.flowlog.enrich.CityDatabase.Place;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.enrich.Enrichments.Span;
import io.flowproof.flowlog.enrich.ProviderRange;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.Observable.Side;
import io.flowproof.query.function.CountryLookup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The view {@code enriched_flow}: the flow table, and what is known of both ends of each record at
 * its start. Values are looked up when a query asks for their column, from the version of the
 * user's data that holds for the record's day; what is not known, or not certain, is null.
 */
public final class EnrichedFlow {
  /** The view's name. */
  public static final String NAME = "enriched_flow";

  /** The column with the version of the data: 0 where none holds. */
  public static final String VERSION = "enrichment_version";

  private final Enrichments enrichments;
  private final CountryLookup countries;

  /** With these data, and countries from there. */
  public EnrichedFlow(Enrichments enrichments, CountryLookup countries) {
    this.enrichments = enrichments;
    this.countries = countries;
  }

  /**
   * A column of the view.
   *
   * @param name for an end of the record what follows {@code src_} or {@code dst_}; else the name
   * @param type its type
   * @param meaning for documentation
   */
  public record Column(String name, ColumnType type, String meaning) {}

  /** An end of a record. */
  private record End(
      Enrichment enrichment, Side side, String address, String eni, String vpc, Instant at) {

    /** The one asset that has the address; null where there is none, or more than one. */
    @Nullable Asset asset() {
      Optional<AssetSighting> own = enrichment.assets().byInterface(eni, at);
      if (own.isPresent() && own.get().asset().addresses().contains(address)) {
        return own.get().asset();
      }
      String from = vpc.isEmpty() ? own.map(seen -> seen.asset().vpcId()).orElse(null) : vpc;
      List<AssetSighting> found = enrichment.assets().byAddress(address, from, at);
      return found.size() == 1 ? found.getFirst().asset() : null;
    }

    @Nullable Subnet subnet() {
      Asset asset = asset();
      List<Subnet> found = enrichment.assets().subnets(address);
      return found.stream()
          .filter(subnet -> asset == null || subnet.id().equals(asset.subnetId()))
          .findFirst()
          .filter(subnet -> asset != null || isSure(found, subnet))
          .orElse(null);
    }

    /** Not where two VPCs use the same addresses. */
    private static boolean isSure(List<Subnet> found, Subnet subnet) {
      return found.stream().allMatch(other -> other.vpcId().equals(subnet.vpcId()));
    }

    @Nullable Indicator indicator() {
      List<Indicator> found = enrichment.intel().matches(address, at, side);
      return found.isEmpty() ? null : found.getFirst();
    }

    @Nullable ProviderRange range() {
      List<ProviderRange> found = enrichment.providers().find(address);
      return found.isEmpty() ? null : found.getFirst();
    }
  }

  private record EndColumn(Column column, BiFunction<EnrichedFlow, End, @Nullable Object> value) {
    static EndColumn of(
        String name, String meaning, BiFunction<EnrichedFlow, End, @Nullable Object> value) {
      return new EndColumn(new Column(name, ColumnType.TEXT, meaning), value);
    }
  }

  private static final List<EndColumn> ENDS =
      List.of(
          asset("asset_kind", "what it is: instance, nat-gateway, …", a -> a.kind().text()),
          asset("asset_id", "its id: i-…, nat-…, vpce-…; else the interface's", Asset::id),
          asset("asset_name", "its tag Name, else what AWS calls it", Asset::name),
          asset("asset_owner", "its tag Owner", Asset::owner),
          EndColumn.of(
              "subnet_id",
              "the subnet that holds the address, else the VPC",
              (view, end) -> end.subnet() == null ? null : end.subnet().id()),
          EndColumn.of(
              "subnet_name",
              "its tag Name",
              (view, end) -> end.subnet() == null ? null : end.subnet().name()),
          intel(
              "intel_feed", "the feed that says it is bad, the surest of several", i -> i.source()),
          intel("intel_id", "that feed's id of the indicator", i -> i.id()),
          intel("intel_value", "the address or network that it names", i -> i.observable().value()),
          intel("intel_description", "what it says", i -> i.description()),
          new EndColumn(
              new Column("intel_confidence", ColumnType.INT, "how sure it is, 0 to 100"),
              (view, end) -> end.indicator() == null ? null : end.indicator().confidence()),
          range("provider", "who has published the address as its own", ProviderRange::provider),
          range("provider_service", "for which service", ProviderRange::service),
          range("provider_region", "in which region", ProviderRange::region),
          new EndColumn(
              new Column("asn", ColumnType.LONG, "the autonomous system that announces it"),
              (view, end) -> {
                Asn asn = end.enrichment.asn(end.address);
                return asn == null ? null : asn.number();
              }),
          EndColumn.of(
              "as_organization",
              "who runs it",
              (view, end) -> {
                Asn asn = end.enrichment.asn(end.address);
                return asn == null ? null : asn.organization();
              }),
          EndColumn.of(
              "country",
              "its country, ISO 3166-1 alpha-2",
              (view, end) -> view.countries.isoCode(end.address)),
          EndColumn.of(
              "city",
              "its city",
              (view, end) -> {
                Place place = end.enrichment.place(end.address);
                return place == null ? null : place.city();
              }));

  private static final List<EndColumn> INTERFACE =
      List.of(
          self("interface_asset_kind", "what the recording interface is", a -> a.kind().text()),
          self("interface_asset_id", "the id of what stands behind it", Asset::id),
          self("interface_asset_name", "its tag Name, else what AWS calls it", Asset::name),
          self("interface_asset_owner", "its tag Owner", Asset::owner));

  private interface Of<T> {
    @Nullable String text(T value);
  }

  private static EndColumn asset(String name, String meaning, Of<Asset> text) {
    return EndColumn.of(
        name,
        meaning,
        (view, end) -> {
          Asset asset = end.asset();
          return asset == null ? null : text.text(asset);
        });
  }

  private static EndColumn intel(String name, String meaning, Of<Indicator> text) {
    return EndColumn.of(
        name,
        meaning,
        (view, end) -> {
          Indicator indicator = end.indicator();
          return indicator == null ? null : text.text(indicator);
        });
  }

  private static EndColumn range(String name, String meaning, Of<ProviderRange> text) {
    return EndColumn.of(
        name,
        meaning,
        (view, end) -> {
          ProviderRange range = end.range();
          return range == null ? null : text.text(range);
        });
  }

  private static EndColumn self(String name, String meaning, Of<Asset> text) {
    return EndColumn.of(
        name,
        meaning,
        (view, end) ->
            end.enrichment
                .assets()
                .byInterface(end.eni, end.at)
                .map(seen -> text.text(seen.asset()))
                .orElse(null));
  }

  /** The columns beside those of the flow table, in their order. */
  public static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column(
            VERSION, ColumnType.LONG, "the version of the data that the record is enriched with"));
    INTERFACE.forEach(column -> columns.add(column.column));
    for (String end : List.of("src", "dst")) {
      for (EndColumn column : ENDS) {
        Column plain = column.column;
        columns.add(new Column(end + "_" + plain.name, plain.type, plain.meaning));
      }
    }
    return columns;
  }

  /** The functions that the view calls. */
  public List<JavaFunction> functions() {
    List<JavaFunction> functions = new ArrayList<>();
    for (List<EndColumn> columns : List.of(INTERFACE, ENDS)) {
      for (EndColumn column : columns) {
        functions.add(
            new JavaFunction(
                "fp_" + column.column.name,
                List.of(
                    ColumnType.LONG,
                    ColumnType.TEXT,
                    ColumnType.TEXT,
                    ColumnType.TEXT,
                    ColumnType.TEXT,
                    ColumnType.LONG),
                column.column.type,
                arguments -> column.value.apply(this, end(arguments))));
      }
    }
    return functions;
  }

  private End end(@Nullable Object[] arguments) {
    long micros = ((Number) java.util.Objects.requireNonNull(arguments[5])).longValue();
    long version = ((Number) java.util.Objects.requireNonNull(arguments[0])).longValue();
    return new End(
        enrichments.version(version),
        "src".equals(arguments[1]) ? Side.SOURCE : Side.DESTINATION,
        String.valueOf(arguments[2]),
        String.valueOf(arguments[3]),
        String.valueOf(arguments[4]),
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** Plans the view in a database that has the flow table with all its columns. */
  public void planIn(DuckDbStaging staging) {
    staging.createView(NAME, select());
  }

  private String select() {
    List<String> columns = new ArrayList<>(List.of("flow.*", version() + " AS " + VERSION));
    INTERFACE.forEach(column -> columns.add(call(column, "src") + " AS " + column.column.name));
    for (String end : List.of("src", "dst")) {
      ENDS.forEach(
          column ->
              columns.add("%s AS %s_%s".formatted(call(column, end), end, column.column.name)));
    }
    return "SELECT " + String.join(", ", columns) + " FROM " + FlowTables.FLOW;
  }

  private String call(EndColumn column, String end) {
    return "fp_%s(%s, '%s', coalesce(%saddr, ''), coalesce(interface_id, ''), coalesce(vpc_id, ''), epoch_us(start_time))"
        .formatted(column.column.name, version(), end, end);
  }

  /** Of the day on which a record begins; the last span counts. */
  private String version() {
    StringBuilder cases = new StringBuilder();
    for (Span span : enrichments.spans().reversed()) {
      List<String> bounds = new ArrayList<>();
      if (span.from() != null) {
        bounds.add("start_time >= TIMESTAMP '%s 00:00:00'".formatted(span.from()));
      }
      if (span.to() != null) {
        bounds.add("start_time < TIMESTAMP '%s 00:00:00'".formatted(span.to().plusDays(1)));
      }
      cases
          .append(" WHEN ")
          .append(bounds.isEmpty() ? "true" : String.join(" AND ", bounds))
          .append(" THEN ")
          .append(span.version());
    }
    String current = "CAST(" + enrichments.currentVersion() + " AS BIGINT)";
    return cases.isEmpty() ? current : "CAST(CASE" + cases + " ELSE " + current + " END AS BIGINT)";
  }
}
