package io.flowproof.flowlog.intel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads a feed of threat intelligence, told by its content: a STIX 2.1 bundle or its objects one a
 * line, a MISP event or an export of several, CSV, or a plain list of addresses, networks, domains,
 * URLs and hashes with comments after {@code #}. A file that ends in {@code .gz} is decompressed.
 */
public final class IndicatorReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 512 << 20;

  private IndicatorReader() {}

  /**
   * Reads a file; the feed is named after it.
   *
   * @throws InvalidFeedException if it is JSON and neither STIX nor MISP, or no text at all
   */
  public static IndicatorFile read(Path file) throws IOException {
    String name = file.getFileName().toString().replaceAll("(\\.(csv|txt|json|list|gz))+$", "");
    String text = text(file).strip();
    if (text.startsWith("\ufeff")) {
      text = text.substring(1).strip();
    }
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return TextFeed.read(name, text);
    }
    try {
      return json(file, name, JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return lines(file, name, text, e);
    }
  }

  private static IndicatorFile json(Path file, String name, JsonNode root) {
    if (StixFeed.isStix(root)) {
      return StixFeed.read(name, root);
    }
    if (MispFeed.isMisp(root)) {
      return MispFeed.read(name, root);
    }
    throw new InvalidFeedException(
        "'" + file + "' is JSON, and neither a STIX 2.1 bundle nor a MISP event");
  }

  /** JSON objects one a line; what was wrong with the whole is told if that is not it either. */
  private static IndicatorFile lines(
      Path file, String name, String text, JsonProcessingException whole) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    var array = JSON.createArrayNode();
    try {
      for (String line : lines) {
        array.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new InvalidFeedException(
          "'%s' is not valid JSON: %s".formatted(file, whole.getOriginalMessage()));
    }
    return json(file, name, array);
  }

  private static String text(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
      byte[] all = in.readNBytes(LARGEST + 1);
      if (all.length > LARGEST) {
        throw new InvalidFeedException("'" + file + "' is larger than 512 MiB");
      }
      return new String(all, StandardCharsets.UTF_8);
    }
  }
}
