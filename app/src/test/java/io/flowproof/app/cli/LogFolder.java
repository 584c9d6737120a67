package io.flowproof.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** A folder of flow logs for one test. */
record LogFolder(Path path) {
  static final String HEADER =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start"
          + " end action log-status";

  /** A flow of the default format, 60 s long; {@code minute} counts from 2026-03-02 10:00. */
  static String flow(int minute, String source, String destination, int port, String action) {
    long start = 1772445600L + 60L * minute;
    return "2 123456789012 eni-1 %s %s 40000 %d 6 10 4000 %d %d %s OK"
        .formatted(source, destination, port, start, start + 59, action);
  }

  static String status(String status) {
    return "2 123456789012 eni-1 - - - - - - - 1772445600 1772445659 - " + status;
  }

  LogFolder write(String name, String... lines) {
    return write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Gzip, of which the last {@code cut} bytes are missing. */
  LogFolder writeCutGzip(String name, int cut, String... lines) {
    byte[] whole = gzip(String.join("\n", lines) + "\n");
    return write(name, Arrays.copyOf(whole, whole.length - cut));
  }

  /** As {@code cat first.gz second.gz}. */
  LogFolder writeGzipMembers(String name, String first, String second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(gzip(first));
    both.writeBytes(gzip(second));
    return write(name, both.toByteArray());
  }

  private LogFolder write(String name, byte[] bytes) {
    try {
      Files.createDirectories(path);
      Files.write(path.resolve(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
