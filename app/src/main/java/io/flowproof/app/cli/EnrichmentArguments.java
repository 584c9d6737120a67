package io.flowproof.app.cli;

import io.flowproof.detection.inventory.InventoryFile;
import io.flowproof.detection.investigate.Names;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.InvalidCaseException;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.flowlog.asset.InventoryReader;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.lake.enrich.EnrichmentStore;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.table.LakeDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What logs are enriched with: the user's files, or what a lake keeps. */
final class EnrichmentArguments {
  private static final Pattern INVENTORY =
      Pattern.compile(".*/describe-(network-interfaces|instances|subnets|vpcs)-\\d+\\.json");

  @Option(
      names = "--assets",
      paramLabel = "PATH[@TIME]",
      description = {
        "What interfaces and addresses are: what the AWS CLI prints of describe-network-interfaces,",
        "-instances, -subnets, -vpcs, a folder of such files, or a case; with the time of the call,",
        "else that in the file's name or of its last change. May be repeated."
      })
  private List<String> assets = List.of();

  @Option(
      names = "--intel",
      paramLabel = "FILE",
      description = {
        "Indicators of threat intelligence: a plain list, CSV, a STIX 2.1 bundle or MISP JSON; may",
        "be repeated."
      })
  private List<Path> intel = List.of();

  @Option(
      names = "--asn",
      paramLabel = "FILE.mmdb",
      description = "A database of autonomous systems in MaxMind's format; may be repeated.")
  private List<Path> asn = List.of();

  @Option(
      names = "--city",
      paramLabel = "FILE.mmdb",
      description = "A database of cities in MaxMind's format; may be repeated.")
  private List<Path> city = List.of();

  @Option(
      names = "--provider-ranges",
      paramLabel = "[NAME=]FILE",
      description = {
        "The networks of a provider (AWS, if no name is given) in the format of AWS's",
        "ip-ranges.json; may be repeated."
      })
  private List<String> ranges = List.of();

  private @Nullable List<EnrichmentSource> sources;

  /**
   * The files that are given.
   *
   * @throws UsageException for one that is missing, and a folder that holds no inventory
   */
  List<EnrichmentSource> sources() throws IOException {
    List<EnrichmentSource> known = sources;
    if (known == null) {
      known = new ArrayList<>();
      for (String given : assets) {
        known.addAll(inventory(given));
      }
      add(Kind.INTEL, intel, known);
      add(Kind.ASN, asn, known);
      add(Kind.CITY, city, known);
      for (String given : ranges) {
        int equals = Files.exists(Path.of(given)) ? -1 : given.indexOf('=');
        Path path = Path.of(given.substring(equals + 1));
        Paths.check(List.of(path));
        known.add(
            new EnrichmentSource(
                Kind.PROVIDER_RANGES, path, null, equals < 1 ? "AWS" : given.substring(0, equals)));
      }
      sources = known;
    }
    return known;
  }

  private static void add(Kind kind, List<Path> paths, List<EnrichmentSource> sources) {
    Paths.check(paths);
    paths.forEach(path -> sources.add(EnrichmentSource.of(kind, path)));
  }

  private static List<EnrichmentSource> inventory(String given) throws IOException {
    String name = given;
    Instant at = null;
    int sign = given.lastIndexOf('@');
    if (sign > 0 && !Files.exists(Path.of(given))) {
      try {
        at = new TimeArgument().convert(given.substring(sign + 1));
      } catch (TypeConversionException e) {
        throw new UsageException("Cannot read --assets '%s': %s".formatted(given, e.getMessage()));
      }
      name = given.substring(0, sign);
    }
    Path path = Path.of(name);
    Paths.check(List.of(path));
    if (!Files.isDirectory(path)) {
      return List.of(new EnrichmentSource(Kind.ASSETS, path, at, null));
    }
    List<EnrichmentSource> found = inCase(path);
    if (found.isEmpty()) {
      found = inFolder(path, at);
    }
    if (found.isEmpty()) {
      throw new UsageException(
          "There is no inventory in '%s' (must be what 'aws ec2 describe-network-interfaces', 'describe-instances', 'describe-subnets' or 'describe-vpcs' prints, in files that end in .json)"
              .formatted(path));
    }
    return found;
  }

  /** A case knows when each answer was collected. */
  private static List<EnrichmentSource> inCase(Path folder) throws IOException {
    try {
      List<EnrichmentSource> found = new ArrayList<>();
      for (KeptObject object : CustodyRecord.read(folder).objects()) {
        if (INVENTORY.matcher(object.path()).matches()) {
          found.add(
              new EnrichmentSource(
                  Kind.ASSETS, folder.resolve(object.path()), object.collected(), null));
        }
      }
      return found;
    } catch (InvalidCaseException e) {
      return List.of();
    }
  }

  private static List<EnrichmentSource> inFolder(Path folder, @Nullable Instant at)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.json(\\.gz)?"))
          .filter(Files::isRegularFile)
          .sorted()
          .filter(InventoryReader::isInventory)
          .map(file -> new EnrichmentSource(Kind.ASSETS, file, at, null))
          .toList();
    }
  }

  /**
   * Reads the files that are given, and says what a person must know of them.
   *
   * @throws io.flowproof.flowlog.enrich.InvalidEnrichmentException for one that cannot be used
   */
  Enrichment read(Terminal terminal) throws IOException {
    Enrichment given = Enrichment.of(sources());
    given.remarks().forEach(terminal::say);
    return given;
  }

  /**
   * Who is who: by the files that are given, and by what a lake keeps, where one is read.
   *
   * @param more further files of indicators
   * @param geo the user's country database, or null for the one that ships
   */
  Names names(LakeArguments lake, List<Path> more, @Nullable Path geo, Terminal terminal)
      throws IOException {
    List<EnrichmentSource> all = new ArrayList<>(sources());
    add(Kind.INTEL, more, all);
    Enrichment given = Enrichment.of(all);
    given.remarks().forEach(terminal::say);
    Enrichments kept = kept(lake);
    return new Names(kept.with(given), Countries.open(geo)::isoCode, knownFrom(given, kept));
  }

  private static List<String> knownFrom(Enrichment given, Enrichments kept) {
    List<String> sentences = new ArrayList<>();
    Map<Kind, List<EnrichmentSource>> byKind =
        given.sources().stream()
            .collect(
                Collectors.groupingBy(EnrichmentSource::kind, TreeMap::new, Collectors.toList()));
    byKind.forEach(
        (kind, sources) ->
            sentences.add(
                "Known from --%s: %s"
                    .formatted(
                        kind.text(),
                        sources.stream()
                            .map(source -> source.path().toString())
                            .collect(Collectors.joining(", ")))));
    Set<Kind> lakes =
        kept.all().stream()
            .flatMap(version -> version.sources().stream())
            .map(EnrichmentSource::kind)
            .filter(kind -> !byKind.containsKey(kind))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!lakes.isEmpty()) {
      sentences.add(
          "Known from what the lake keeps, each day by its version, %d the latest: %s"
              .formatted(
                  kept.currentVersion(),
                  lakes.stream().map(Kind::text).collect(Collectors.joining(", "))));
    }
    return sentences;
  }

  /** What a lake keeps, where one is read; the files that are given replace those of their kind. */
  Enrichments read(LakeArguments lake, Terminal terminal) throws IOException {
    return kept(lake).with(read(terminal));
  }

  private static Enrichments kept(LakeArguments lake) {
    Path path = lake.lake();
    if (path == null) {
      return Enrichments.NONE;
    }
    LakeDirectory directory = LakeDirectory.find(path);
    return EnrichmentStore.of(directory).enrichments(directory, asOf(path, lake.asOf()));
  }

  /** The assets that a lake keeps now, as the AWS CLI printed them; none where no lake is read. */
  static List<InventoryFile> inventory(LakeArguments lake) {
    return kept(lake).current().sources().stream()
        .filter(source -> source.kind() == Kind.ASSETS)
        .map(EnrichmentArguments::inventoryFile)
        .toList();
  }

  private static InventoryFile inventoryFile(EnrichmentSource source) {
    try {
      Instant taken =
          source.at() != null ? source.at() : Files.getLastModifiedTime(source.path()).toInstant();
      return new InventoryFile(
          source.path(), taken, source.path().toString(), 0, false, null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The moment of that state of the lake; null for its latest. */
  private static @Nullable Instant asOf(Path lake, @Nullable String asOf) {
    if (asOf == null) {
      return null;
    }
    try (LakeReader reader = LakeReader.open(lake)) {
      LakeSnapshot snapshot = reader.snapshot(asOf);
      return snapshot == null ? null : snapshot.at();
    }
  }
}
