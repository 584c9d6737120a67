package io.flowproof.lake.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.flowlog.enrich.Enrichment;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments;
import io.flowproof.flowlog.enrich.Enrichments.Span;
import io.flowproof.lake.enrich.EnrichmentVersion.StoredFile;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The user's files in a lake, below {@code enrichment/}: each in a folder that its SHA-256 names,
 * and {@code versions.json} with the versions and the days for which each holds.
 *
 * <p>Nothing of it is written into the tables. A record's version is that of its day, and its
 * values are looked up when they are asked for: files of a day that is enriched anew stay as they
 * are, other engines read them as before, and the order of ingest cannot matter.
 *
 * @param versions by number
 * @param states by time
 */
public record EnrichmentStore(List<EnrichmentVersion> versions, List<EnrichmentState> states) {
  /** The folder below the lake's directory. */
  static final String FOLDER = "enrichment";

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the lists. */
  public EnrichmentStore {
    versions = List.copyOf(versions);
    states = List.copyOf(states);
  }

  /**
   * That of a lake; empty where nothing was ever given.
   *
   * @throws LakeException with {@code DATA} for one that cannot be read, or was written by a newer
   *     version
   */
  public static EnrichmentStore of(LakeDirectory lake) {
    Path file = file(lake);
    if (!Files.isRegularFile(file)) {
      return new EnrichmentStore(List.of(), List.of());
    }
    try {
      return read(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException | RuntimeException e) {
      if (e instanceof LakeException lakes) {
        throw lakes;
      }
      throw new LakeException(
          ErrorCode.DATA,
          "Cannot read '%s': %s (the logs can be read without it when it is moved away)"
              .formatted(file, LakeDirectory.reason(e)),
          e);
    }
  }

  static Path file(LakeDirectory lake) {
    return lake.path().resolve(FOLDER).resolve("versions.json");
  }

  private static EnrichmentStore read(Path file, JsonNode root) {
    int format = root.path("format").asInt();
    if (format != FORMAT) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' has format %d, and this version of Flowproof reads %d (a newer one wrote it)"
              .formatted(file, format, FORMAT));
    }
    List<EnrichmentVersion> versions = new ArrayList<>();
    for (JsonNode node : root.path("versions")) {
      List<StoredFile> files = new ArrayList<>();
      for (JsonNode one : node.path("files")) {
        files.add(
            new StoredFile(
                Kind.valueOf(one.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                one.path("name").asText(),
                one.path("sha256").asText(),
                one.path("bytes").asLong(),
                one.hasNonNull("at") ? Instant.parse(one.path("at").asText()) : null,
                one.hasNonNull("provider") ? one.path("provider").asText() : null));
      }
      versions.add(
          new EnrichmentVersion(
              node.path("number").asLong(), Instant.parse(node.path("made").asText()), files));
    }
    List<EnrichmentState> states = new ArrayList<>();
    for (JsonNode node : root.path("states")) {
      List<Span> days = new ArrayList<>();
      for (JsonNode span : node.path("days")) {
        days.add(new Span(day(span, "from"), day(span, "to"), span.path("version").asLong()));
      }
      states.add(
          new EnrichmentState(
              Instant.parse(node.path("at").asText()),
              node.path("operation").asText(),
              node.path("version").asLong(),
              days));
    }
    return new EnrichmentStore(versions, states);
  }

  private static @Nullable LocalDate day(JsonNode span, String member) {
    return span.hasNonNull(member) ? LocalDate.parse(span.path(member).asText()) : null;
  }

  byte[] json() {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode allVersions = root.putArray("versions");
    for (EnrichmentVersion version : versions) {
      ObjectNode node = allVersions.addObject();
      node.put("number", version.number()).put("made", version.made().toString());
      ArrayNode files = node.putArray("files");
      for (StoredFile file : version.files()) {
        ObjectNode one = files.addObject().put("kind", file.kind().text());
        one.put("name", file.name()).put("sha256", file.sha256()).put("bytes", file.bytes());
        one.put("at", file.at() == null ? null : file.at().toString());
        one.put("provider", file.provider());
      }
    }
    ArrayNode allStates = root.putArray("states");
    for (EnrichmentState state : states) {
      ObjectNode node = allStates.addObject().put("at", state.at().toString());
      node.put("operation", state.operation()).put("version", state.version());
      ArrayNode days = node.putArray("days");
      for (Span span : state.days()) {
        ObjectNode one = days.addObject();
        one.put("from", span.from() == null ? null : span.from().toString());
        one.put("to", span.to() == null ? null : span.to().toString());
        one.put("version", span.version());
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  /**
   * What records are enriched with.
   *
   * @param asOf as it was at that time; null for the latest
   */
  public Enrichments enrichments(LakeDirectory lake, @Nullable Instant asOf) {
    EnrichmentState state = state(asOf);
    if (state == null) {
      return Enrichments.NONE;
    }
    Map<Long, Enrichment> byNumber = new TreeMap<>();
    for (EnrichmentVersion version : versions) {
      byNumber.put(
          version.number(),
          Enrichment.of(version.files().stream().map(file -> file.source(lake)).toList()));
    }
    return Enrichments.of(byNumber, state.days(), state.version());
  }

  /** The state that held at a time, or null; null for the latest. */
  public @Nullable EnrichmentState state(@Nullable Instant asOf) {
    return states.reversed().stream()
        .filter(state -> asOf == null || !state.at().isAfter(asOf))
        .findFirst()
        .orElse(null);
  }

  /** The version of that number. */
  EnrichmentVersion version(long number) {
    return versions.stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseGet(() -> new EnrichmentVersion(0, Instant.EPOCH, List.of()));
  }

  /** The files of all versions that are missing, or are not what was given, in words. */
  public List<String> problems(LakeDirectory lake) {
    Map<String, StoredFile> files = new TreeMap<>();
    versions.forEach(version -> version.files().forEach(file -> files.put(file.path(), file)));
    List<String> problems = new ArrayList<>();
    for (StoredFile file : files.values()) {
      Path path = lake.path().resolve(file.path());
      try {
        String now = sha256(path);
        if (!now.equals(file.sha256())) {
          problems.add(
              "file %s of the enrichment: SHA-256 %s was stored, there is %s"
                  .formatted(path, file.sha256(), now));
        }
      } catch (IOException e) {
        problems.add(
            "file %s of the enrichment: cannot be read: %s"
                .formatted(path, LakeDirectory.reason(e)));
      }
    }
    return problems;
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
