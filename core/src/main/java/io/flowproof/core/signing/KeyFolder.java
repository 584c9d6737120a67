package io.flowproof.core.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A person's keys: {@code <id>.key.pem} (the private half, readable by its owner only) and {@code
 * <id>.pub.pem} for each pair, and a file {@code current} with the id of the pair that signs.
 * Rotation keeps the public halves, so that old signatures can still be checked, and deletes the
 * private half of the pair that it replaces.
 */
public final class KeyFolder {
  private static final String CURRENT = "current";
  private static final String PUBLIC = ".pub.pem";
  private static final String SECRET = ".key.pem";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;

  /** A folder, which need not exist yet. */
  public KeyFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the keys lie. */
  public Path folder() {
    return folder;
  }

  /** The file of a public half, which others need to check signatures. */
  public Path publicFile(String id) {
    return folder.resolve(id + PUBLIC);
  }

  /**
   * The pair that signs, or nothing where none was made yet.
   *
   * @throws InvalidKeyFileException if a file of it is missing or damaged
   * @throws IOException if the folder cannot be read
   */
  public Optional<SigningKey> current() throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      return Optional.empty();
    }
    String id = Files.readString(current).strip();
    Path secret = folder.resolve(id + SECRET);
    if (!Files.exists(secret)) {
      throw new InvalidKeyFileException(
          secret + " is missing, though " + current + " names it (restore it, or make a new key)");
    }
    return Optional.of(
        SigningKey.parse(Files.readString(secret), VerifyingKey.load(publicFile(id)))
            .orElseThrow(
                () ->
                    new InvalidKeyFileException(
                        secret + " is not the private half of " + publicFile(id))));
  }

  /** The public halves of all pairs that were ever made here, in order of their ids. */
  public List<VerifyingKey> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(f -> f.toString().endsWith(PUBLIC)).sorted().toList();
    }
    List<VerifyingKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(VerifyingKey.load(file));
    }
    return List.copyOf(keys);
  }

  /**
   * Makes a new pair the one that signs. The private half of the one before is deleted, after the
   * new one is in place; a reader sees either the one or the other.
   */
  public SigningKey rotate() throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
    Path current = folder.resolve(CURRENT);
    Optional<String> before =
        Files.exists(current) ? Optional.of(Files.readString(current).strip()) : Optional.empty();
    SigningKey key = SigningKey.generate();
    write(folder.resolve(key.id() + SECRET), key.secretPem(), "rw-------");
    write(publicFile(key.id()), key.verifyingKey().pem(), "rw-r--r--");
    Path next = folder.resolve(CURRENT + ".next");
    Files.deleteIfExists(next);
    write(next, key.id() + "\n", "rw-r--r--");
    Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
    if (before.isPresent()) {
      Files.deleteIfExists(folder.resolve(before.get() + SECRET));
    }
    return key;
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    // Created with its permissions, so that there is no moment in which others can read it.
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions(permissions))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
