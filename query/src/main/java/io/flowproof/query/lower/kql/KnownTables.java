package io.flowproof.query.lower.kql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tables of Sentinel and Defender that flow logs do not fill, so that a rule on them is told so and
 * not that it has a slip of the pen. Names: Azure Monitor's reference of tables, and "Understand
 * the advanced hunting schema" of Defender.
 */
final class KnownTables {
  /** ASIM's parsers: of another schema, or of another source. */
  private static final Pattern PARSER =
      Pattern.compile("_(?:Im|ASim)_([A-Z]\\w+)|(?:[iv]?im|Im|ASim)([A-Z]\\w+)");

  private KnownTables() {}

  /** What a known table holds, for the end of a sentence; null for a name that is not known. */
  static @Nullable String holds(String name) {
    String product = Tables.HOLDS.get(name);
    if (product != null) {
      return product;
    }
    Matcher parser = PARSER.matcher(name);
    if (!parser.matches()) {
      return null;
    }
    String of = parser.group(1) == null ? parser.group(2) : parser.group(1);
    return of.startsWith("NetworkSession") || of.startsWith("NetworkSession_")
        ? "network sessions of another source"
        : "ASIM's " + of.replaceAll("_.*", "") + " events";
  }

  /** True for a name of the form that ASIM's parsers have. */
  static boolean isParser(String name) {
    return PARSER.matcher(name).matches();
  }

  /** Read once, when an unknown table needs it. */
  private static final class Tables {
    private static final Map<String, String> HOLDS = read();

    private static Map<String, String> read() {
      try (InputStream in = KnownTables.class.getResourceAsStream("tables.txt")) {
        if (in == null) {
          throw new IllegalStateException("tables.txt is missing");
        }
        Map<String, String> holds = new HashMap<>();
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (String line : all.lines().filter(l -> !l.isBlank()).toList()) {
          String[] parts = line.split(": ", 2);
          for (String table : parts[1].split(" ")) {
            holds.put(table, parts[0]);
          }
        }
        return Map.copyOf(holds);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
