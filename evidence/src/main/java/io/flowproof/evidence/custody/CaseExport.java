package io.flowproof.evidence.custody;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A case as one ZIP archive: the objects, the log, the seals, reports, {@code SHA256SUMS} in the
 * form of sha256sum, and a text that says how to check all of it without this program.
 */
public final class CaseExport {
  private static final String INSTRUCTIONS =
      """
      How to check this case
      ======================

      The objects under objects/ are raw bytes as they were collected. custody.ndjson is the log of
      everything that was done with them: JSON, one entry a line. Every line has in "previous" the
      SHA-256 of the line before it, without its line end; the first has 64 zeros. Entries with
      "action":"object" have the path, size and SHA-256 of each object.

      1. The bytes:         sha256sum --check SHA256SUMS
      2. A line's hash:     sed -n 7p custody.ndjson | tr -d '\\n' | sha256sum
                            must be what line 8 has in "previous".
      3. The last hash ("head") must be the one that was noted when the case was sealed or exported.
         Somebody who can write the folder and has the key can make another log that holds in itself;
         a head that was noted elsewhere is what he cannot change.
      4. A seal (seals/*.json) has a statement, an Ed25519 signature over its UTF-8 bytes (Base64) and
         the public key (PEM). Compare the key with one that you got from its owner, then:
           jq -j .statement seal.json > statement; jq -r .public_key seal.json > key.pem
           jq -r .signature seal.json | base64 -d > signature
           openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement -sigfile signature
         "head" in the statement must be the SHA-256 of line "entries" of the log.

      report.html says what is in the case; other files under reports/ were made from it. They are no
      evidence and in no entry of the log: what they say must be found in the objects and the log.

      With Flowproof: unpack, then `flowproof evidence verify --case FOLDER --key OWNER.pub.pem`.
      """;

  private CaseExport() {}

  /**
   * Writes the archive, and an entry about it into the log of the case (which the archive therefore
   * does not hold).
   *
   * @param reports what is said of the case, by the names that they get in the archive; they are
   *     not part of the evidence, and in no entry
   * @return the SHA-256 of the archive
   * @throws FileAlreadyExistsException if the archive is there already
   */
  public static String write(CaseFolder open, Path archive, Map<String, byte[]> reports)
      throws IOException {
    if (Files.exists(archive)) {
      throw new FileAlreadyExistsException(archive.toString());
    }
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    try {
      zip(open.folder(), part, reports);
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    String sha256 = Sha256.of(archive);
    open.exported(archive.toAbsolutePath().normalize().toString(), sha256);
    return sha256;
  }

  private static void zip(Path folder, Path part, Map<String, byte[]> reports) throws IOException {
    List<String> sums = new ArrayList<>();
    try (OutputStream file = Files.newOutputStream(part, StandardOpenOption.CREATE);
        ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      // Most objects are compressed already.
      zip.setLevel(Deflater.BEST_SPEED);
      for (Path source : files(folder)) {
        String name = folder.relativize(source).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(source, zip);
        zip.closeEntry();
        sums.add(Sha256.of(source) + "  " + name);
      }
      for (Map.Entry<String, byte[]> report : new TreeMap<>(reports).entrySet()) {
        entry(zip, report.getKey(), report.getValue());
        sums.add(Sha256.of(report.getValue()) + "  " + report.getKey());
      }
      text(zip, "SHA256SUMS", String.join("\n", sums) + "\n");
      text(zip, "VERIFY.txt", INSTRUCTIONS);
    }
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    entry(zip, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve(CustodyLog.NAME));
    for (String part : List.of(CaseFolder.SEALS, CaseFolder.OBJECTS)) {
      if (Files.isDirectory(folder.resolve(part))) {
        try (Stream<Path> walk = Files.walk(folder.resolve(part))) {
          walk.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }
}
