package io.flowproof.detection.prove;

import io.flowproof.detection.proof.InvalidProofException;
import io.flowproof.detection.proof.ProofDigests;
import io.flowproof.detection.proof.ProofFile;
import io.flowproof.detection.proof.RuleProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results of earlier runs by what they depend on: the rule's files, what rules have in common, the
 * simulator's files, the program, the seed and the level. Nothing else goes into a result.
 */
final class ProofCache {
  private final @Nullable Path folder;
  private final String common;

  /**
   * In a folder, which is made when something is kept.
   *
   * @param folder null to keep nothing
   * @param common what all results of this run depend on
   */
  ProofCache(@Nullable Path folder, List<String> common) {
    this.folder = folder;
    this.common = String.join("\n", common);
  }

  /** The result that these files had, its levels marked as taken from here. */
  Optional<RuleProof> find(String path, String sha256) {
    Path file = file(path, sha256);
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ProofFile.parseRule(file.toString(), Files.readString(file)).cached());
    } catch (InvalidProofException e) {
      return Optional.empty(); // Cut off, or of another version: it is computed anew.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void keep(RuleProof proof) {
    Path file = file(proof.path(), proof.sha256());
    if (file != null && folder != null) {
      try {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "part-", ".json");
        Files.writeString(part, ProofFile.print(proof));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private @Nullable Path file(String path, String sha256) {
    if (folder == null) {
      return null;
    }
    String key = String.join("\n", path, sha256, common);
    return folder.resolve(ProofDigests.sha256(key.getBytes(StandardCharsets.UTF_8)) + ".json");
  }
}
