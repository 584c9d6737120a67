package io.flowproof.flowlog.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.address.Network;
import io.flowproof.core.address.NetworkMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Networks of providers, from files in the format of AWS's {@code ip-ranges.json} (VPC user guide,
 * "AWS IP address ranges": {@code prefixes} with {@code ip_prefix}, {@code ipv6_prefixes} with
 * {@code ipv6_prefix}, each with {@code service} and {@code region}). Immutable, safe for several
 * threads.
 */
public final class ProviderRanges {
  /** Knows nothing. */
  public static final ProviderRanges NONE = new ProviderRanges(List.of(), List.of());

  /** AWS's service for all of its addresses, which says less than any other. */
  private static final String WHOLE = "AMAZON";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final NetworkMap<ProviderRange> ranges;
  private final List<String> remarks;

  private ProviderRanges(List<NetworkMap.Entry<ProviderRange>> entries, List<String> remarks) {
    ranges = NetworkMap.of(entries);
    this.remarks = List.copyOf(remarks);
  }

  /**
   * A file of ranges.
   *
   * @param provider whose ranges they are
   */
  public record RangesFile(Path path, String provider) {}

  /**
   * Reads files.
   *
   * @throws InvalidEnrichmentException for a file of another form; a single entry that cannot be
   *     used is left out and said by {@link #remarks}
   */
  public static ProviderRanges read(List<RangesFile> files) throws IOException {
    List<NetworkMap.Entry<ProviderRange>> entries = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (RangesFile file : files) {
      JsonNode root = tree(file.path());
      list(file, root, "prefixes", "ip_prefix", entries, remarks);
      list(file, root, "ipv6_prefixes", "ipv6_prefix", entries, remarks);
    }
    return new ProviderRanges(entries, remarks);
  }

  private static JsonNode tree(Path path) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new InvalidEnrichmentException(
          "%s:%d:%d: Not JSON: %s (expected the format of AWS's ip-ranges.json)"
              .formatted(
                  path,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
    if (!root.path("prefixes").isArray() && !root.path("ipv6_prefixes").isArray()) {
      throw new InvalidEnrichmentException(
          "%s: Neither 'prefixes' nor 'ipv6_prefixes' is a list in it (expected the format of AWS's ip-ranges.json)"
              .formatted(path));
    }
    return root;
  }

  private static void list(
      RangesFile file,
      JsonNode root,
      String list,
      String member,
      List<NetworkMap.Entry<ProviderRange>> entries,
      List<String> remarks) {
    JsonNode array = root.path(list);
    for (int i = 0; i < array.size(); i++) {
      JsonNode entry = array.get(i);
      String cidr = entry.path(member).asText("");
      Optional<Network> network = Network.parse(cidr);
      if (network.isEmpty()) {
        remarks.add(
            "%s: %s[%d]: left out, for its %s is '%s' (must be a network in CIDR form)"
                .formatted(file.path(), list, i, member, cidr));
        continue;
      }
      entries.add(
          new NetworkMap.Entry<>(
              network.get(),
              new ProviderRange(
                  file.provider(), cidr, text(entry, "service"), text(entry, "region"))));
    }
  }

  private static @Nullable String text(JsonNode entry, String member) {
    String text = entry.path(member).asText("");
    return text.isBlank() ? null : text;
  }

  /** True when no address can match. */
  public boolean isEmpty() {
    return ranges.size() == 0;
  }

  /** Entries that were left out, with file and place. */
  public List<String> remarks() {
    return remarks;
  }

  /** All ranges that hold an address, those that name a service first, then the narrowest. */
  public List<ProviderRange> find(String address) {
    return ranges.find(address).stream()
        .sorted(Comparator.comparing(range -> WHOLE.equals(range.service())))
        .toList();
  }
}
