package io.flowproof.detection.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attack: when its first and last packets were, and who took part.
 *
 * @param first of all packets
 * @param last of all packets
 * @param clients addresses that opened a connection of it
 * @param servers addresses that one was opened to
 */
record AttackTruth(Instant first, Instant last, Set<String> clients, Set<String> servers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> HONEST = Set.of("benign", "normal", "background");

  /** Reads {@code truth.ndjson}; null where nothing happened. */
  static @Nullable AttackTruth read(Path file) throws IOException {
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    Set<String> clients = new LinkedHashSet<>();
    Set<String> servers = new LinkedHashSet<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode contact = JSON.readTree(line);
      if (isBad(contact) && contact.has("start") && contact.has("end")) {
        Instant start = Instant.parse(contact.get("start").asText());
        Instant end = Instant.parse(contact.get("end").asText());
        first = start.isBefore(first) ? start : first;
        last = end.isAfter(last) ? end : last;
        add(clients, contact.path("client"));
        add(servers, contact.path("server"));
      }
    }
    return first.isAfter(last) ? null : new AttackTruth(first, last, clients, servers);
  }

  /** A contact of a scenario, or one of a capture whose label does not say that it is honest. */
  private static boolean isBad(JsonNode contact) {
    String label = contact.path("label").asText("").toLowerCase(Locale.ROOT);
    return contact.has("scenario")
        || (!label.isEmpty() && HONEST.stream().noneMatch(label::contains));
  }

  private static void add(Set<String> addresses, JsonNode address) {
    if (address.isTextual()) {
      addresses.add(address.asText());
    }
  }

  /** True when one of the finding's values is an address that took part. */
  boolean isOf(Map<String, @Nullable String> finding) {
    return finding.values().stream().anyMatch(v -> clients.contains(v) || servers.contains(v));
  }

  /** How many there were to find: the clients, or the servers where those are what was found. */
  int toFind(Set<Map<String, @Nullable String>> right) {
    boolean byClients =
        right.isEmpty()
            || right.stream().allMatch(f -> f.values().stream().anyMatch(clients::contains));
    return byClients ? clients.size() : servers.size();
  }
}
