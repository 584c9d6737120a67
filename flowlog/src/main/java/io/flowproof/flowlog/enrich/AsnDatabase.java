package io.flowproof.flowlog.enrich;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Autonomous systems of addresses, from the user's database in the MaxMind DB format. Number and
 * name are found where the usual databases put them: {@code autonomous_system_number} or {@code
 * asn} (with or without {@code AS}), {@code autonomous_system_organization}, {@code as_name},
 * {@code as_org} or {@code name}. Safe for several threads.
 */
public final class AsnDatabase {
  private static final Pattern NUMBER = Pattern.compile("(?i)(?:AS)?(\\d{1,10})");

  private final MaxMindFile file;

  /**
   * An autonomous system.
   *
   * @param number its number, 1 to 4294967295
   * @param organization who runs it, or null
   */
  public record Asn(long number, @Nullable String organization) {
    @Override
    public String toString() {
      return "AS" + number + (organization == null ? "" : " " + organization);
    }
  }

  private AsnDatabase(MaxMindFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read or is no MaxMind DB, naming the file
   */
  public static AsnDatabase open(Path path) throws IOException {
    return new AsnDatabase(MaxMindFile.open(path, "an ASN database"));
  }

  /** The system that announces an address; null for an internal one, and one that is not known. */
  public @Nullable Asn find(String address) {
    Map<?, ?> entry = file.entry(address);
    if (entry == null) {
      return null;
    }
    Object number =
        entry.containsKey("autonomous_system_number")
            ? entry.get("autonomous_system_number")
            : entry.get("asn");
    var digits = NUMBER.matcher(String.valueOf(number));
    if (!digits.matches()) {
      return null;
    }
    return new Asn(Long.parseLong(digits.group(1)), organization(entry));
  }

  private static @Nullable String organization(Map<?, ?> entry) {
    for (String member :
        new String[] {"autonomous_system_organization", "as_name", "as_org", "name"}) {
      String text = MaxMindFile.text(entry, member);
      if (text != null) {
        return text;
      }
    }
    return null;
  }
}
