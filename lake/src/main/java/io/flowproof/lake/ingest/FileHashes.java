package io.flowproof.lake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Size and SHA-256 of files. */
public final class FileHashes {
  private static final int BUFFER = 256 << 10;
  private static final int ID_LENGTH = 32;

  private FileHashes() {}

  /**
   * What was read of a file.
   *
   * @param bytes how many bytes
   * @param sha256 their hash in lower-case hex; empty where the file could not be read
   * @param problem why it could not be read, or empty
   */
  public record FileHash(long bytes, String sha256, String problem) {
    /** True when the whole file was read. */
    public boolean isRead() {
      return problem.isEmpty();
    }
  }

  /** The hashes of files, in their order. */
  public static List<FileHash> of(List<Path> files, int threads) throws InterruptedException {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> Thread.ofPlatform().daemon().name("hash").unstarted(task))) {
      List<Future<FileHash>> started = new ArrayList<>();
      for (Path file : files) {
        started.add(pool.submit(() -> of(file)));
      }
      List<FileHash> hashes = new ArrayList<>();
      for (Future<FileHash> one : started) {
        hashes.add(one.get());
      }
      return hashes;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The hash of one file. */
  public static FileHash of(Path file) {
    MessageDigest digest = sha256();
    long bytes = 0;
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
        bytes += count;
      }
      return new FileHash(bytes, HexFormat.of().formatHex(digest.digest()), "");
    } catch (java.nio.file.AccessDeniedException e) {
      return new FileHash(bytes, "", "access is denied");
    } catch (java.nio.file.NoSuchFileException e) {
      return new FileHash(bytes, "", "there is no such file");
    } catch (IOException e) {
      return new FileHash(bytes, "", String.valueOf(e.getMessage()));
    }
  }

  /** An id of 32 hex digits that the same lines give in any order. */
  public static String idOf(List<String> lines) {
    MessageDigest digest = sha256();
    lines.stream().sorted().forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest()).substring(0, ID_LENGTH);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
