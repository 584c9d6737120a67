package io.flowproof.detection.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digests of a proof's parts (see {@link Signature#digests}): SHA-256 of the part's JSON on one
 * line, members sorted by name. How the file is laid out does not matter.
 */
public final class ProofDigests {
  private static final List<String> LEVELS =
      List.of("valid", "tested", "agreeing", "robust", "replayed");
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private ProofDigests() {}

  /** The digests of all parts, by their names, sorted. The signature itself is no part. */
  public static SortedMap<String, String> of(Proof proof) {
    SortedMap<String, String> digests = new TreeMap<>();
    ObjectNode head = ProofFile.MAPPER.valueToTree(proof);
    head.remove("signature");
    JsonNode rules = head.remove("rules");
    // Taking a whole rule away, or putting one before another, changes the head.
    ArrayNode names = head.putArray("rules");
    for (JsonNode rule : rules) {
      String name = rule.path("name").asText();
      names.add(name);
      ObjectNode about = rule.deepCopy();
      for (String level : LEVELS) {
        digests.put(name + "/" + level, digest(about.remove(level)));
      }
      digests.put(name + "/about", digest(about));
    }
    digests.put("head", digest(head));
    return digests;
  }

  /** What is signed: the lines {@code digest name}, sorted by name. */
  static byte[] signed(Map<String, String> digests) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(digests)
        .forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(JsonNode part) {
    try {
      Object plain = SORTED.treeToValue(part, Object.class);
      return sha256(SORTED.writeValueAsBytes(plain));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SHA-256 in small hex letters. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
