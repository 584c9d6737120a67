package io.flowproof.lake.enrich;

import io.flowproof.flowlog.enrich.EnrichmentSource;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.lake.table.LakeDirectory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of files that records are enriched with. It never changes: other files are another version.
 *
 * @param number from 1
 * @param made when
 * @param files in the order in which they were given
 */
public record EnrichmentVersion(long number, Instant made, List<StoredFile> files) {
  /** Copies the list. */
  public EnrichmentVersion {
    files = List.copyOf(files);
  }

  /**
   * A file as the lake keeps it.
   *
   * @param kind what it says
   * @param name its name when it was given
   * @param sha256 of its bytes; names the folder that it lies in
   * @param bytes how large it is
   * @param at for assets: when AWS was asked; else null
   * @param provider for ranges: whose they are; else null
   */
  public record StoredFile(
      Kind kind,
      String name,
      String sha256,
      long bytes,
      @Nullable Instant at,
      @Nullable String provider) {

    /** Its place below the lake's directory. */
    public String path() {
      return EnrichmentStore.FOLDER + "/" + sha256 + "/" + name;
    }

    EnrichmentSource source(LakeDirectory lake) {
      return new EnrichmentSource(kind, lake.path().resolve(path()), at, provider);
    }

    /** True for the same bytes that say the same. */
    boolean isSame(StoredFile other) {
      return kind == other.kind
          && sha256.equals(other.sha256)
          && java.util.Objects.equals(at, other.at)
          && java.util.Objects.equals(provider, other.provider);
    }
  }
}
