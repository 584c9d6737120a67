package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that goes away with the process. A lock on a file in it says that its process
 * lives; a directory whose lock is free was left by a killed process, and the next one removes it.
 */
final class StagingDirectory implements AutoCloseable {
  private static final String PREFIX = "flowproof-staging-";
  private static final String UNFINISHED_PREFIX = ".flowproof-new-";
  private static final String LOCK = "lock";
  private static final Duration UNFINISHED_AGE = Duration.ofHours(1);

  private static final Set<StagingDirectory> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(StagingDirectory::removeAll));
  }

  private final Path path;
  private final FileChannel lockFile;

  private StagingDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
    OPEN.add(this);
  }

  /**
   * Makes a new directory in {@code parent} that only this user can read, and removes what this
   * user's dead processes left there.
   */
  static StagingDirectory create(Path parent) {
    try {
      Files.createDirectories(parent);
      // The lock is taken before the directory gets the name that others look for.
      Path unfinished = Files.createTempDirectory(parent, UNFINISHED_PREFIX, ownerOnly());
      FileChannel lockFile =
          FileChannel.open(
              unfinished.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lockFile.lock();
      String suffix = unfinished.getFileName().toString().substring(UNFINISHED_PREFIX.length());
      Path path =
          Files.move(unfinished, parent.resolve(PREFIX + suffix), StandardCopyOption.ATOMIC_MOVE);
      StagingDirectory directory = new StagingDirectory(path, lockFile);
      removeLeftovers(parent, Files.getOwner(path));
      return directory;
    } catch (IOException e) {
      throw new EngineException(
          ErrorCode.ENGINE,
          "Cannot make a staging directory in %s: %s (place it elsewhere with --staging DIR)"
              .formatted(parent, reason(e)),
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
  }

  Path path() {
    return path;
  }

  /** Bytes of all files in the directory. */
  long bytes() {
    long[] sum = new long[1];
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return sum[0];
    }
    return sum[0];
  }

  /** Bytes that can still be written there, or -1 where the system does not say. */
  long freeBytes() {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Removes the directory with all that is in it. */
  @Override
  public void close() {
    if (OPEN.remove(this)) {
      remove();
    }
  }

  private void remove() {
    delete(path);
    try {
      lockFile.close();
    } catch (IOException e) {
      // The lock file is deleted; nobody can look at it any more.
    }
  }

  /** Removes every directory that this process has open. */
  static void removeAll() {
    OPEN.forEach(StagingDirectory::close);
  }

  private static void removeLeftovers(Path parent, UserPrincipal owner) throws IOException {
    try (DirectoryStream<Path> candidates =
        Files.newDirectoryStream(parent, "{" + PREFIX + "," + UNFINISHED_PREFIX + "}*")) {
      for (Path candidate : candidates) {
        if (isLeftover(candidate, owner)) {
          delete(candidate);
        }
      }
    }
  }

  private static boolean isLeftover(Path candidate, UserPrincipal owner) {
    // Closing a file gives up every lock that the process has on it: never open a lock of our own.
    if (OPEN.stream().anyMatch(open -> open.path.equals(candidate))
        || !isOwnedBy(owner, candidate)) {
      return false;
    }
    if (candidate.getFileName().toString().startsWith(UNFINISHED_PREFIX)) {
      return isOld(candidate);
    }
    try (FileChannel lockFile =
            FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = lockFile.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException e) {
      return isOld(candidate);
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean isOwnedBy(UserPrincipal owner, Path candidate) {
    try {
      return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(owner);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isOld(Path candidate) {
    try {
      return Files.getLastModifiedTime(candidate, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(Instant.now().minus(UNFINISHED_AGE));
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes as much as can be deleted; links are deleted, not followed. */
  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              deleteIfPossible(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
              deleteIfPossible(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What stays is found by the next process.
    }
  }

  private static void deleteIfPossible(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What stays is found by the next process.
    }
  }
}
